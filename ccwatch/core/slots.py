"""How many queries may run concurrently, so that a slow one does not delay the others.

A query holds one of a few slots, but only briefly: one that is not answered by then is set aside,
and its slot becomes free. A job whose last query was slow is queried in a separate lane and takes
no slot. All three groups are bounded, and so is the number of waiting threads.
"""

from collections.abc import Hashable
from math import inf

from ccwatch.core.budget import MOST_AT_ONCE
from ccwatch.core.due_queue import DueQueue

# Queries started per second even if none is answered: forty hanging ones are set aside in a quarter
# of a second.
STARTS_A_SECOND = 160
SLOW_AFTER = 5.0
MOST_APART = 80
MOST_SLOW = 48
MOST_UNDER_WAY = MOST_AT_ONCE + MOST_APART + MOST_SLOW


class Slots:
    """The running queries, by one steady clock in seconds."""

    def __init__(self, at_once: int) -> None:
        self.at_once = at_once
        self._held: dict[Hashable, float] = {}  # the longest held first
        self._apart: set[Hashable] = set()
        self._slow: set[Hashable] = set()

    def free_at(self, now: float, *, slow: bool) -> float:
        """Return when another query may start: now, later, or infinity until one ends.

        `slow` is for a job whose last query was slow.
        """
        if slow:
            return now if len(self._slow) < MOST_SLOW else inf
        self._set_apart(now)
        if len(self._held) < self.at_once:
            return now
        return (
            next(iter(self._held.values())) + self._slot_seconds if self._has_room_apart() else inf
        )

    def start(self, query: Hashable, now: float, *, slow: bool) -> None:
        """Record a query that starts now; `free_at` must have allowed it."""
        if slow:
            self._slow.add(query)
        else:
            self._held[query] = now

    def end(self, query: Hashable) -> None:
        """Remove a query that has ended."""
        self._held.pop(query, None)
        self._apart.discard(query)
        self._slow.discard(query)

    @property
    def _slot_seconds(self) -> float:
        return self.at_once / STARTS_A_SECOND

    def _set_apart(self, now: float) -> None:
        for query, since in tuple(self._held.items()):
            if since + self._slot_seconds > now or not self._has_room_apart():
                break
            del self._held[query]
            self._apart.add(query)

    def _has_room_apart(self) -> bool:
        return len(self._apart) < MOST_APART


def next_start(queue: DueQueue, slots: Slots, now: float) -> tuple[float, float, bool]:
    """Return when the next query can start, when it is due, and whether its job is slow.

    Of those that can start now, the longest due comes first. Infinity means when another one ends.
    """
    candidates = (
        (max(due, slots.free_at(now, slow=slow)), due, slow)
        for slow in (False, True)
        if (due := queue.next_due_of(slow)) is not None
    )
    return min(candidates, default=(inf, inf, False))
