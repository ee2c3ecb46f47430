"""The gate: whether a request may go out now, and otherwise when.

It is shut while the user is signed out, while the service wants a pause, for a minute after a
wake during which the system finds no network, and while the request budget is used up.
"""

from math import inf

from ccwatch.core.budget import Budget
from ccwatch.core.reachability import GRACE_AFTER_WAKE


class Gate:
    """Open or shut, as arithmetic on times of one steady clock in seconds."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.signed_out = False
        self.online = True
        self._paused_until = -inf
        self._network_until = -inf

    def pause(self, until: float) -> bool:
        """Stay shut until then, or longer where it is; return whether that is a longer pause."""
        longer = until > self._paused_until
        self._paused_until = max(self._paused_until, until)
        return longer

    def woke(self, now: float) -> None:
        """Wait for the network for a while, where the system says that there is none."""
        self._network_until = now + GRACE_AFTER_WAKE

    def held_until(self) -> float:
        """Return until when nothing may go out, whatever the budget: infinity until a sign-in."""
        if self.signed_out:
            return inf
        return self._paused_until if self.online else max(self._paused_until, self._network_until)

    def opens_at(self, now: float) -> float:
        """Return when the next request may go out: now, later, or infinity until a sign-in."""
        return max(self.held_until(), self.budget.ready_at(now))

    def is_open(self, now: float) -> bool:
        """Return whether a request may go out now."""
        return self.opens_at(now) <= now

    def is_held(self, now: float) -> bool:
        """Return whether nothing may go out, not even what is already paid for."""
        return now < self.held_until()
