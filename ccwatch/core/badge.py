"""What a taskbar button, a dock or a launcher shows, derived from the tray summary."""

from dataclasses import dataclass
from enum import Enum

from ccwatch.core.glyph import Glyph
from ccwatch.core.tray_model import TraySummary


class Mood(Enum):
    """The overall state that a taskbar can show."""

    IDLE = "idle"
    MOVING = "moving"
    WAITING = "waiting"  # stalled, or the service is unreachable
    WRONG = "wrong"  # a failure or a missing sign-in needs attention


@dataclass(frozen=True, slots=True)
class Badge:
    """The mood, the mean percentage of the jobs in progress, and how many there are."""

    mood: Mood = Mood.IDLE
    percentage: int | None = None
    jobs: int = 0


NOTHING = Badge()
_MOODS = {
    Glyph.ACTIVE: Mood.MOVING,
    Glyph.STALLED: Mood.WAITING,
    Glyph.OFFLINE: Mood.WAITING,
    Glyph.STALE: Mood.WAITING,
    Glyph.FAILED: Mood.WRONG,
    Glyph.SIGN_IN: Mood.WRONG,
}


def badge_of(summary: TraySummary) -> Badge:
    """Return the badge for a summary; empty while all jobs are queued.

    A missing sign-in also shows nothing while there are no jobs to check.
    """
    mood = _MOODS.get(summary.glyph, Mood.IDLE)
    nothing_to_check = summary.glyph is Glyph.SIGN_IN and not summary.lines
    if nothing_to_check or (summary.percentage is None and mood is not Mood.WRONG):
        return NOTHING
    percentage = None if summary.percentage is None else int(summary.percentage)
    moving = 0 if percentage is None else len(summary.lines) + summary.more
    return Badge(mood, percentage, moving)
