"""Who shows progress on the program's button: a protocol, and the one of this system."""

import logging
import sys
from collections.abc import Callable
from typing import Protocol

from ccwatch.core.badge import NOTHING, Badge, badge_of
from ccwatch.core.glance import Summary

_log = logging.getLogger(__name__)


class Taskbar(Protocol):
    """One system's way; what it cannot show it leaves out."""

    def show(self, badge: Badge) -> None:
        """Show this and nothing else."""

    def close(self) -> None:
        """Show nothing any more."""


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

    def show(self, summary: Summary, *, wanted: bool) -> None:
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
