"""What the journal has of one job beside what is known of it now."""

from dataclasses import dataclass

from ccwatch.core.course import Gap
from ccwatch.core.events import Event
from ccwatch.core.job import Point


@dataclass(frozen=True, slots=True)
class Past:
    """What happened, the newest first; the course since the job was added, and its gaps.

    `observations` is how many changes of its progress were recorded.
    """

    events: tuple[Event, ...] = ()
    course: tuple[Point, ...] = ()
    gaps: tuple[Gap, ...] = ()
    observations: int = 0
