"""The watcher in virtual time against the schedule oracle."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, cycle

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ccwatch.core.budget import Budget
from ccwatch.core.errors import (
    BadReply,
    JobMissing,
    RateLimited,
    Refused,
    ServerFault,
    SignInNeeded,
    Unauthorised,
    Unreachable,
    WrongAddress,
)
from ccwatch.core.events import Added, Ended, Event, JobEvent, Limited, Removed, SignInWanted
from ccwatch.core.job import Details, Job, JobId, Progress
from ccwatch.core.job_refs import JobRef
from ccwatch.core.jobs import job_after
from ccwatch.watching.watcher import Watcher
from tests.schedule_oracle import ObservedService, ScheduleOracle, now
from tests.virtual_time import EPOCH, VirtualClock, run_virtual

# Hundreds of simulated hours, which take long on a busy machine.
pytestmark = pytest.mark.timeout(600)

FAILURES: dict[str, Callable[[], Exception]] = {
    "unreachable": lambda: Unreachable("refused"),
    "fault": lambda: ServerFault("500"),
    "bad": lambda: BadReply("not JSON"),
    "refused": lambda: Refused("403"),
    "wrong": lambda: WrongAddress("no such path"),
    "missing": lambda: JobMissing("gone"),
}
DAY = 86_400.0


@dataclass(frozen=True)
class Piece:
    """A job's answers for some seconds: a percentage that may move, a failure, an end."""

    seconds: float
    percentage: float | None = 40.0
    pace: float = 0.0
    failure: str = ""
    outcome: str = ""
    step: str = "Run_Production"

    def progress(self, into: float) -> Progress | Exception:
        """Return the answer that many seconds into the piece."""
        if self.failure:
            return FAILURES[self.failure]()
        far = self.percentage if self.percentage is None else self.percentage + self.pace * into
        return Progress(far, "Over" if self.outcome else "Active", self.step)

    def details(self) -> Details | Exception:
        """Return the service's answer about the job itself."""
        if self.failure == "missing":
            return Details(state="unsubmitted")
        return FAILURES[self.failure]() if self.failure else Details("J", state=self.outcome)


@dataclass(frozen=True)
class Window:
    """A period in which the service answers every query in the same special way."""

    start: float
    seconds: float
    limited: bool = False
    retry_after: float | None = None
    renewal: str = ""

    def holds(self, time: float) -> bool:
        return self.start <= time < self.start + self.seconds


@dataclass
class World:
    """Jobs, faults of the service, and timed actions of the user."""

    pieces: dict[JobId, list[Piece]]
    windows: list[Window] = field(default_factory=list)
    actions: list[tuple[float, str, JobId]] = field(default_factory=list)
    latencies: list[float] = field(default_factory=lambda: [0.0])
    token_seconds: float = 3600.0
    per_minute: int = 500
    per_hour: int = 4500
    at_once: int = 8

    def __post_init__(self) -> None:
        self._token_until = self.token_seconds
        self._delays = cycle(self.latencies)
        self._began = {
            job: list(accumulate((piece.seconds for piece in pieces), initial=0.0))
            for job, pieces in self.pieces.items()
        }
        self._added: dict[JobId, float] = {}

    def latency(self) -> float:
        return next(self._delays)

    def renew(self, time: float) -> Exception | None:
        window = self._window(time)
        if window and window.renewal == "denied":
            return SignInNeeded("signed out")
        if window and window.renewal == "offline":
            return Unreachable("no network")
        self._token_until = time + self.token_seconds
        return None

    def progress(self, job: JobId, time: float) -> Progress | Exception:
        piece, into = self._piece(job, time)
        return self._fault(time) or piece.progress(into)

    def details(self, job: JobId, time: float) -> Details | Exception:
        return self._fault(time) or self._piece(job, time)[0].details()

    def _fault(self, time: float) -> Exception | None:
        window = self._window(time)
        if window and window.limited:
            return RateLimited("slow down", retry_after=window.retry_after)
        if time >= self._token_until or (window and window.renewal):
            return Unauthorised("Invalid JWT.")
        return None

    def _window(self, time: float) -> Window | None:
        return next((window for window in self.windows if window.holds(time)), None)

    def _piece(self, job: JobId, time: float) -> tuple[Piece, float]:
        into = time - self._added[job]
        began = self._began[job]
        index = max(n for n, start in enumerate(began[:-1]) if start <= into)
        return self.pieces[job][index], into - began[index]

    def run(self, seconds: float) -> tuple[ScheduleOracle, list[Event]]:
        """Watch for that many virtual seconds; return the oracle and the events."""
        oracle = ScheduleOracle(((self.per_minute, 60.0), (self.per_hour, 3600.0)), self.at_once)
        service = ObservedService(oracle, self.progress, self.details, self.renew, self.latency)
        events: list[Event] = []

        async def main() -> None:
            clock = VirtualClock()
            budget = Budget(self.per_minute, self.per_hour)
            watcher = Watcher(service, clock, events.append, budget, self.at_once)
            broken: list[dict[str, object]] = []
            asyncio.get_running_loop().set_exception_handler(lambda _, what: broken.append(what))
            running = asyncio.ensure_future(watcher.run())
            for time, action, job in sorted(self.actions):
                await asyncio.sleep(max(time - now(), 0.0))
                self._act(action, job, watcher, oracle)
            await asyncio.sleep(seconds - now())
            oracle.finish()
            running.cancel()
            await asyncio.wait({running})
            assert not broken, broken

        run_virtual(main())
        return oracle, events

    def _act(self, action: str, job: JobId, watcher: Watcher, oracle: ScheduleOracle) -> None:
        match action:
            case "add" if job not in oracle.jobs:
                self._added[job] = now()
                oracle.added(job)
                watcher.add(JobRef(job))
            case "remove":
                oracle.removed(job)
                watcher.edit(Removed(job, EPOCH + now()))
            case "check":
                oracle.checked(job)
                watcher.check_now(job)
            case "sign-in":
                self.windows = [w for w in self.windows if not (w.renewal and w.holds(now()))]
                self._token_until = now() + self.token_seconds
                oracle.signed_in()
                watcher.signed_in()


def judge(world: World, seconds: float) -> tuple[ScheduleOracle, list[Event]]:
    """Run a world; expect no fault, and consistent events."""
    oracle, events = world.run(seconds)
    assert not oracle.faults, "\n".join(oracle.faults[:10])
    assert sum(isinstance(event, SignInWanted) for event in events) == oracle.sign_outs
    jobs: dict[JobId, Job | None] = {}
    for event in events:
        if isinstance(event, JobEvent):
            known = jobs.get(event.job)
            assert known is not None or isinstance(event, Added), f"{event} of an unwatched job"
            jobs[event.job] = job_after(known, event)
    for name, job in jobs.items():
        assert (job is not None) is (name in oracle.jobs)
        if job is not None:
            told = oracle.jobs[name]
            assert job.percentage == told.percentage
            assert job.unfinished is not told.ended
    return oracle, events


JOBS = [JobId(f"job-{number}") for number in range(6)]
moving = st.builds(
    Piece,
    seconds=st.sampled_from([5.0, 20.0, 50.0, 130.0, 400.0]),
    percentage=st.sampled_from([None, 0, 40, 40.0, 40.00000001, 41.5, 100]),
    pace=st.sampled_from([0.0, 0.0, 0.001, 0.1, -0.05]),
    failure=st.sampled_from(["", "", *FAILURES]),
    step=st.sampled_from(["", "Run_Production", "Convert_Files"]),
)
ending = st.builds(
    Piece,
    seconds=st.sampled_from([50.0, 400.0]),
    percentage=st.just(100.0),
    outcome=st.sampled_from(["success", "failed", "cancelled", "active"]),
)
traces = st.lists(st.one_of(moving, moving, moving, ending), min_size=1, max_size=6)
times = st.floats(0, 1500)
limited = st.builds(
    Window,
    start=times,
    seconds=st.sampled_from([0.5, 10.0, 70.0]),
    limited=st.just(True),
    retry_after=st.sampled_from([None, 0.0, 0.5, 7.0, 30.0, 39.25, 200.0, 9999.0]),
)
denied = st.builds(
    Window,
    start=times,
    seconds=st.sampled_from([1.0, 60.0, 700.0]),
    renewal=st.sampled_from(["denied", "offline", "useless"]),
)
deeds = st.tuples(
    times, st.sampled_from(["add", "remove", "check", "check", "sign-in"]), st.sampled_from(JOBS)
)
latencies = st.lists(st.sampled_from([0.0, 0.03, 0.4, 6.0, 29.0]), min_size=1, max_size=7)
added_at_once = [(0.0, "add", job) for job in JOBS[:4]]


@st.composite
def worlds(draw: st.DrawFn, *, faults: bool) -> World:
    """Return a world; without faults only schedule and budget delay anything."""
    per_minute, per_hour = draw(st.sampled_from([(500, 4500), (500, 4500), (6, 100), (20, 60)]))
    windows = draw(st.lists(limited | denied, max_size=4)) if faults else []
    return World(
        {job: draw(traces) for job in JOBS},
        windows,
        [*added_at_once, *draw(st.lists(deeds, max_size=12))],
        draw(latencies),
        draw(st.sampled_from([3600.0, 200.0, 31.0])) if faults else 1e9,
        per_minute,
        per_hour,
        draw(st.sampled_from([1, 2, 8])),
    )


# A job that is removed, added again and checked keeps the time of its last query.
back_and_checked = World(
    {job: [Piece(5.0)] for job in JOBS},
    actions=[
        *added_at_once,
        (0.0, "remove", JOBS[0]),
        (1.0, "add", JOBS[0]),
        (1.0, "check", JOBS[0]),
    ],
    at_once=1,
)
# A job is checked between the end of its query, which found that it has ended, and the loop's next
# step: the actions without effect take as many steps as the query does.
checked_as_it_ended = World(
    {JOBS[0]: [Piece(50.0, 100.0, outcome="success")], **{job: [Piece(5.0)] for job in JOBS[1:]}},
    actions=[*added_at_once, *[(0.0, "add", JOBS[0])] * 2, (0.0, "check", JOBS[0])],
    at_once=1,
)
unhurried = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])


@unhurried
@given(worlds(faults=False))
@example(back_and_checked)
@example(checked_as_it_ended)
def test_the_schedule_and_the_budget_are_kept_to_the_second(world: World) -> None:
    judge(world, 1500)


# A turn of four slow requests is not a sleep of the computer, after which all would be spread out.
long_turns = World(
    {JOBS[0]: [Piece(50.0, 100.0, outcome="active")], **{job: [Piece(50.0)] for job in JOBS[1:]}},
    actions=[*added_at_once],
    latencies=[29.0],
    token_seconds=200.0,
    at_once=1,
)


@unhurried
@given(worlds(faults=True))
@example(long_turns)
def test_no_fault_of_the_service_makes_a_request_too_many_or_too_few(world: World) -> None:
    judge(world, 1500)


def test_a_budget_that_is_too_small_starves_nobody() -> None:
    jobs = [JobId(f"job-{number:02}") for number in range(40)]
    world = World(
        {job: [Piece(1e9, 0.0, 1e-4)] for job in jobs},
        actions=[(0.0, "add", job) for job in jobs],
        per_minute=60,
    )
    oracle, _ = judge(world, 3600)
    asked = [known.asked for known in oracle.jobs.values()]
    assert max(asked) - min(asked) <= 1


def life(chance: random.Random) -> Iterator[Piece]:
    """Yield a job's answers from its submission to its end, with faults in between."""
    yield Piece(chance.uniform(60, 3600), 0.0, step="")
    far = 0.0
    for step in ("Prepare_Production", "Run_Production", "Convert_Files"):
        while far < 99 and chance.random() < 0.9:
            seconds = chance.expovariate(1 / 900)
            pace = chance.choice([0.0, 0.003, 0.01, -0.002])
            failure = chance.choice(list(FAILURES)) if chance.random() < 0.15 else ""
            yield Piece(seconds, far, pace, failure, step=step)
            far = min(max(far + pace * seconds, 0.0), 99.5)
    yield Piece(1e9, 100.0, outcome=chance.choice(["success", "failed", "cancelled"]))


def test_thirty_days_of_fifty_jobs_and_random_faults(capsys: pytest.CaptureFixture[str]) -> None:
    seed = 20261124
    print(f"seed {seed}")
    chance = random.Random(seed)
    jobs = [JobId(f"job-{number:02}") for number in range(50)]
    starts = {job: chance.uniform(0, 29 * DAY) for job in jobs}
    outages = [chance.uniform(0, 30 * DAY) for _ in range(60)]
    world = World(
        {job: list(life(chance)) for job in jobs},
        [
            *(Window(t, 90.0, True, chance.choice([None, 40, 30, 3600])) for t in outages[:30]),
            *(
                Window(t, 4000.0, renewal=chance.choice(["denied", "offline"]))
                for t in outages[30:]
            ),
        ],
        [
            *((start, "add", job) for job, start in starts.items()),
            *((chance.uniform(0, 30 * DAY), "check", chance.choice(jobs)) for _ in range(500)),
            *((start + 3_000, "remove", job) for job, start in list(starts.items())[::7]),
            *((t + chance.uniform(10, 20_000), "sign-in", jobs[0]) for t in outages[30:]),
        ],
        [chance.expovariate(2) for _ in range(97)],
        per_minute=30,
        per_hour=500,
    )
    oracle, events = judge(world, 30 * DAY)
    kinds = Counter(type(event) for event in events)
    assert len(oracle.sent) > 10_000
    assert kinds[Ended] > 30
    assert kinds[Limited] > 3
    assert kinds[SignInWanted] > 3
    assert "seed" in capsys.readouterr().out


def test_asking_by_hand_again_and_again_costs_a_waiting_job_no_place() -> None:
    jobs = [JobId(f"job-{number:02}") for number in range(20)]
    world = World(
        {job: [Piece(1e9, 0.0, 1e-4)] for job in jobs},
        actions=[
            *((0.0, "add", job) for job in jobs),
            *((100 + number * 5.3, "check", jobs[7]) for number in range(300)),
        ],
        per_minute=20,
    )
    judge(world, 1800)
