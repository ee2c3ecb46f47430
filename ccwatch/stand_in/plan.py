"""The plan of a simulated job, and its state at any time."""

import hashlib
from dataclasses import dataclass
from itertools import pairwise

from ccwatch.core.job import Outcome

WORDS = {Outcome.SUCCEEDED: "success", Outcome.FAILED: "failed", Outcome.CANCELLED: "cancelled"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, duration (s) and share of the percentage.

    Within it the percentage is time to the power of `curve`: 1 is linear.
    """

    name: str
    seconds: float
    share: float
    curve: float = 1.0


@dataclass(frozen=True, slots=True)
class Stall:
    """A pause: at which percentage, and for how long (s)."""

    at: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Message:
    """An error or a warning in the service's form: %1, %2 stand for the params."""

    code: str
    title: str
    message: str
    params: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The course of a job: it waits `queue` s, runs its steps, and ends at `end_at` percent.

    Its percentages have at most that many decimals; a whole one is an integer.
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
    """The state of a job; started and ended are seconds since its submission."""

    state: str
    percentage: float = 0
    step: str = ""
    started: float | None = None
    ended: float | None = None


def state_at(plan: Plan, seconds: float) -> State:
    """Return the state of a job, that many seconds after its submission."""
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
    """Return the running time, without pauses, at which a job reaches a percentage."""
    seconds = below = 0.0
    for step in plan.steps:
        if percentage <= below + step.share:
            part: float = ((percentage - below) / step.share) ** (1 / step.curve)
            return seconds + step.seconds * part
        seconds += step.seconds
        below += step.share
    return seconds


def _course(plan: Plan, running: float) -> tuple[float, str]:
    """Return the reported percentage and the step after that much running time."""
    below = 0.0
    for step in plan.steps:
        if running < step.seconds:
            reached = below + step.share * (running / step.seconds) ** step.curve
            return _reported(reached, plan.decimals), step.name
        running -= step.seconds
        below += step.share
    return 100, plan.steps[-1].name


def _reported(reached: float, decimals: int) -> float:
    scale = int(10**decimals)
    whole, rest = divmod(int(reached * scale + 1e-6), scale)
    return whole + rest / scale if rest else whole


def plan_for(job_id: str) -> Plan:
    """Return the plan of a job created by a request: always the same for an ID."""
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
