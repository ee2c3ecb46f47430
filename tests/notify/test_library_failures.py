"""What desktop-notifier logs of failures, each notification anew, is logged once while it lasts."""

import asyncio
import logging
import uuid
from collections.abc import Iterator

import pytest

from ccwatch.core.glyph import Glyph
from ccwatch.core.notice import Notice
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.notify.notifier import FirstThatWorks, NotShown
from ccwatch.notify.system_notifications import DesktopNotices

NOTICE = Notice(NoticeKind.BACK, Glyph.ACTIVE, "The service is reachable again")
LIBRARY = logging.getLogger("desktop_notifier.backends.winrt")


@pytest.fixture
def notices() -> Iterator[DesktopNotices]:
    parent = logging.getLogger("desktop_notifier")
    before = parent.handlers, parent.propagate
    yield DesktopNotices(lambda *_: None)
    parent.handlers, parent.propagate = before


class Kept(logging.Handler):
    """Keeps what this program logs; caplog would see what the library logs as well."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def errors(self) -> list[str]:
        return [repr(record.exc_info[1]) for record in self.records if record.exc_info]


@pytest.fixture
def kept() -> Iterator[Kept]:
    program, kept = logging.getLogger("ccwatch"), Kept()
    program.addHandler(kept)
    yield kept
    program.removeHandler(kept)


def failed_later(code: int) -> None:
    """Log what desktop-notifier 6.2 does when Windows says that a toast failed."""
    LIBRARY.warning("Notification '%s' failed with error code %s", uuid.uuid4(), code)


def failed_at_once(error: Exception) -> None:
    try:
        raise error
    except type(error):
        LIBRARY.warning("Notification failed", exc_info=True)


@pytest.mark.usefixtures("notices")
def test_a_failure_that_lasts_is_logged_once_until_it_changes(kept: Kept) -> None:
    for code in (5, 5, 5, 7, 7, 5):
        failed_later(code)
    assert [record.getMessage()[-1] for record in kept.records] == ["5", "7", "5"]
    for error in (OSError("gone"), OSError("gone"), OSError("refused"), KeyError("refused")):
        failed_at_once(error)
    assert kept.errors() == ["OSError('gone')", "OSError('refused')", "KeyError('refused')"]


def test_of_many_notifications_that_fail_alike_one_is_logged(
    notices: DesktopNotices, monkeypatch: pytest.MonkeyPatch, kept: Kept
) -> None:
    async def refuse(*_: object) -> bool:
        failed_at_once(OSError("no toasts"))
        return False

    monkeypatch.setattr(notices, "_send", refuse)
    chosen = FirstThatWorks([notices])
    for number in range(20):
        with pytest.raises(NotShown):
            asyncio.run(chosen.show(number, NOTICE, None))
    assert [record.name for record in kept.records] == [
        LIBRARY.name,
        "ccwatch.notify.notifier",
    ]
