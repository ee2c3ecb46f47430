"""When the window is seen, at the start and as the tray comes and goes: never hidden to nothing."""

from collections.abc import Callable

from ccwatch.ui.job_window import JobWindow
from ccwatch.ui.tray import Tray

TRAY_SECONDS = 10.0


class Showing:
    """Closing hides the window while there is a tray, and quits while there is none.

    `call_later(seconds, call)` calls once, later. A panel that starts anew takes its tray away
    for a moment, and at sign-in it comes after us: only after a while without one, a hidden
    window is put minimised where windows are listed, until there is a tray again.
    """

    def __init__(
        self,
        window: JobWindow,
        tray: Tray,
        call_later: Callable[[float, Callable[[], None]], object],
    ) -> None:
        self._window = window
        self._tray = tray
        self._call_later = call_later
        self._in_stead_of_tray = self._ended = False
        tray.availability_changed.connect(self._tray_changed)

    def begin(self, *, hidden: bool) -> None:
        """Show the window, or leave it hidden in the tray."""
        if not hidden:
            self._window.come_forward()
        self._tray_changed(self._tray.available())

    def end(self) -> None:
        """Leave the window as it is from now on."""
        self._ended = True

    def _tray_changed(self, there: bool) -> None:
        self._window.hides_on_close = there
        if not there:
            self._call_later(TRAY_SECONDS, self._be_reachable)
        elif self._in_stead_of_tray and self._window.isMinimized():
            self._window.hide()
        self._in_stead_of_tray = False

    def _be_reachable(self) -> None:
        if not (self._ended or self._tray.available() or self._window.isVisible()):
            self._in_stead_of_tray = True
            self._window.showMinimized()
