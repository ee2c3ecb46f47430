"""The parts the user sees, and the overview of all jobs."""

from dataclasses import dataclass

from PySide6.QtGui import QGuiApplication

from ccwatch.clock import SystemClock
from ccwatch.core.budget import near_the_limit
from ccwatch.core.tray_summary import summarise
from ccwatch.desktop.services import Services
from ccwatch.system.taskbar.choice import TaskbarProgress, taskbar_of_this_system
from ccwatch.ui.clipboard_watch import ClipboardWatch
from ccwatch.ui.store import JobStore
from ccwatch.ui.style.glyphs import PanelStyle
from ccwatch.ui.tray.tray import Tray
from ccwatch.ui.window.job_window import JobWindow


@dataclass(frozen=True)
class Screen:
    """The store and the parts that display it."""

    store: JobStore
    tray: Tray
    window: JobWindow
    taskbar: TaskbarProgress
    clipboard: ClipboardWatch


def build_screen(tray: Tray, clock: SystemClock) -> Screen:
    """Build the visible parts, for the tray icon that is shown already."""
    store = JobStore()
    window = JobWindow(store, clock.now, lapse=clock.speed)
    if QGuiApplication.platformName().startswith("wayland"):
        from ccwatch.ui.window.rescaling import Rescaling

        Rescaling(window)
    elif QGuiApplication.platformName() == "xcb":
        from ccwatch.ui.window.resizing import Resizing

        Resizing(window)
    taskbar = TaskbarProgress(taskbar_of_this_system(lambda: int(window.winId())))
    return Screen(store, tray, window, taskbar, ClipboardWatch(window))


class Overview:
    """The overview of all jobs: on the tray icon, the taskbar and the window's status line."""

    def __init__(self, services: Services, screen: Screen) -> None:
        self._services = services
        self._screen = screen

    def show(self) -> None:
        """Show the current state of jobs and account."""
        store, settings = self._screen.store, self._services.settings.get()
        now = self._services.clock.now()
        summary = summarise(store.jobs.values(), store.status, now, store.time_left, store.tally)
        self._screen.tray.choose_style(PanelStyle(settings.tray_icon))
        self._screen.tray.show(summary)
        self._screen.taskbar.show(summary, wanted=settings.taskbar)
        account = self._services.connection.account
        given_token = bool(account.token_variable)
        self._screen.tray.show_account(store.status.signed_in, given_token=given_token)
        used, limit = self._services.watcher.used_this_hour(), settings.requests_per_hour
        self._screen.window.show_account(
            account.label,
            near_the_limit(used, limit),
            given_token=given_token,
        )
