"""JSON in replies: read strictly, or up to where it breaks; and the strings in it."""

import json
import re
from typing import Any

from ccwatch.core.errors import BadReply
from ccwatch.core.language import tr

LONGEST_TEXT = 2000
_MOST_DIGITS = 400
# A string, complete or cut off by the end, or a bracket or comma.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{},]', re.DOTALL)
_CLOSERS = {"{": "}", "[": "]"}


def read_json(body: bytes) -> Any:
    """Return the document; raises BadReply if it is not JSON.

    An unusable number (NaN, an infinity, thousands of digits) becomes None, and bytes that are not
    UTF-8 are replaced, so each affects its own member only.
    """
    return _read(_decoded(body))


def read_part(body: bytes) -> Any:
    """Return the complete members of a document that is truncated or malformed further on.

    Raises BadReply if even that part is not JSON.
    """
    return _read(_completed(_decoded(body)))


def text_of(value: Any) -> str | None:
    """Return a string that can be stored and printed: lone surrogates become question marks."""
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

    Text after the document is dropped.
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
