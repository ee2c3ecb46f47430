"""What the journal contains about one job beyond its current state."""

from dataclasses import dataclass

from ccwatch.core.course import Gap
from ccwatch.core.events import Event
from ccwatch.core.job import Point


@dataclass(frozen=True, slots=True)
class Past:
    """Events, newest first; the course since the job was added, and its gaps.

    `observations` is the number of recorded progress changes.
    """

    events: tuple[Event, ...] = ()
    course: tuple[Point, ...] = ()
    gaps: tuple[Gap, ...] = ()
    observations: int = 0
