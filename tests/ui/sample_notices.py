"""Notices for the history, one per delivery status."""

from typing import Any

from ccwatch.core.glyph import Glyph
from ccwatch.core.job import JobId
from ccwatch.core.notice import LoggedNotice, Notice, NoticePage
from ccwatch.core.notice_kind import NoticeKind
from tests.ui.sample_jobs import NOW

HOUR = 3600.0
DAY = 24 * HOUR
BRIDGE = JobId("active-1")


def kept(number: int, ago: float = 0.0, **more: Any) -> LoggedNotice:
    """Return an unread notice shown `ago` seconds ago."""
    at = NOW - ago
    about = {"kind": NoticeKind.STEP, "glyph": Glyph.ACTIVE, "title": f"Bridge — step {number}"}
    about |= {"body": "41 %", "job": BRIDGE, "percentage": 41.0}
    about |= {key: more.pop(key) for key in list(more) if key in Notice.__dataclass_fields__}
    delivery = {"shown": at + 1, "taken": True, "held": None, "read": None} | more
    return LoggedNotice(number, at, Notice(**about), **delivery)  # type: ignore[arg-type]


def page(*notices: LoggedNotice, total: int | None = None) -> NoticePage:
    """Return a page of these notices; `total` if there are more."""
    unread = sum(each.read is None for each in notices)
    return NoticePage(notices, len(notices) if total is None else total, unread)
