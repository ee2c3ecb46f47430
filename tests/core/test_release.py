"""The feed of releases: which version counts as newer, and what is no feed."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.errors import BadReply
from ccwatch.core.release import Release, newer_release

PAGE = "https://example.org/ccwatch/1.2.0"


def feed(version: object = "1.2.0", page: object = PAGE, **more: object) -> bytes:
    return json.dumps({"version": version, "page": page, **more}).encode()


@pytest.mark.parametrize("running", ["1.1.9", "1.2", "0.9.12", "1.2.0rc1", "1.2.0a3", "unknown"])
def test_a_newer_version_is_told_with_its_page(running: str) -> None:
    version = "1.2.1" if running == "1.2" else "1.2.0"
    assert newer_release(feed(version), running) == Release(version, PAGE)


def test_any_version_is_newer_than_one_that_cannot_be_read() -> None:
    assert newer_release(feed("0"), "unknown") == Release("0", PAGE)


@pytest.mark.parametrize("running", ["1.2.0", "1.2", "1.2.0.0", "1.10.0", "2.0.0", "1.2.1rc1"])
def test_the_same_or_an_older_version_is_not(running: str) -> None:
    assert newer_release(feed(), running) is None


@pytest.mark.parametrize("version", ["9.0rc1", "9.0.0a1", "9b2"])
def test_a_version_that_is_still_tried_out_is_never_offered(version: str) -> None:
    assert newer_release(feed(version), "1.0") is None


def test_what_else_the_feed_says_does_not_matter() -> None:
    assert newer_release(feed(sha256={"a.deb": "00"}, news=[1]), "1.0") == Release("1.2.0", PAGE)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b"{}",
        b"[" * 100_000,
        feed(version="soon"),
        feed(version="1.2.0\n"),
        feed(version="1." * 9),
        feed(version="٣"),
        feed(version=None),
        feed(page="http://example.org/"),
        feed(page="javascript:alert(1)"),
        feed(page="file:///etc/passwd"),
        feed(page="https://user:secret@example.org/"),
        feed(page="https://" + "a" * 3000),
        feed(page=7),
    ],
)
def test_what_is_no_feed_is_refused(body: bytes) -> None:
    with pytest.raises(BadReply) as refused:
        newer_release(body, "1.0")
    assert refused.value.message == "The reply contains no version."


@given(st.binary() | st.text().map(str.encode))
def test_anything_is_a_feed_or_refused(body: bytes) -> None:
    with suppress(BadReply):
        assert newer_release(body, "1.0") is None
