"""The gate: whether a request may be sent now, and otherwise when.

It is closed while the user is signed out, while the service asks for a pause, for up to a minute
after waking up without a network, and while the request budget is used up.
"""

from math import inf

from ccwatch.core.budget import Budget
from ccwatch.core.reachability import GRACE_AFTER_WAKE


class Gate:
    """Open or closed, as arithmetic on one steady clock in seconds."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.signed_out = False
        self.online = True
        self._paused_until = -inf
        self._network_until = -inf

    def pause(self, until: float) -> bool:
        """Stay closed at least until then; return whether that extends the pause."""
        longer = until > self._paused_until
        self._paused_until = max(self._paused_until, until)
        return longer

    def woke(self, now: float) -> None:
        """Wait for the network for a while, if the system reports none."""
        self._network_until = now + GRACE_AFTER_WAKE

    def held_until(self) -> float:
        """Return when the gate opens regardless of the budget: infinity until a sign-in."""
        if self.signed_out:
            return inf
        return self._paused_until if self.online else max(self._paused_until, self._network_until)

    def opens_at(self, now: float) -> float:
        """Return when the next request may be sent: now, later, or infinity until a sign-in."""
        return max(self.held_until(), self.budget.ready_at(now))

    def is_open(self, now: float) -> bool:
        """Return whether a request may be sent now."""
        return self.opens_at(now) <= now

    def is_held(self, now: float) -> bool:
        """Return whether nothing may be sent, not even requests already counted in the budget."""
        return now < self.held_until()
