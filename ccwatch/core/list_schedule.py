"""When to list the user's own jobs: every five minutes, less often while nothing changes.

The waits are sent-to-sent, from the first request of one list to that of the next. A list that
brought a change restarts the sequence. A list can be wanted sooner: by the user, after a sleep, or
because a job ended, which is when the next one is often submitted.
"""

from dataclasses import dataclass, replace
from math import inf

WAITS = (300.0, 600.0, 1200.0, 1800.0)
SOONEST = 60.0
SOONEST_BY_HAND = 15.0


@dataclass(frozen=True, slots=True)
class ListSchedule:
    """The times on one steady clock, in seconds.

    `sent` is when the last list began, `still` the number of lists in a row without a change,
    `wanted` when a list is wanted regardless of the sequence.
    """

    sent: float = -inf
    still: int = 0
    wanted: float = inf

    @property
    def due(self) -> float:
        """When the next list is due; at once if there was none."""
        return min(self.wanted, self.sent + WAITS[min(self.still, len(WAITS) - 1)])

    def begun(self, now: float) -> "ListSchedule":
        """Return the schedule after a list began."""
        return replace(self, sent=now, wanted=inf)

    def ended(self, *, changed: bool) -> "ListSchedule":
        """Return the schedule after a list ended, with a change in it or without."""
        return replace(self, still=0 if changed else self.still + 1)

    def wanted_at(self, now: float, *, by_hand: bool = False) -> "ListSchedule":
        """Return the schedule after a list was wanted at once.

        At least a minute passes between two lists, 15 s if the user asks for one.
        """
        soonest = max(now, self.sent + (SOONEST_BY_HAND if by_hand else SOONEST))
        return replace(self, wanted=min(self.wanted, soonest))
