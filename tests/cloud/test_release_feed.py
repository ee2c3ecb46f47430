"""The release feed over real HTTP: limited in size and time, without redirects or a sign-in."""

import socket

import pytest

from ccwatch.cloud.release_feed import fetch_feed
from ccwatch.core.errors import BadReply, SettingRefused, Unreachable
from tests.cloud.servers import Answer, Spy, drip, free_port, head, raw_server

LARGEST_FEED = 1 << 16
FEED = b'{"version": "1.2.0", "page": "https://example.org/"}'


def test_the_feed_comes_as_it_is_and_nothing_of_the_account_goes_out(spy: Spy) -> None:
    spy.reply = lambda _: Answer(body=FEED)
    assert fetch_feed(f"{spy.url}/feed.json") == FEED
    (asked,) = spy.asked
    assert asked.path == "/feed.json"
    assert "authorization" not in asked.headers
    assert "cookie" not in asked.headers


@pytest.mark.parametrize("address", ["http://example.org/feed.json", "ftp://example.org/", ""])
def test_only_tls_or_this_computer_is_asked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: object) -> None:
        raise AssertionError("it went out")

    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(SettingRefused):
        fetch_feed(address)


@pytest.mark.parametrize("status", [204, 301, 302, 404, 500])
def test_another_answer_is_no_feed_and_is_not_followed(spy: Spy, status: int) -> None:
    spy.reply = lambda _: Answer(status, FEED, {"Location": f"{spy.url}/elsewhere"})
    with pytest.raises(BadReply):
        fetch_feed(f"{spy.url}/feed.json")
    assert [asked.path for asked in spy.asked] == ["/feed.json"]


def test_a_feed_without_end_is_cut_off(spy: Spy) -> None:
    spy.reply = lambda _: Answer(body=b"x" * (LARGEST_FEED + 1))
    with pytest.raises(BadReply, match="too long"):
        fetch_feed(spy.url)


def test_a_feed_that_drips_is_given_up() -> None:
    with raw_server(drip(head(length=100_000), b"x")) as raw, pytest.raises(Unreachable):
        fetch_feed(raw.url, deadline_seconds=0.2)


def test_nobody_at_home_is_told_as_such() -> None:
    with pytest.raises(Unreachable):
        fetch_feed(f"http://127.0.0.1:{free_port()}/")
