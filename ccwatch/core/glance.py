"""What the tray shows at a glance. Apart from how it is found: the icon comes before the jobs."""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ccwatch.core.job import JobId

SEPARATOR = " · "  # of what a line says


class Glyph(Enum):
    """The shapes: the same in the list, the tray, a notice and the history."""

    IDLE = "idle"
    ACTIVE = "active"
    QUEUED = "queued"
    STALLED = "stalled"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNAVAILABLE = "unavailable"
    SIGN_IN = "sign-in"
    OFFLINE = "offline"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Line:
    """One job in the tray's menu and tooltip."""

    job: "JobId"
    name: str
    text: str
    glyph: Glyph = Glyph.ACTIVE
    percentage: float | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What the tray shows; percentage is the mean of the active jobs."""

    glyph: Glyph
    percentage: float | None
    headline: str
    lines: tuple[Line, ...] = ()
    more: int = 0


def shown_percentage(percentage: float) -> float:
    """Return a percentage as it is shown anywhere: from 0 to 100.

    What the service said stays in the journal, the diagnostics, the CSV file and the JSON.
    """
    return min(max(0.0, percentage), 100.0)
