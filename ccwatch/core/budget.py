"""The client's request budget, as arithmetic on one steady clock.

The service counts requests per client over a minute and over an hour. A window counts its requests
in slots of a sixtieth of its length and drops a slot only when all of it has left the window, so it
may hold a request back slightly longer than needed, but never too short.
"""

from collections import deque
from dataclasses import dataclass, field
from math import inf

from ccwatch.core.language import number, tr

PER_MINUTE = 500
PER_HOUR = 4500
SLOTS = 60
FEWEST_AT_ONCE = 8
MOST_AT_ONCE = 32
# From here on, what is used is worth the user's attention.
NEARLY_ALL = 0.8


@dataclass(slots=True)
class Window:
    """At most `limit` requests in any interval of `seconds`."""

    limit: int
    seconds: float
    used: int = 0
    _slots: deque[tuple[int, int]] = field(default_factory=deque)

    def _leaves_at(self, slot: int) -> float:
        return (slot + 1) * (self.seconds / SLOTS) + self.seconds

    def _forget(self, now: float) -> None:
        while self._slots and self._leaves_at(self._slots[0][0]) <= now:
            self.used -= self._slots.popleft()[1]

    def ready_at(self, now: float) -> float:
        """Return when the next request may be sent: now or later; infinity if the limit is 0."""
        self._forget(now)
        used, ready = self.used, now
        # After the limit was lowered, more than one slot has to expire.
        for slot, count in self._slots:
            if used < self.limit:
                break
            used, ready = used - count, self._leaves_at(slot)
        return ready if used < self.limit else inf

    def spend(self, now: float) -> None:
        """Count a request sent now."""
        self._forget(now)
        slot = int(now // (self.seconds / SLOTS))
        count = 0
        if self._slots and self._slots[-1][0] == slot:
            count = self._slots.pop()[1]
        self._slots.append((slot, count + 1))
        self.used += 1


class Budget:
    """Decides when the next request may be sent, under a per-minute and a per-hour limit."""

    def __init__(self, per_minute: int = PER_MINUTE, per_hour: int = PER_HOUR) -> None:
        self._windows = (Window(per_minute, 60.0), Window(per_hour, 3600.0))

    def limit(self, per_minute: int, per_hour: int) -> None:
        """Change the limits; requests already sent still count."""
        minute, hour = self._windows
        minute.limit, hour.limit = per_minute, per_hour

    def ready_at(self, now: float) -> float:
        """Return when the next request may be sent: now or later."""
        return max(window.ready_at(now) for window in self._windows)

    def spend(self, now: float) -> None:
        """Count a request sent now."""
        for window in self._windows:
            window.spend(now)

    def used_this_hour(self, now: float) -> int:
        """Return the number of requests sent in the last hour."""
        hour = self._windows[1]
        hour.ready_at(now)
        return hour.used


def queries_at_once(per_minute: int) -> int:
    """Return the maximum number of concurrent queries: half a second's worth of the budget.

    At least 8, enough for the community limit; at most 32, because more threads only slow each
    other down.
    """
    return min(max(per_minute // 120, FEWEST_AT_ONCE), MOST_AT_ONCE)


def requests_this_hour(used: int, limit: int) -> str:
    """Return how many requests were sent, in words."""
    return tr("{used} of {limit} requests this hour", used=number(used), limit=number(limit))


def near_the_limit(used: int, limit: int) -> str:
    """Return how many requests were sent, in words, if few are left; else ""."""
    return requests_this_hour(used, limit) if used >= NEARLY_ALL * limit else ""
