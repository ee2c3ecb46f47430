import asyncio
from pathlib import Path

import pytest

from ccwatch.core.errors import FilesReplaced
from ccwatch.core.glyph import Glyph
from ccwatch.core.notice import Notice
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.notify.notifier import FirstThatWorks, NotShown

NOTICE = Notice(NoticeKind.BACK, Glyph.ACTIVE, "The service is reachable again")


class Scripted:
    """A notifier that shows, or raises the given error."""

    def __init__(
        self, name: str, error: Exception | None = None, *, held_back: bool = False
    ) -> None:
        self.name = name
        self.error = error
        self.held_back = held_back
        self.shown: list[int] = []

    async def show(self, number: int, notice: Notice, icon: Path | None) -> bool:
        if self.error:
            raise self.error
        self.shown.append(number)
        return self.held_back


def test_a_notice_is_plain_text_for_each_of_them() -> None:
    told: list[Notice] = []

    class Keeps(Scripted):
        async def show(self, number: int, notice: Notice, icon: Path | None) -> bool:
            told.append(notice)
            return False

    steering = Notice(NoticeKind.BACK, Glyph.ACTIVE, "a\nb\x00\u202ec", "first\nsec\x1b[2Jond")
    ours = Notice(NoticeKind.FINISHED, Glyph.FINISHED, "Bridge — finished, 100\u202f%", "66\u202f%")
    for each in (steering, ours):
        asyncio.run(FirstThatWorks([Keeps("one")]).show(1, each, None))
    assert [(it.title, it.body) for it in told] == [
        ("a b  c", "first\nsec [2Jond"),
        ("Bridge — finished, 100\u202f%", "66\u202f%"),  # the spaces are the program's own
    ]


def show(*notifiers: Scripted) -> str:
    return asyncio.run(FirstThatWorks(notifiers).show(1, NOTICE, None)).name


def test_one_that_is_held_back_by_the_system_is_not_shown_by_the_next() -> None:
    first, second = Scripted("first", held_back=True), Scripted("second")
    shown = asyncio.run(FirstThatWorks([first, second]).show(1, NOTICE, None))
    assert shown == ("first", True)
    assert (first.shown, second.shown) == ([1], [])


def test_the_first_that_works_shows_it_alone() -> None:
    first, second = Scripted("first"), Scripted("second")
    assert show(first, second) == "first"
    assert (first.shown, second.shown) == ([1], [])


@pytest.mark.parametrize("error", [NotShown("no bus"), RuntimeError("a fault of its own")])
def test_one_that_fails_is_logged_and_the_next_is_tried(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    assert show(Scripted("first", error), Scripted("second")) == "second"
    assert "first" in caplog.text


def test_each_notice_is_tried_from_the_first_notifier() -> None:
    first, second = Scripted("first", NotShown("not yet")), Scripted("second")
    chosen = FirstThatWorks((first, second))
    assert asyncio.run(chosen.show(1, NOTICE, None)).name == "second"
    first.error = None
    assert asyncio.run(chosen.show(2, NOTICE, None)).name == "first"


@pytest.mark.parametrize("kind", [NotShown, RuntimeError])
def test_a_failure_that_lasts_is_logged_once_until_it_changes(
    kind: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    first, second = Scripted("first"), Scripted("second")
    chosen = FirstThatWorks((first, second))
    logged = []
    for reason in ("no bus", "no bus", "refused", "no bus", "", "no bus"):
        first.error = kind(reason) if reason else None
        asyncio.run(chosen.show(1, NOTICE, None))
        logged.append(len(caplog.records))
        caplog.clear()
    assert logged == [1, 0, 1, 1, 0, 1]


def test_failures_that_differ_in_identifiers_alone_are_of_one_kind(
    caplog: pytest.LogCaptureFixture,
) -> None:
    first, second = Scripted("first"), Scripted("second")
    chosen = FirstThatWorks((first, second))
    for reason in ("<Toast at 0x7F09AC10>", "<Toast at 0x7f09bd42>"):
        first.error = RuntimeError(reason)
        asyncio.run(chosen.show(1, NOTICE, None))
    assert len(caplog.records) == 1


def test_when_none_works_all_reasons_are_told() -> None:
    with pytest.raises(NotShown, match="first: no bus; second: KeyError"):
        show(Scripted("first", NotShown("no bus")), Scripted("second", KeyError("x")))


def test_with_nothing_to_choose_from_it_says_so() -> None:
    with pytest.raises(NotShown, match="cannot be shown"):
        show()


def test_where_a_notifier_cannot_be_loaded_any_more_another_shows_it_or_the_next_process() -> None:
    first = Scripted("first", FilesReplaced())
    assert show(first, Scripted("second")) == "second"
    with pytest.raises(FilesReplaced):
        show(first, Scripted("second", NotShown("no tray")))
