"""When to report that the service is unreachable, as arithmetic on one steady clock.

A single failed query means little: it is reported after a minute and a half and three failures
without any answer in between. For a minute after the computer wakes up, failures are ignored,
because the network comes up later than programs do.
"""

from dataclasses import dataclass

TOLD_AFTER = 90.0
FEWEST_FAILURES = 3
GRACE_AFTER_WAKE = 60.0


@dataclass(slots=True)
class Reachability:
    """Counts failures since the last answer; times in steady seconds."""

    failures: int = 0
    since: float | None = None
    told: bool = False
    grace_until: float = 0.0

    def resume(self, since: float) -> None:
        """Continue from an earlier run, which reported no answer since then."""
        self.since, self.told = since, True

    def failed(self, now: float) -> float | None:
        """Count a failure; return since when there was no answer if it should be reported now."""
        if now < self.grace_until:
            return None
        self.failures += 1
        if self.since is None:
            self.since = now
        lasting = now - self.since >= TOLD_AFTER and self.failures >= FEWEST_FAILURES
        if self.told or not lasting:
            return None
        self.told = True
        return self.since

    def answered(self) -> float | None:
        """Reset the failures; return since when there was no answer if that had been reported."""
        since, told = self.since, self.told
        self.failures, self.since, self.told = 0, None, False
        return since if told else None

    def woke(self, now: float) -> None:
        """Ignore failures for a while; a reported fault stays reported until there is an answer."""
        self.grace_until = now + GRACE_AFTER_WAKE
        if not self.told:
            self.failures, self.since = 0, None
