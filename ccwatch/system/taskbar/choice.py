"""Progress on the program's taskbar button: the choice for this system, and when it is shown."""

import logging
import sys
from collections.abc import Callable

from ccwatch.core.badge import NOTHING, badge_of
from ccwatch.core.tray_model import TraySummary
from ccwatch.system.taskbar.protocol import Taskbar

_log = logging.getLogger(__name__)


def taskbar_of_this_system(window: Callable[[], int]) -> Taskbar:
    """Return the implementation for this system; `window` returns the window's native handle."""
    if sys.platform == "win32":
        from ccwatch.system.taskbar.windows import TaskbarButton

        return TaskbarButton(window)
    if sys.platform == "darwin":
        from ccwatch.system.taskbar.macos import DockTile

        return DockTile()
    from ccwatch.system.taskbar.linux import LauncherEntry

    return LauncherEntry()


class TaskbarProgress:
    """Passes changes on while they are wanted; a taskbar that fails is not used again."""

    def __init__(self, taskbar: Taskbar) -> None:
        self._taskbar: Taskbar | None = taskbar
        self._shown = NOTHING

    def show(self, summary: TraySummary, *, wanted: bool) -> None:
        """Show the summary's progress, or nothing if it is not wanted."""
        badge = badge_of(summary) if wanted else NOTHING
        if badge != self._shown:
            self._shown = badge
            self._do(lambda taskbar: taskbar.show(badge))

    def close(self) -> None:
        """Stop showing anything."""
        self._do(lambda taskbar: taskbar.close())
        self._taskbar = None

    def _do(self, call: Callable[[Taskbar], None]) -> None:
        if self._taskbar is None:
            return
        try:
            call(self._taskbar)
        except Exception:  # systems fail in different ways, and this is optional
            _log.info("progress is not shown on the taskbar", exc_info=True)
            self._taskbar = None
