"""JSON as replies hold it: what is no number or no text costs its own member, not the document."""

from typing import Any

import pytest

from ccwatch.core.errors import BadReply
from ccwatch.core.json_text import read_json, read_part


@pytest.mark.parametrize(
    ("body", "document"),
    [
        (b"[NaN, Infinity, -Infinity, 1]", [None, None, None, 1]),
        (b"[" + 400 * b"9" + b"]", [10**400 - 1]),
        (b"[" + 401 * b"9" + b", 1]", [None, 1]),
        (b'["a\xffb"]', ["a\ufffdb"]),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
    ],
)
def test_what_cannot_be_used_is_left_out(body: bytes, document: Any) -> None:
    assert read_json(body) == document


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"a": ', 100_000 * b"["])
def test_what_is_not_json_is_a_bad_reply(body: bytes) -> None:
    with pytest.raises(BadReply):
        read_json(body)


@pytest.mark.parametrize(
    ("body", "document"),
    [
        (b'{"a": 1, "b": 2, "c": 3', {"a": 1, "b": 2}),
        (b'{"a": 1, "b": [1, 2, 3', {"a": 1, "b": [1, 2]}),
        (b'[{"a": 1}, {"b": 2}, ', [{"a": 1}, {"b": 2}]),
        (b'[1, "a,]', [1]),
        (b"[1, 2] and more", [1, 2]),
        (b"[1, 2}", [1]),
    ],
)
def test_of_a_document_that_breaks_off_what_is_complete_is_left(body: bytes, document: Any) -> None:
    assert read_part(body) == document


@pytest.mark.parametrize("body", [b"", b"5 and more", b"]", b"<html>"])
def test_what_has_no_beginning_of_a_document_is_a_bad_reply(body: bytes) -> None:
    with pytest.raises(BadReply):
        read_part(body)
