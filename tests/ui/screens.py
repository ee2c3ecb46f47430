"""A table of all screens of the program: their names, and how to show them."""

from collections.abc import Callable
from dataclasses import replace
from itertools import cycle
from typing import NamedTuple

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QComboBox, QDialog, QTreeWidget, QWidget

from ccwatch.core.check import Check
from ccwatch.core.errors import SignInFailed
from ccwatch.core.events import (
    Added,
    Described,
    Ended,
    Event,
    Limited,
    Moved,
    Scheduled,
    Seen,
    SignInWanted,
    Stretched,
    WentUnreachable,
)
from ccwatch.core.job import JobId, Outcome, Progress, Service, Trouble
from ccwatch.core.job_report import job_report
from ccwatch.core.jobs import Status
from ccwatch.core.notice import NoticePage
from ccwatch.core.service_replies import Listed
from ccwatch.core.settings import Settings
from ccwatch.core.settings_exchange import judged
from ccwatch.core.tray_summary import summarise
from ccwatch.system.libraries import Library
from ccwatch.ui.details.diagnostics_dialog import DiagnosticsDialog
from ccwatch.ui.dialogs.about_dialog import AboutDialog
from ccwatch.ui.dialogs.cancel_dialog import CancelDialog
from ccwatch.ui.dialogs.my_jobs_dialog import MyJobsDialog
from ccwatch.ui.dialogs.shortcuts_dialog import ShortcutsDialog
from ccwatch.ui.dialogs.sign_in_dialog import SignInDialog
from ccwatch.ui.dialogs.welcome_page import WelcomePage
from ccwatch.ui.notices.page import NoticeLogPage
from ccwatch.ui.settings.dialog import SettingsDialog
from ccwatch.ui.settings.import_dialog import ImportDialog
from ccwatch.ui.store import JobStore
from ccwatch.ui.tray.tray import Tray
from ccwatch.ui.window.job_window import JobWindow
from ccwatch.ui.window.wall import Wall
from tests.core.surveys_oracle import survey
from tests.ui.glyph_sheet import GlyphSheet
from tests.ui.sketched_jobs import HARBOUR, LIVES, NOW, TUNNEL, WINDMILL, at, sketch
from tests.ui.stage import Stage

ADDRESSES = tuple(f"http://localhost:{port}/signin-callback" for port in (47631, 47632, 47633))
SIGN_IN = "https://ims.example.org/connect/authorize?client_id=native-0a1B2c3D&state=1f4d"
FOLDERS = {
    "Data": "/home/you/.local/share/ccwatch",
    "Settings": "/home/you/.config/ccwatch",
    "Log": "/home/you/.local/state/ccwatch/log",
}
LIBRARIES = (
    Library("cryptography", "46.0.3", "Apache-2.0 OR BSD-3-Clause"),
    Library("desktop-notifier", "6.2.0", "MIT"),
    Library("keyring", "25.7.0", "MIT"),
    Library("msal", "1.39.0", "MIT"),
    Library("PySide6_Essentials", "6.11.3", "LGPL-3.0-only"),
    Library("requests", "2.32.5", "Apache-2.0"),
)
SIGNED_OUT = "Signed out by the service."
UNDONE = "No longer watching Dam inspection, left bank."
SETTINGS = Settings()
LOGIN_START = (False, "In the tray, without a window.")
REFUSED = SignInFailed(
    "The sign-in service does not know this client id.",
    advice="Check the client id in the settings, or ask who registered it.",
)
GROUPS = ("general", "notices", "account", "service")
TESTED = (
    Check("Name resolution", True, "api.bentley.com is known."),
    Check("Proxy", None, "There is none."),
    Check("Secure connection", True, "The certificate is trusted."),
    Check("Answer", False, "The service did not answer within 10 s."),
)


class Screen(NamedTuple):
    """One screen; `show` puts it on a stage and returns its widget."""

    name: str
    show: Callable[[Stage], QWidget]


def _window_narrow(stage: Stage) -> JobWindow:
    window = stage.window()
    window.resize(460, 620)
    return window


def _survey(*, unfolded: bool) -> Callable[[Stage], JobWindow]:
    def show(stage: Stage) -> JobWindow:
        events: list[Event] = []
        for number, job in enumerate(survey()[:3]):
            assert job.details
            name = f"Quarry west {(job.details.type or '').lower()}"
            known = replace(job.details, name=name, state="active", ended=None)
            known = replace(known, submitted=NOW - 9000, started=NOW - 8000, created=NOW - 9000)
            events += [Added(job.id, NOW - 9000, job.service), Described(job.id, NOW, known)]
            if number < 2:
                events.append(Ended(job.id, NOW, Outcome.SUCCEEDED, NOW - 4000, 100.0))
            else:
                seen = Progress(40.0, "Active")
                events += [Seen(job.id, NOW, seen), Moved(job.id, NOW, seen, None)]
                events.append(Scheduled(job.id, NOW, NOW + 12))
        window = stage.window(*events)
        window._jobs.list.order.unfold_these([survey()[0].id] if unfolded else [])
        return window

    return show


def _details_alone(stage: Stage) -> QWidget:
    window = _window_narrow(stage)
    window._jobs.open_details()
    return window


def _snoozed(stage: Stage) -> QWidget:
    window = stage.window(lapse=60)
    window.show_snooze("14:05")
    window.show_unread(3)
    window.offer_undo(UNDONE)
    return window


def _history(stage: Stage) -> QWidget:
    window = stage.window()
    window.resize(900, 760)
    page = NoticeLogPage(lambda: NOW)
    window.show_page(page)
    page.show_notices(sketch().notices)
    return window


def _history_empty(stage: Stage) -> QWidget:
    window = stage.window(jobs=False)
    page = NoticeLogPage(lambda: NOW)
    window.show_page(page)
    page.show_notices(NoticePage())
    return window


def _welcome(stage: Stage) -> QWidget:
    window = stage.window(jobs=False)
    page = WelcomePage(SETTINGS, ADDRESSES)
    window.show_page(page)
    window.resize(1120, 720)
    return window


def _settings(group: int, search: str = "") -> Callable[[Stage], QWidget]:
    def show(stage: Stage) -> QWidget:
        dialog = SettingsDialog(SETTINGS, {"CCWATCH_CLIENT_ID": "x"}, stage.parent)
        dialog.show_login_start(*LOGIN_START)
        if group == 3:
            dialog.show_connection(TESTED)
        dialog.groups.setCurrentRow(group)
        dialog.search.setText(search)
        return _opened(dialog)

    return show


def _import(stage: Stage) -> QWidget:
    given = {
        "theme": "dark",
        "quiet": True,
        "quiet_from": "21:30",
        "api_url": "https://qa-api.example.org",
        "authority": "https://sign-in.example.org/a/path/that/is/rather/long",
    }
    changes = judged(given, Settings(), {}).changes
    return _opened(ImportDialog("ccwatch-settings.json", changes, stage.parent))


def _choices(stage: Stage) -> QWidget:
    combo = _settings(0)(stage).findChild(QComboBox, "theme")
    assert isinstance(combo, QComboBox)
    combo.showPopup()
    return combo.view().window()


def _about(stage: Stage) -> QWidget:
    dialog = AboutDialog("1.0", "Linux 6.12", FOLDERS, stage.parent)
    dialog.show_libraries(LIBRARIES)
    dialog.show_requests(REQUESTS)
    return _opened(dialog)


def _sign_in_waits(stage: Stage) -> QWidget:
    dialog = SignInDialog(stage.parent)
    dialog.show_waiting(SIGN_IN)
    return _opened(dialog)


def _sign_in_failed(stage: Stage) -> QWidget:
    dialog = SignInDialog(stage.parent)
    dialog.show_failed(REFUSED)
    return _opened(dialog)


def _my_jobs(stage: Stage) -> QWidget:
    dialog = MyJobsDialog(lambda: NOW, stage.parent)
    services = (Service.MODELING, Service.MODELING, Service.ANALYSIS_2, Service.CONVERSION)
    jobs = [
        Listed(JobId(life.id), replace(life.details, created=life.details.submitted), service)
        for life, service in zip(LIVES, cycle(services), strict=False)
    ]
    dialog.show_jobs(jobs, {HARBOUR, TUNNEL})
    tree = dialog.findChild(QTreeWidget)
    assert tree is not None
    tree.setCurrentIndex(tree.model().index(3, 0))
    return _opened(dialog)


def _my_jobs_asked_for(stage: Stage) -> QWidget:
    return _opened(MyJobsDialog(lambda: NOW, stage.parent))


def _diagnostics(stage: Stage) -> QWidget:
    job = next(job for job in sketch().jobs if job.id == TUNNEL)
    report = job_report(job, sketch().pasts[TUNNEL], Status(), NOW)
    return _opened(DiagnosticsDialog(job.name, report, stage.parent))


def _cancel_job(stage: Stage) -> QWidget:
    job = next(job for job in sketch().jobs if job.id == HARBOUR)
    return _opened(CancelDialog(job, stage.parent))


def _tray_menu(stage: Stage) -> QWidget:
    tray = Tray()
    tray.show(summarise(sketch().jobs, Status(signed_in=True), NOW))
    tray.show_account(True)
    stage.keep(tray, tray.menu)
    tray.menu.popup(QPoint(0, 0))
    return tray.menu


def _wall(stage: Stage) -> QWidget:
    store = JobStore(sketch().jobs, Status(signed_in=True))
    wall = Wall(store, lambda: NOW, lambda: False)
    wall.resize(1280, 720)
    stage.keep(store, wall)
    wall.show()
    return wall


def _glyphs(stage: Stage) -> QWidget:
    sheet = GlyphSheet(stage.parent.devicePixelRatioF())
    stage.keep(sheet)
    sheet.show()
    return sheet


def _opened(dialog: QDialog) -> QWidget:
    dialog.show()
    return dialog


REQUESTS = "1,204 of 4,500 requests this hour"
OUT = Trouble("Service not reachable", "The name of the service is not known here.")
SCREENS = (
    Screen("window", lambda stage: stage.window()),
    Screen("window-failed", lambda stage: stage.window(chosen=TUNNEL)),
    Screen("window-finished", lambda stage: stage.window(chosen=WINDMILL)),
    Screen("window-empty", lambda stage: stage.window(jobs=False)),
    Screen("window-narrow", _window_narrow),
    Screen("window-survey", _survey(unfolded=False)),
    Screen("window-survey-unfolded", _survey(unfolded=True)),
    Screen("details-narrow", _details_alone),
    Screen(
        "window-signed-out",
        lambda stage: stage.window(SignInWanted(NOW, SIGNED_OUT)),
    ),
    Screen("window-offline", lambda stage: stage.window(WentUnreachable(NOW, at("11:52"), OUT))),
    Screen("window-paused", lambda stage: stage.window(Limited(NOW, NOW + 240, OUT))),
    Screen("window-stretched", lambda stage: stage.window(Stretched(NOW, 95.0))),
    Screen("window-notes", _snoozed),
    Screen("history", _history),
    Screen("history-empty", _history_empty),
    Screen("welcome", _welcome),
    *(Screen(f"settings-{name}", _settings(row)) for row, name in enumerate(GROUPS)),
    Screen("settings-search", _settings(0, "quiet")),
    Screen("settings-nothing", _settings(0, "zebra")),
    Screen("settings-choices", _choices),
    Screen("settings-import", _import),
    Screen("about", _about),
    Screen("shortcuts", lambda stage: _opened(ShortcutsDialog(stage.parent))),
    Screen("sign-in-waiting", _sign_in_waits),
    Screen("sign-in-failed", _sign_in_failed),
    Screen("my-jobs", _my_jobs),
    Screen("my-jobs-asked-for", _my_jobs_asked_for),
    Screen("diagnostics", _diagnostics),
    Screen("cancel-job", _cancel_job),
    Screen("tray-menu", _tray_menu),
    Screen("wall", _wall),
    Screen("glyphs", _glyphs),
)
