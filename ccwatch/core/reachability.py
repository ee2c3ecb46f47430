"""When to tell that the service cannot be reached, as arithmetic on one steady clock.

A single failed query says little: it is told after a minute and a half and three failures
without any answer in between. After the computer woke up, failures are forgiven for a minute,
for the network comes up later than the programs.
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
        """Go on from an earlier run, which told that there was no answer since then."""
        self.since, self.told = since, True

    def failed(self, now: float) -> float | None:
        """Count a failure; return since when there was no answer if that is to be told now."""
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
        """Forget the failures; return since when there was none if its end is to be told."""
        since, told = self.since, self.told
        self.failures, self.since, self.told = 0, None, False
        return since if told else None

    def woke(self, now: float) -> None:
        """Forgive failures for a while; what was told stays told until there is an answer."""
        self.grace_until = now + GRACE_AFTER_WAKE
        if not self.told:
            self.failures, self.since = 0, None
