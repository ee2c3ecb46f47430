"""Opens the wall screen, and closes it again."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from ccwatch.core.quiet_hours import is_quiet
from ccwatch.core.settings import Settings
from ccwatch.ui.store import JobStore

if TYPE_CHECKING:
    from ccwatch.ui.window.wall import Wall


class WallIntents:
    """Shows the wall screen on request; in the quiet hours it is dimmed."""

    def __init__(
        self,
        store: JobStore,
        now: Callable[[], float],
        settings: Callable[[], Settings],
        local_time: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._now = now
        self._settings = settings
        self._local_time = local_time
        self._wall: Wall | None = None

    def show(self) -> None:
        """Show the wall screen, in front of everything else."""
        if self._wall is None:
            from ccwatch.ui.window.wall import Wall

            self._wall = Wall(self._store, self._now, self._is_night)
        self._wall.open()

    def end(self) -> None:
        """Close the wall screen, if it is open."""
        if self._wall:
            self._wall.close()

    def _is_night(self) -> bool:
        return is_quiet(self._settings(), self._local_time())
