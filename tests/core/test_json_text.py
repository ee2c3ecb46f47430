"""JSON as replies hold it: what is no number or no text costs its own member, not the document."""

from typing import Any

import pytest

from ccwatch.core.errors import BadReply
from ccwatch.core.json_text import read_json


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
