"""JSON as replies hold it: read strictly, or as far as it goes; and the texts in it."""

import json
import re
from typing import Any

from ccwatch.core.errors import BadReply
from ccwatch.core.language import tr

LONGEST_TEXT = 2000
_MOST_DIGITS = 400
# A string, whole or cut off by the end, or a mark that opens, closes or separates.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{},]', re.DOTALL)
_CLOSERS = {"{": "}", "[": "]"}


def read_json(body: bytes) -> Any:
    """Return the document; raises BadReply for what is not JSON.

    A number that is none (NaN, an infinity, thousands of digits) is None, and bytes that are
    not UTF-8 are replaced: each costs its own member, not the document.
    """
    return _read(_decoded(body))


def read_part(body: bytes) -> Any:
    """Return the members of a document that are complete, where it breaks off or goes on wrongly.

    Raises BadReply when what is left is not JSON either.
    """
    return _read(_completed(_decoded(body)))


def text_of(value: Any) -> str | None:
    """Return a text that can be kept and printed: lone surrogates become question marks."""
    if not isinstance(value, str) or not value[:LONGEST_TEXT].strip():
        return None
    return value[:LONGEST_TEXT].encode(errors="replace").decode()


def _decoded(body: bytes) -> str:
    return body.decode("utf-8-sig", errors="replace")


def _read(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=lambda _: None, parse_int=_whole_number)
    except (ValueError, RecursionError):
        raise BadReply(tr("The reply is not JSON.")) from None


def _whole_number(digits: str) -> int | None:
    return int(digits) if len(digits) <= _MOST_DIGITS else None


def _completed(text: str) -> str:
    """Return the text up to its last complete member, with every bracket closed.

    Text behind the document goes.
    """
    closers: list[str] = []
    end = 0
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in _CLOSERS:
            closers.append(_CLOSERS[mark])
        elif mark in ("}", "]"):
            if not closers or closers[-1] != mark:
                break
            closers.pop()
            if not closers:
                return text[: token.end()]
        elif mark != ",":
            continue
        end = token.start() if mark == "," else token.end()
    return text[:end] + "".join(reversed(closers))
