"""Starting at sign-in: what each system's way offers."""

from collections.abc import Sequence
from enum import Enum
from typing import Protocol

from ccwatch.core.errors import StorageFault
from ccwatch.core.language import mark, tr

_TITLE = mark("Starting at sign-in could not be changed")


class State(Enum):
    """What the system does when the user signs in."""

    OFF = "off"
    ON = "on"
    ANOTHER = "another"  # it starts another copy of the program than this one


class LoginStart(Protocol):
    """One system's way; what the system has is the truth, nothing is kept beside it."""

    def state(self, command: Sequence[str]) -> State:
        """Return whether the system starts this command; raises StorageFault."""

    def switch_on(self, command: Sequence[str]) -> None:
        """Let the system start this command, and nothing else of ours; raises StorageFault."""

    def switch_off(self) -> None:
        """Let the system start it no more; raises StorageFault."""


def not_changed(reason: object, advice: str = "") -> StorageFault:
    """Return the error that says why."""
    return StorageFault(tr("{reason}.", reason=reason), title=tr(_TITLE), advice=advice)
