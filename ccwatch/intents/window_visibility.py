"""Keeps the window reachable: at the start, on close, and as the tray appears or vanishes."""

from collections.abc import Callable

from ccwatch.core.language import mark, tr
from ccwatch.ui.tray.tray import Tray
from ccwatch.ui.window.job_window import JobWindow

TRAY_SECONDS = 10.0
_NO_TRAY = mark(
    "This desktop shows no tray icons, so ccwatch stays in this window. Closing it quits "
    "ccwatch. A panel with a system tray would show the icon."
)
_NO_TRAY_IN_GNOME = mark(
    "GNOME shows tray icons only with the extension “AppIndicator and "
    "KStatusNotifierItem Support”. Without it ccwatch stays in this window. Closing it "
    "quits ccwatch."
)


class WindowVisibility:
    """Closing hides the window while there is a tray, and quits while there is none.

    `call_later(seconds, call)` schedules a single call. A panel that restarts removes its tray for
    a moment, and at sign-in it may start after us. So only after some time without a tray, a hidden
    window is minimised to the list of windows, until there is a tray again, and the user is told
    once what to install. `desktop` is the value of XDG_CURRENT_DESKTOP.
    """

    def __init__(
        self,
        window: JobWindow,
        tray: Tray,
        call_later: Callable[[float, Callable[[], None]], object],
        desktop: str,
    ) -> None:
        self._window = window
        self._tray = tray
        self._call_later = call_later
        self._instead_of_tray = self._ended = False
        self._no_tray = _NO_TRAY_IN_GNOME if "GNOME" in desktop.upper() else _NO_TRAY
        self.told_of_no_tray = False
        tray.availability_changed.connect(self._tray_changed)

    def begin(self, *, hidden: bool, told_of_no_tray: bool = False) -> None:
        """Show the window, or leave it hidden in the tray.

        `told_of_no_tray`: an earlier run has already told the user what to install.
        """
        self.told_of_no_tray = told_of_no_tray
        if not hidden:
            self._window.come_forward()
        self._tray_changed(self._tray.available())

    def end(self) -> None:
        """Stop changing the window's visibility."""
        self._ended = True

    def _tray_changed(self, there: bool) -> None:
        self._window.hides_on_close = there
        if not there:
            self._call_later(TRAY_SECONDS, self._be_reachable)
        elif self._instead_of_tray and self._window.isMinimized():
            self._window.hide()
        self._instead_of_tray = False

    def _be_reachable(self) -> None:
        if self._ended or self._tray.available():
            return
        if not self._window.isVisible():
            self._instead_of_tray = True
            self._window.showMinimized()
        if not self.told_of_no_tray:
            self.told_of_no_tray = self._window.hint(tr(self._no_tray))
