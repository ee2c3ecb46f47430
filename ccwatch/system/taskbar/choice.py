"""Progress on the program's button: this system's way, and what is shown there when."""

import logging
import sys
from collections.abc import Callable

from ccwatch.core.badge import NOTHING, badge_of
from ccwatch.core.tray_model import TraySummary
from ccwatch.system.taskbar.protocol import Taskbar

_log = logging.getLogger(__name__)


def taskbar_of_this_system(window: Callable[[], int]) -> Taskbar:
    """Return the way of this system; `window` gives the native handle of the main window."""
    if sys.platform == "win32":
        from ccwatch.system.taskbar.windows import TaskbarButton

        return TaskbarButton(window)
    if sys.platform == "darwin":
        from ccwatch.system.taskbar.macos import DockTile

        return DockTile()
    from ccwatch.system.taskbar.launcher import LauncherEntry

    return LauncherEntry()


class TaskbarProgress:
    """Hands on what changed, as long as it is wanted; a taskbar that breaks is left alone."""

    def __init__(self, taskbar: Taskbar) -> None:
        self._taskbar: Taskbar | None = taskbar
        self._shown = NOTHING

    def show(self, summary: TraySummary, *, wanted: bool) -> None:
        """Show the summary's progress, or nothing when it is not wanted."""
        badge = badge_of(summary) if wanted else NOTHING
        if badge != self._shown:
            self._shown = badge
            self._do(lambda taskbar: taskbar.show(badge))

    def close(self) -> None:
        """Show nothing any more."""
        self._do(lambda taskbar: taskbar.close())
        self._taskbar = None

    def _do(self, call: Callable[[Taskbar], None]) -> None:
        if self._taskbar is None:
            return
        try:
            call(self._taskbar)
        except Exception:  # no two systems fail alike, and nobody needs this
            _log.info("progress is not shown on the taskbar", exc_info=True)
            self._taskbar = None
