"""Progress on the program's taskbar button: the protocol of all systems."""

from typing import Protocol

from ccwatch.core.badge import Badge


class Taskbar(Protocol):
    """One system's implementation; it omits what it cannot show."""

    def show(self, badge: Badge) -> None:
        """Show this badge instead of any other."""

    def close(self) -> None:
        """Stop showing anything."""
