"""The feed of releases: whether there is a newer version than the one that runs.

The feed is a JSON object: `version`, and `page` where that one is to be had. Checksums of its
files stand beside them for whoever fetches them; this program fetches none.
"""

import json
import re
from dataclasses import dataclass

from ccwatch.core.addresses import checked_address
from ccwatch.core.errors import BadReply, SettingRefused
from ccwatch.core.language import mark, tr
from ccwatch.core.settings import LONGEST_TEXT

_VERSION = re.compile(r"(\d{1,6}(?:\.\d{1,6}){0,3})((?:a|b|rc)\d{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Release:
    """A version, and the page that offers it."""

    version: str
    page: str


def newer_release(feed: bytes, running: str) -> Release | None:
    """Return the release that the feed names when it is newer; raises BadReply.

    A version that is still tried out (1.0rc1) is never offered, and gives way to the final one.
    """
    try:
        told = json.loads(feed)
        version, page = str(told["version"]), str(told["page"])
        page = checked_address(mark("Page of the new version"), page)
    except (ValueError, TypeError, KeyError, RecursionError, SettingRefused):
        raise _no_feed() from None
    found = _VERSION.fullmatch(version)
    if not found or len(page) > LONGEST_TEXT:
        raise _no_feed()
    if found.group(2) or _order(version) <= _order(running):
        return None
    return Release(version, page)


def _order(version: str) -> tuple[tuple[int, ...], bool]:
    """Return what versions are compared by; what cannot be read is older than all."""
    found = _VERSION.match(version)
    if not found:
        return (), False
    numbers = [int(part) for part in found.group(1).split(".")]
    return tuple(numbers + [0] * (4 - len(numbers))), version == found.group(1)


def _no_feed() -> BadReply:
    return BadReply(tr("The reply names no version."))
