"""The changelog of the Debian package, from CHANGELOG.md."""

import re
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime

_RELEASE = re.compile(r"^## \[(?P<version>[^]]+)\](?: - (?P<date>\d{4}-\d\d-\d\d))?$", re.MULTILINE)
_CHANGE = re.compile(r"^- (.+(?:\n  .+)*)", re.MULTILINE)
_WIDTH = 76


def changelog(news: str, version: str, moment: int, maintainer: str) -> str:
    """Return one entry for each release; what is not released yet is in that of `version`.

    `moment` is when the source was changed, in seconds. Source:
    https://www.debian.org/doc/debian-policy/ch-source.html#debian-changelog-debian-changelog
    """
    return "\n".join(_entries(news, version, datetime.fromtimestamp(moment, UTC), maintainer))


def _entries(news: str, version: str, built: datetime, maintainer: str) -> Iterator[str]:
    heads = [*_RELEASE.finditer(news)]
    ends = [head.start() for head in heads[1:]] + [len(news)]
    for head, end in zip(heads, ends, strict=True):
        changes = _CHANGE.findall(news[head.end() : end])
        unreleased = head["version"] == "Unreleased"
        if not changes or (unreleased and any(each["version"] == version for each in heads)):
            continue
        name = version if unreleased else head["version"]
        date = built if unreleased or not head["date"] else _day(head["date"])
        yield (
            f"ccwatch ({name}) unstable; urgency=medium\n\n"
            + "".join(map(_item, changes))
            + f"\n -- {maintainer}  {format_datetime(date)}\n"
        )


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _item(change: str) -> str:
    words = " ".join(change.split())
    return textwrap.indent(textwrap.fill(words, _WIDTH), "    ").replace("    ", "  * ", 1) + "\n"
