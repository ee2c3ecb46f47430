"""Hand-written stand-ins for the seams: a client that answers from a script."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from ccwatch.core.errors import JobMissing
from ccwatch.core.job import Details, JobId, Progress, Service

Script = Callable[[float], Progress | Details | Exception]


@dataclass
class FakeClient:
    """Answers by the steady time of the question; remembers when each one was asked."""

    progress_script: dict[str, Script] = field(default_factory=dict)
    details_script: dict[str, Script] = field(default_factory=dict)
    latency: float = 0.0
    renew_error: Exception | None = None
    renewals: int = 0
    asked: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    asked_details: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    services: set[tuple[str, Service]] = field(default_factory=set)

    async def progress(self, service: Service, job: JobId) -> Progress:
        now = asyncio.get_running_loop().time()
        self.asked[job].append(now)
        self.services.add((job, service))
        answer = self.progress_script[job](now)
        await self._wait()
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, Progress)
        return answer

    async def details(self, service: Service, job: JobId) -> Details:
        now = asyncio.get_running_loop().time()
        self.asked_details[job].append(now)
        self.services.add((job, service))
        script = self.details_script.get(job)
        answer = script(now) if script else Details(name=job, state="active")
        await self._wait()
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, Details)
        return answer

    async def renew(self) -> None:
        self.renewals += 1
        await self._wait()
        if self.renew_error:
            raise self.renew_error

    async def _wait(self) -> None:
        await asyncio.sleep(self.latency)

    @property
    def all_asked(self) -> list[float]:
        """The times of all requests, sorted."""
        both = (*self.asked.values(), *self.asked_details.values())
        return sorted(time for times in both for time in times)


class StoppedClock:
    """Always the same time."""

    def __init__(self, now: float = 0.0) -> None:
        self._now = now

    def now(self) -> float:
        return self._now

    def steady(self) -> float:
        return 1000.0

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("nothing waits here")


def missing(_: float) -> JobMissing:
    """Answer like a service that does not know the job."""
    return JobMissing("Requested job is not available.")


def still(percentage: float = 40.0, step: str = "Run_Production") -> Script:
    """Answer the same for ever."""
    return lambda _: Progress(percentage, "Active", step)


def moving(pace: float = 0.001) -> Script:
    """Answer another percentage at every question."""
    return lambda now: Progress(now * pace, "Active", "Run_Production")
