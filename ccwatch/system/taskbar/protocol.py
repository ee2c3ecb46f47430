"""Progress on the program's button: what each system's way offers."""

from typing import Protocol

from ccwatch.core.badge import Badge


class Taskbar(Protocol):
    """One system's way; what it cannot show it leaves out."""

    def show(self, badge: Badge) -> None:
        """Show this and nothing else."""

    def close(self) -> None:
        """Show nothing any more."""
