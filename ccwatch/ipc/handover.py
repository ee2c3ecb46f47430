"""What a program that restarts itself hands over to the process that takes its place.

A file that the one writes as it ends, and the other takes away once it has the lock: JSON with the
fields of `Handover`. What is missing or cannot be read counts as not handed over, because the two
may be of different versions.
"""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ccwatch.core.errors import StorageFault
from ccwatch.core.window_state import Visibility
from ccwatch.ipc.messages import LATEST
from ccwatch.system.files import write_private

LONGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asked for, to be done by the restarted program.

    `command` is the ID of a command in `ui.commands`, "" for none, `jobs` the jobs that it is for;
    `offered` are the jobs that a link named.
    """

    command: str = ""
    jobs: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Handover:
    """How the program was left, as far as no file holds it.

    `chosen` is the job that was chosen in the window, `snoozed_until` is in UTC seconds, 0 for no
    snooze.
    """

    wish: Wish = field(default_factory=Wish)
    window: Visibility = Visibility.HIDDEN
    chosen: str = ""
    snoozed_until: float = 0.0


def leave(path: Path, handover: Handover) -> None:
    """Write what the next process takes up; without a disk it begins with a hidden window."""
    with suppress(StorageFault):
        write_private(path, json.dumps(asdict(handover)).encode())


def taken_from(path: Path) -> Handover:
    """Return what was left, and remove it."""
    try:
        with path.open("rb") as file:
            told = json.loads(file.read(LONGEST))
        path.unlink()
    except (OSError, ValueError, RecursionError):
        return Handover()
    told = told if isinstance(told, dict) else {}
    wish = told.get("wish")
    wish = wish if isinstance(wish, dict) else {}
    until: Any = told.get("snoozed_until")
    return Handover(
        Wish(_text(wish.get("command")), _texts(wish.get("jobs")), _texts(wish.get("offered"))),
        _visibility(told.get("window")),
        _text(told.get("chosen")),
        float(until) if type(until) in (int, float) and 0 <= until <= LATEST else 0.0,
    )


def _visibility(value: Any) -> Visibility:
    return Visibility(value) if value in tuple(Visibility) else Visibility.HIDDEN


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(filter(None, map(_text, value))) if isinstance(value, list) else ()
