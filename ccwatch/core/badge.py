"""From the summary to what a taskbar button, a dock or a launcher shows: far less than a tray."""

from dataclasses import dataclass
from enum import Enum

from ccwatch.core.glyph import Glyph
from ccwatch.core.tray_model import TraySummary


class Mood(Enum):
    """How things stand, as far as a taskbar can tell."""

    IDLE = "idle"
    MOVING = "moving"
    WAITING = "waiting"  # it stands still, or the service cannot be asked
    WRONG = "wrong"  # a failure or a missing sign-in asks for a look


@dataclass(frozen=True, slots=True)
class Badge:
    """The mood, the mean percentage of the jobs on their way, and how many these are."""

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
    """Return what to show; jobs that wait in the queue are nothing to show yet.

    Nor is a missing sign-in while there are no jobs: nobody waits for it.
    """
    mood = _MOODS.get(summary.glyph, Mood.IDLE)
    nobody_waits = summary.glyph is Glyph.SIGN_IN and not summary.lines
    if nobody_waits or (summary.percentage is None and mood is not Mood.WRONG):
        return NOTHING
    percentage = None if summary.percentage is None else int(summary.percentage)
    moving = 0 if percentage is None else len(summary.lines) + summary.more
    return Badge(mood, percentage, moving)
