"""Shows screens in a fixed theme, language and time, independent of this computer."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QLocale
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ccwatch.core.events import Event
from ccwatch.core.job import JobId
from ccwatch.core.jobs import Status
from ccwatch.core.language import ENGLISH, speak
from ccwatch.ui.store import JobStore
from ccwatch.ui.style import application as worn
from ccwatch.ui.style.application import choose_scheme
from ccwatch.ui.window.job_window import JobWindow
from tests.ui.sketched_jobs import HARBOUR, NOW, sketch

THEMES = ("light", "dark")
ACCOUNT = "Signed in as you@example.org", ""


class Stage:
    """Keeps alive what a screen needs while it is shown."""

    def __init__(self) -> None:
        self.parent = QWidget()
        self._kept: list[object] = []

    def keep(self, *parts: object) -> None:
        """Keep these objects alive until `strike`."""
        self._kept += parts

    def window(
        self, *events: Event, jobs: bool = True, chosen: JobId = HARBOUR, lapse: float = 1.0
    ) -> JobWindow:
        """Show a window with the sketched jobs, after these events."""
        known = sketch()
        store = JobStore(known.jobs if jobs else (), Status(signed_in=True))
        window = JobWindow(store, lambda: NOW, lapse=lapse)
        window.intents.past.connect(
            lambda job: window.show_past(JobId(job), known.pasts[JobId(job)])
        )
        for event in events:
            store.apply(event)
        window.allow()
        window.show_account(*ACCOUNT)
        window.show()
        if jobs:
            window.show_job(chosen)
        self.keep(store, window)
        return window

    def strike(self) -> None:
        """Close and delete everything."""
        for part in reversed(self._kept):
            if isinstance(part, QWidget):
                part.hide()
                part.deleteLater()
        self.parent.deleteLater()
        self._kept.clear()
        settled()


@contextmanager
def staged(application: QApplication, theme: str) -> Iterator[Stage]:
    """Provide a stage in this theme; restores the application's theme afterwards."""
    style, native = application.style().name(), application.property(worn._NATIVE)
    application.setStyle("fusion")
    application.setProperty(worn._NATIVE, False)
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    speak(ENGLISH)
    choose_scheme(application, theme)
    stage = Stage()
    try:
        yield stage
    finally:
        stage.strike()
        application.setProperty(worn._NATIVE, native)
        choose_scheme(application, "system")
        application.setStyleSheet("")
        application.setPalette(QPalette())
        application.setStyle(style)
        QLocale.setDefault(QLocale.system())


def settled() -> None:
    """Process pending layout, paint and delete events."""
    for _ in range(4):
        QGuiApplication.processEvents()
        QGuiApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
