"""The release feed: whether a newer version than the running one exists.

The feed is a JSON object with `version` and `page`, the page to download it from. Checksums of its
files are published beside them; this program downloads none.
"""

import json
import re
from dataclasses import dataclass

from ccwatch.core.addresses import checked_address
from ccwatch.core.errors import BadReply, SettingRefused
from ccwatch.core.language import mark, tr
from ccwatch.core.setting_checks import LONGEST_TEXT

_VERSION = re.compile(r"(\d{1,6}(?:\.\d{1,6}){0,3})((?:a|b|rc)\d{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Release:
    """A version, and its download page."""

    version: str
    page: str


def newer_release(feed: bytes, running: str) -> Release | None:
    """Return the release in the feed if it is newer; raises BadReply.

    Pre-releases (1.0rc1) are never offered, and are older than the final version.
    """
    try:
        document = json.loads(feed)
        version, page = str(document["version"]), str(document["page"])
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
    """Return a sort key for a version; an unreadable one is older than all others."""
    found = _VERSION.match(version)
    if not found:
        return (), False
    numbers = [int(part) for part in found.group(1).split(".")]
    return tuple(numbers + [0] * (4 - len(numbers))), version == found.group(1)


def _no_feed() -> BadReply:
    return BadReply(tr("The reply contains no version."))
