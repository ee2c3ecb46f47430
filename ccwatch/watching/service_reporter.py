"""Publishes the state of the service and the account as a whole, each change once."""

from collections.abc import Callable, Iterable

from ccwatch.clock import Clock
from ccwatch.core.catch_up import CatchUp, Unchecked
from ccwatch.core.errors import BadReply, RateLimited, ServerFault, ServiceError, Unreachable
from ccwatch.core.events import (
    CameBack,
    CatchingUp,
    CaughtUp,
    Event,
    Limited,
    SignedIn,
    SignInWanted,
    Stretched,
    WentUnreachable,
)
from ccwatch.core.job import JobId
from ccwatch.core.jobs import Status
from ccwatch.core.reachability import Reachability

STRETCHED_AFTER = 5.0
# Any other reply, even a refusal, shows that the service is reachable.
NO_ANSWER = (Unreachable, ServerFault, BadReply)


class ServiceReporter:
    """Publishes whether the service answers, accepts the sign-in, and keeps up with the jobs."""

    def __init__(self, clock: Clock, publish: Callable[[Event], None]) -> None:
        self._clock = clock
        self._publish = publish
        self._reachability = Reachability()
        self._catch_up = CatchUp()
        self._sign_in_wanted = False
        self._stretched = False

    def resume(self, status: Status) -> None:
        """Continue from what an earlier run published."""
        if status.unreachable_since is not None:
            since = max(self._clock.now() - status.unreachable_since, 0.0)
            self._reachability.resume(self._clock.steady() - since)
        self._sign_in_wanted = status.signed_in is False

    def signed_in(self) -> None:
        """Publish that the user signed in."""
        self._sign_in_wanted = False
        self._publish(SignedIn(self._clock.now()))

    def signed_out(self, reason: str) -> None:
        """Publish that a sign-in is needed."""
        self._publish(SignInWanted(self._clock.now(), reason))

    def let_in(self) -> None:
        """Publish that a request was accepted, if an earlier run reported a missing sign-in."""
        if self._sign_in_wanted:
            self.signed_in()

    def paused(self, seconds: float, error: RateLimited) -> None:
        """Publish that the service wants no requests for that many seconds."""
        now = self._clock.now()
        self._publish(Limited(now, now + seconds, error.trouble))

    def woke(self) -> None:
        """Ignore failures for a while: the network comes up later than programs do."""
        self._reachability.woke(self._clock.steady())

    def failed(self, error: ServiceError) -> None:
        """Count a failed query; publish after a while that the service is unreachable."""
        if not isinstance(error, NO_ANSWER):
            return
        steady = self._clock.steady()
        since = self._reachability.failed(steady)
        if since is not None:
            now = self._clock.now()
            self._publish(WentUnreachable(now, now - (steady - since), error.trouble))

    def answered(self) -> None:
        """Publish that the service answers again, if it was reported unreachable."""
        since = self._reachability.answered()
        if since is not None:
            now = self._clock.now()
            self._publish(CameBack(now, now - (self._clock.steady() - since)))

    def behind(self, seconds: float) -> None:
        """Publish when the budget becomes too small, or sufficient again.

        `seconds` is how late the budget makes the longest overdue query.
        """
        stretched = seconds > STRETCHED_AFTER
        if stretched != self._stretched:
            self._stretched = stretched
            self._publish(Stretched(self._clock.now(), seconds if stretched else None))

    def catching_up(self, these: Iterable[Unchecked]) -> None:
        """Publish the start of a round that finds out what changed in the meantime."""
        if self._catch_up.begin(these):
            self._publish(CatchingUp(self._clock.now()))

    def catching_up_too(self, job: JobId) -> None:
        """Have a job that was found in the round take part in it, if it is not over."""
        self._catch_up.join(job)

    def caught_up(self, this: Unchecked) -> None:
        """Publish the end of the round if this was its last job or list."""
        if self._catch_up.done(this):
            self._publish(CaughtUp(self._clock.now()))

    def stop_catching_up(self) -> None:
        """Publish the end of the round, if there is one: its jobs cannot be queried."""
        if self._catch_up.abandon():
            self._publish(CaughtUp(self._clock.now()))
