"""Starting at sign-in: the protocol of all systems."""

from collections.abc import Sequence
from enum import Enum
from typing import Protocol

from ccwatch.core.errors import StorageFault
from ccwatch.core.language import mark, tr

_TITLE = mark("Start at sign-in not changed")


class State(Enum):
    """What the system starts when the user signs in."""

    OFF = "off"
    ON = "on"
    ANOTHER = "another"  # it starts another copy of the program


class LoginStart(Protocol):
    """One system's implementation; the system's own state is used, with no copy of it."""

    def state(self, command: Sequence[str]) -> State:
        """Return whether the system starts this command; raises StorageFault."""

    def switch_on(self, command: Sequence[str]) -> None:
        """Have the system start this command, and no other copy; raises StorageFault."""

    def switch_off(self) -> None:
        """Stop the system from starting the program; raises StorageFault."""


def not_changed(reason: object, advice: str = "") -> StorageFault:
    """Return the error with the reason."""
    return StorageFault(tr("{reason}.", reason=reason), title=tr(_TITLE), advice=advice)
