"""What a simulated job will do, and where it stands after any number of seconds."""

import hashlib
from dataclasses import dataclass
from itertools import pairwise

from ccwatch.core.job import Outcome

WORDS = {Outcome.SUCCEEDED: "success", Outcome.FAILED: "failed", Outcome.CANCELLED: "cancelled"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, how long it runs (s) and how many percent it makes up.

    Within it the percentage goes as time to the power of `curve`: 1 is steady.
    """

    name: str
    seconds: float
    share: float
    curve: float = 1.0


@dataclass(frozen=True, slots=True)
class Stall:
    """A pause: at which percentage, and how long (s)."""

    at: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Message:
    """An error or a warning, as the service words it: %1, %2 stand for the params."""

    code: str
    title: str
    message: str
    params: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole course of a job: it waits `queue` s, runs its steps, ends at `end_at` percent.

    Its percentages are told with at most so many decimals, a whole one as an integer.
    """

    queue: float
    steps: tuple[Step, ...]
    stall: Stall | None = None
    end: Outcome = Outcome.SUCCEEDED
    end_at: float = 100.0
    decimals: int = 0
    errors: tuple[Message, ...] = ()
    warnings: tuple[Message, ...] = ()

    def __post_init__(self) -> None:
        if abs(sum(step.share for step in self.steps) - 100) > 1e-6:
            raise ValueError("the shares of a plan's steps must add up to 100")
        if self.end not in WORDS:
            raise ValueError(f"a job cannot end as {self.end.value}")


@dataclass(frozen=True, slots=True)
class State:
    """Where a job stands; started and ended are seconds since its submission."""

    state: str
    percentage: float = 0
    step: str = ""
    started: float | None = None
    ended: float | None = None


def state_at(plan: Plan, seconds: float) -> State:
    """Return where a job stands, that many seconds after its submission."""
    if seconds < plan.queue:
        return State("active")
    ended = plan.queue + _running_time(plan, plan.end_at)
    if plan.stall and plan.stall.at < plan.end_at:
        ended += plan.stall.seconds
    if seconds >= ended:
        percentage, step = _course(plan, _running_time(plan, plan.end_at))
        return State(WORDS[plan.end], percentage, step, plan.queue, ended)
    running = seconds - plan.queue
    if plan.stall and running > (reached := _running_time(plan, plan.stall.at)):
        running = max(reached, running - plan.stall.seconds)
    percentage, step = _course(plan, running)
    return State("active", percentage, step, plan.queue)


def _running_time(plan: Plan, percentage: float) -> float:
    """Return the seconds of running, pauses left out, that bring a job to a percentage."""
    seconds = below = 0.0
    for step in plan.steps:
        if percentage <= below + step.share:
            part: float = ((percentage - below) / step.share) ** (1 / step.curve)
            return seconds + step.seconds * part
        seconds += step.seconds
        below += step.share
    return seconds


def _course(plan: Plan, running: float) -> tuple[float, str]:
    """Return the percentage as it is told and the step after so many seconds of running."""
    below = 0.0
    for step in plan.steps:
        if running < step.seconds:
            reached = below + step.share * (running / step.seconds) ** step.curve
            return _told(reached, plan.decimals), step.name
        running -= step.seconds
        below += step.share
    return 100, plan.steps[-1].name


def _told(reached: float, decimals: int) -> float:
    scale = int(10**decimals)
    whole, rest = divmod(int(reached * scale + 1e-6), scale)
    return whole + rest / scale if rest else whole


def plan_for(job_id: str) -> Plan:
    """Return the plan of a job that was created by a request: always the same for an id."""
    queue, total, *cuts = hashlib.sha256(job_id.encode()).digest()[:5]
    marks = [0, *sorted(5 + cut % 90 for cut in set(cuts)), 100]
    names = ("Prepare_Production", "Run_Production", "Reconstruction", "Convert_Files")
    minutes = 10 + total % 50
    shares = [high - low for low, high in pairwise(marks) if high > low]
    steps = zip(names, shares, strict=False)
    return Plan(
        queue=60.0 + queue,
        steps=tuple(Step(name, minutes * 60 * share / 100, share) for name, share in steps),
    )
