import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("notifications by D-Bus are for Linux", allow_module_level=True)

from ccwatch.core.glyph import Glyph
from ccwatch.core.job import JobId
from ccwatch.core.notice import Notice
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.notify import system_notifications
from ccwatch.notify.notifier import NoticeAction, NotShown
from ccwatch.notify.system_notifications import DesktopNotices
from tests.notify.fake_daemon import NAME, FakeDaemon, daemon_on
from tests.session_bus import session_bus

FAILED = Notice(NoticeKind.FAILED, Glyph.FAILED, "Dam", "Failed\nWhy", JobId("a"), urgent=True)
MARKED = Notice(
    NoticeKind.STEP, Glyph.ACTIVE, "<b>Dam</b> & co", "<b>a</b> & <img src=b>", JobId("a")
)


@pytest.fixture(scope="module")
def bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with session_bus(tmp_path_factory.mktemp("bus")) as address:
        yield address


@pytest.fixture(autouse=True)
def on_the_bus(bus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)


class Stage:
    """The daemon, the notices under test, and the clicks reported."""

    def __init__(self, daemon: FakeDaemon) -> None:
        self.daemon = daemon
        self.answers: asyncio.Queue[tuple[int, NoticeAction]] = asyncio.Queue()
        self.notices = DesktopNotices(
            lambda number, answer: self.answers.put_nowait((number, answer))
        )


@contextlib.asynccontextmanager
async def staged(address: str, *capabilities: str) -> AsyncIterator[Stage]:
    async with daemon_on(address, "body", *capabilities) as daemon:
        stage = Stage(daemon)
        try:
            yield stage
        finally:
            stage.notices.close()


def test_a_notice_arrives_with_its_words_icon_urgency_and_buttons(bus: str, tmp_path: Path) -> None:
    icon = tmp_path / "failed.png"
    icon.touch()

    async def main() -> None:
        async with staged(bus, "actions") as stage:
            await stage.notices.show(7, FAILED, icon)
            (asked,) = stage.daemon.asked
        assert (asked.program, asked.title, asked.body) == ("ccwatch", "Dam", "Failed\nWhy")
        assert asked.icon == icon.as_uri()
        assert asked.urgency == 2
        assert set(asked.actions.values()) == {"", "Open", "Mute this job", "Snooze"}

    asyncio.run(main())


def test_without_an_icon_it_has_the_programs_own(bus: str) -> None:
    async def main() -> None:
        async with staged(bus) as stage:
            await stage.notices.show(1, MARKED, None)
            assert stage.daemon.asked[0].icon.endswith("/ccwatch.png")
            assert stage.daemon.asked[0].urgency == 1

    asyncio.run(main())


@pytest.mark.parametrize(
    ("button", "answer"),
    [
        ("", NoticeAction.OPEN),
        ("Open", NoticeAction.OPEN),
        ("Mute this job", NoticeAction.MUTE),
        ("Snooze", NoticeAction.SNOOZE),
    ],
)
def test_a_click_comes_back_with_the_notices_number(
    bus: str, button: str, answer: NoticeAction
) -> None:
    async def main() -> None:
        async with staged(bus, "actions") as stage:
            await stage.notices.show(41, MARKED, None)
            await stage.notices.show(42, FAILED, None)
            await stage.daemon.choose(1, button)
            assert await asyncio.wait_for(stage.answers.get(), 5) == (41, answer)

    asyncio.run(main())


def test_a_notice_of_no_job_offers_no_muting(bus: str) -> None:
    signed_out = Notice(NoticeKind.SIGN_IN, Glyph.SIGN_IN, "Signed out by the service", urgent=True)

    async def main() -> None:
        async with staged(bus, "actions") as stage:
            await stage.notices.show(1, signed_out, None)
            assert set(stage.daemon.asked[0].actions.values()) == {"", "Sign in", "Snooze"}

    asyncio.run(main())


def test_a_daemon_that_reads_markup_is_given_escaped_bodies_and_plain_titles(bus: str) -> None:
    async def main() -> None:
        async with staged(bus, "body-markup") as stage:
            await stage.notices.show(1, MARKED, None)
            assert stage.daemon.asked[0].body == "&lt;b&gt;a&lt;/b&gt; &amp; &lt;img src=b&gt;"
            assert stage.daemon.asked[0].title == MARKED.title

    asyncio.run(main())


def test_a_daemon_that_reads_no_markup_is_given_the_words_as_they_are(bus: str) -> None:
    async def main() -> None:
        async with staged(bus) as stage:
            await stage.notices.show(1, MARKED, None)
            assert stage.daemon.asked[0].body == MARKED.body

    asyncio.run(main())


def test_the_desktop_finds_the_programs_settings_by_its_desktop_entry(bus: str) -> None:
    async def main() -> None:
        async with staged(bus) as stage:
            await stage.notices.show(1, MARKED, None)
            assert stage.daemon.asked[0].entry == "ccwatch"

    asyncio.run(main())


def test_a_click_is_carried_out_with_the_token_that_came_for_it(
    bus: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)
    tokens: asyncio.Queue[str | None] = asyncio.Queue()

    async def main() -> None:
        async with daemon_on(bus, "body", "actions") as daemon:
            notices = DesktopNotices(
                lambda *_: tokens.put_nowait(os.environ.get("XDG_ACTIVATION_TOKEN"))
            )
            for number in (1, 2, 3):
                await notices.show(number, FAILED, None)
            await daemon.announce_token(2, "token-of-2")
            await daemon.announce_token(9, "token-of-another-program")
            await daemon.choose(1, "")
            assert await asyncio.wait_for(tokens.get(), 5) is None
            await daemon.choose(2, "Open")
            assert await asyncio.wait_for(tokens.get(), 5) == "token-of-2"
            await daemon.choose(3, "")
            assert await asyncio.wait_for(tokens.get(), 5) is None
            assert "XDG_ACTIVATION_TOKEN" not in os.environ
            notices.close()

    asyncio.run(main())


def test_without_a_daemon_it_is_not_shown_until_there_is_one(bus: str) -> None:
    async def main() -> None:
        notices = DesktopNotices(lambda *_: None)
        with pytest.raises(NotShown, match="no notification daemon answers"):
            await notices.show(1, FAILED, None)
        async with daemon_on(bus, "body") as daemon:
            await notices.show(2, FAILED, None)
            assert len(daemon.asked) == 1
            notices.close()

    asyncio.run(main())


def test_a_daemon_that_vanished_is_found_again(bus: str) -> None:
    async def main() -> None:
        async with daemon_on(bus, "body"):
            kept = DesktopNotices(lambda *_: None)
            await kept.show(1, FAILED, None)
        with pytest.raises(NotShown):
            await kept.show(3, FAILED, None)
        async with daemon_on(bus, "body") as daemon:
            await kept.show(4, FAILED, None)
            assert len(daemon.asked) == 1
        kept.close()

    asyncio.run(main())


def test_failures_leave_no_connection_open(bus: str) -> None:
    def open_files() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    async def main() -> None:
        notices = DesktopNotices(lambda *_: None)
        with pytest.raises(NotShown):
            await notices.show(1, FAILED, None)
        before = open_files()
        for number in range(5):
            with pytest.raises(NotShown):
                await notices.show(number, FAILED, None)
        assert open_files() <= before

    asyncio.run(main())


def test_a_daemon_that_does_not_answer_is_not_waited_for(
    bus: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system_notifications, "PATIENCE", 0.2)

    async def main() -> None:
        async with staged(bus) as stage:
            stage.daemon.answers = False
            with pytest.raises(NotShown, match="in time"):
                await stage.notices.show(1, FAILED, None)
            stage.daemon.answers = True
            await stage.notices.show(2, FAILED, None)
            assert len(stage.daemon.asked) == 1

    asyncio.run(main())


@pytest.mark.parametrize("address", ["unix:path=/nonexistent/bus", "nonsense", ""])
def test_without_a_session_bus_it_is_not_shown(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(NotShown):
        asyncio.run(DesktopNotices(lambda *_: None).show(1, FAILED, None))


def test_a_system_that_accepts_everything_and_shows_nothing_is_detected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Except on Windows, Linux and in macOS bundles, desktop-notifier only has a dummy backend."""
    monkeypatch.setattr("platform.system", lambda: "Plan 9")
    monkeypatch.setattr("sys.platform", "plan9")
    with pytest.raises(NotShown, match="no notifications"):
        asyncio.run(DesktopNotices(lambda *_: None).show(1, FAILED, None))


PLASMA, DUNST = (NAME, "Inhibited"), ("org.dunstproject.cmd0", "paused")


@pytest.mark.parametrize(
    ("quiet", "usual", "urgent"),
    [
        ({}, False, False),
        ({PLASMA: False}, False, False),
        ({PLASMA: True}, True, False),  # Plasma shows urgent ones
        ({DUNST: False}, False, False),
        ({DUNST: True}, True, True),
        ({PLASMA: "yes", DUNST: "no"}, False, False),  # of another type
        ({PLASMA: False, DUNST: True}, True, True),
    ],
)
def test_it_is_known_whether_the_daemon_holds_notifications_back(
    bus: str, quiet: dict[tuple[str, str], object], usual: bool, urgent: bool
) -> None:
    async def main() -> None:
        async with staged(bus) as stage:
            stage.daemon.quiet = quiet
            assert await stage.notices.show(1, MARKED, None) is usual
            assert await stage.notices.show(2, FAILED, None) is urgent
            assert len(stage.daemon.asked) == 2

    asyncio.run(main())


def test_do_not_disturb_is_followed_and_a_daemon_that_cannot_tell_it_loses_nothing(
    bus: str,
) -> None:
    async def main() -> None:
        async with staged(bus) as stage:
            stage.daemon.quiet = {DUNST: True}
            assert await stage.notices.show(1, MARKED, None) is True
            stage.daemon.quiet = {DUNST: False}
            assert await stage.notices.show(2, MARKED, None) is False
            stage.daemon.quiet = {}  # declared before, and now an error
            assert await stage.notices.show(3, MARKED, None) is False
            assert len(stage.daemon.asked) == 3

    asyncio.run(main())


def test_a_daemon_that_says_nothing_of_it_in_time_has_accepted_the_notice(
    bus: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def main() -> None:
        async with staged(bus) as stage:
            stage.daemon.quiet = {DUNST: True}
            await stage.notices.show(1, MARKED, None)
            monkeypatch.setattr(stage.daemon, "answers_questions", False)
            monkeypatch.setattr(system_notifications, "ANSWER_SECONDS", 0.2)
            assert await stage.notices.show(2, MARKED, None) is False
            assert len(stage.daemon.asked) == 2

    asyncio.run(main())
