"""What is remembered of the window: its geometry, and how the list is shown."""

from dataclasses import dataclass
from enum import StrEnum

from ccwatch.core.job import JobId

# The key of a row in SORT_ORDERS.
DEFAULT_ORDER = "left"


class RowPart(StrEnum):
    """An optional part of a row in the job list; the values are in the window's file."""

    TYPE = "type"
    COURSE = "course"
    NEXT_CHECK = "check"


ALL_PARTS = tuple(RowPart)


class Visibility(StrEnum):
    """How the window is seen; the values are handed over to the next process."""

    HIDDEN = "hidden"
    MINIMISED = "minimised"
    SHOWN = "shown"
    ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class WindowState:
    """The saved state of the window.

    `geometry` is Qt's own, `split` the widths of list and details in pixels, `sort` the key of an
    order, `parts` the optional parts of a row, `offered` the job last offered from the clipboard,
    `told_of_no_tray` whether the advice about a missing tray has been shown, `unfolded` the first
    jobs of the surveys that show their jobs, `offered_to_follow` whether following the user's jobs
    was suggested, `followed` whether they were, `unlisted` the services (their paths) that the user
    knows to list none, `told_of_missed` whether the hint about missed notifications was shown.
    """

    geometry: bytes = b""
    split: tuple[int, int] | None = None
    sort: str = DEFAULT_ORDER
    descending: bool = False
    parts: tuple[RowPart, ...] = ALL_PARTS
    offered: str = ""
    told_of_no_tray: bool = False
    unfolded: tuple[JobId, ...] = ()
    offered_to_follow: bool = False
    followed: bool = False
    unlisted: tuple[str, ...] = ()
    told_of_missed: bool = False
