"""The protocol of notifiers, and a notifier that tries several in order."""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import NamedTuple, Protocol

from ccwatch.core.errors import FilesReplaced
from ccwatch.core.job import GUID
from ccwatch.core.language import tr
from ccwatch.core.notice import Notice
from ccwatch.core.plain_text import own_line, printable

_log = logging.getLogger(__name__)
# What differs from one failure to the next of its kind: a notification's identifier, an address.
_NAMES = re.compile(rf"{GUID}|\b0x[0-9a-f]+", re.IGNORECASE)


class NoticeAction(Enum):
    """What the user chose on a notification."""

    OPEN = "open"
    MUTE = "mute"
    SNOOZE = "snooze"


ActionHandler = Callable[[int, NoticeAction], None]


class NotShown(Exception):
    """The notice could not be shown; the message says why."""


class Shown(NamedTuple):
    """By what a notice was shown, and whether the system holds it back: "Do not disturb" is on."""

    name: str
    held_back: bool = False


class Notifier(Protocol):
    """One way to show a notice."""

    name: str  # marked for translation

    async def show(self, number: int, notice: Notice, icon: Path | None) -> bool:
        """Show the notice under its number; return whether the system holds it back.

        Raises NotShown.
        """


class FirstThatWorks:
    """Tries the notifiers in order, for every notice from the first."""

    def __init__(self, notifiers: Sequence[Notifier]) -> None:
        self._notifiers = tuple(notifiers)
        self._logged: dict[str, str] = {}

    async def show(self, number: int, notice: Notice, icon: Path | None) -> Shown:
        """Show the notice as plain text; return by what.

        Raises NotShown, or FilesReplaced: the restarted program shows it.
        """
        notice = replace(notice, title=own_line(notice.title), body=printable(notice.body))
        reasons = []
        replaced: FilesReplaced | None = None
        for notifier in self._notifiers:
            try:
                held_back = await notifier.show(number, notice, icon)
            except NotShown as reason:
                if self._is_news(notifier.name, str(reason)):
                    _log.warning("%s did not show a notice: %s", notifier.name, reason)
                reasons.append(f"{tr(notifier.name)}: {reason}")
            except FilesReplaced as error:
                replaced = error
            except Exception as error:  # a faulty notifier must not keep the next from being tried
                if self._is_news(notifier.name, repr(error)):
                    _log.exception("%s broke", notifier.name)
                reasons.append(f"{tr(notifier.name)}: {type(error).__name__}")
            else:
                self._logged.pop(notifier.name, None)
                return Shown(tr(notifier.name), held_back)
        if replaced:
            raise replaced
        raise NotShown("; ".join(reasons) or tr("notifications cannot be shown here"))

    def _is_news(self, name: str, reason: str) -> bool:
        """Return whether the failure is new: a lasting one is logged only once."""
        before, kind = self._logged.get(name), kind_of(reason)
        self._logged[name] = kind
        return kind != before


def kind_of(reason: str) -> str:
    """Return the reason without the names in it, which differ between equal failures."""
    return _NAMES.sub("…", reason)
