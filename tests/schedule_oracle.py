"""The schedule oracle: a second, independent implementation of the watcher's contract.

It uses nothing of the core's schedule, budget or due queue. All requests and replies pass through
`ObservedService`, which reports them to the oracle; the oracle computes independently when each job
may and must be queried, and records every fault.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from ccwatch.core.errors import JobMissing, RateLimited, SignInNeeded, Unauthorised
from ccwatch.core.job import Details, JobId, Progress, Service

NEVER = float("inf")
WAITS = {1: 15.0, 2: 30.0, 3: 60.0}
LAST_WAIT = 120.0
SOONEST = 15.0
PATIENCE = 1.0
STARTS_A_SECOND = 160
SLOW_AFTER = 5.0
MOST_APART = 80
RESUME_WITHIN = 31.0
LONGEST_HELD = 3600.0
EPSILON = 1e-6
ENDS = ("success", "failed", "cancelled")

Turn = asyncio.Task[object]


def now() -> float:
    """Return the time of the running loop."""
    return asyncio.get_running_loop().time()


@dataclass
class Known:
    """The contract for one job: it may be queried from `may` on, and must be at `due`."""

    may: float
    due: float
    sent: float = -NEVER
    started: float = -NEVER
    place: int = 0
    percentage: float | None = None
    turn: Turn | None = None
    free: float = 0.0
    missing: bool = False
    over: bool = False
    ended: bool = False
    wanted: float = NEVER
    asked: int = 0
    slow: bool = False

    def wait(self) -> float:
        """Return the seconds from the last query to the next."""
        return WAITS.get(self.place, LAST_WAIT)

    def ask_soon(self) -> None:
        """An answer is wanted now: at the earliest 15 s after the last query."""
        soonest = max(now(), self.sent + SOONEST)
        if self.turn is None:
            self.may, self.due = min(self.may, soonest), min(self.due, soonest)
        else:
            self.wanted = soonest


@dataclass
class ScheduleOracle:
    """Records every request that the contract forbids, and every one that is missing."""

    limits: tuple[tuple[int, float], ...]
    at_once: int
    jobs: dict[JobId, Known] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    turns: dict[Turn, Known] = field(default_factory=dict)
    began: dict[Turn, float] = field(default_factory=dict)
    leaving: dict[JobId, tuple[float, Known]] = field(default_factory=dict)
    refused: dict[Turn, set[str]] = field(default_factory=lambda: defaultdict(set))
    held_until: float = 0.0
    last_held: float = 0.0
    slept_at: float = -NEVER
    signed_out: bool = False
    sign_outs: int = 0
    signed_in_at: float = 0.0
    last_full: float = 0.0
    in_order: bool = True
    clock_was_set: bool = False

    def fault(self, text: str) -> None:
        """Record a fault."""
        self.faults.append(f"{now():.3f}: {text}")

    def added(self, job: JobId) -> None:
        """The user added a job, which may be one that was just removed."""
        _, leaving = self.leaving.get(job, (NEVER, None))
        sent = -NEVER if leaving is None else leaving.sent
        soonest = max(now(), sent + SOONEST)
        self.jobs[job] = Known(may=soonest, due=soonest, sent=sent)

    def removed(self, job: JobId) -> None:
        """The user removed a job."""
        if known := self.jobs.pop(job, None):
            self.leaving[job] = (now(), known)

    def checked(self, job: JobId) -> None:
        """The user wants an answer now."""
        if known := self.jobs.get(job):
            known.ask_soon()

    def signed_in(self) -> None:
        """The user signed in: every job must be queried."""
        self.signed_out, self.signed_in_at, self.in_order = False, now(), False
        for known in self.jobs.values():
            if not known.ended:
                known.ask_soon()

    def slept(self) -> None:
        """The computer slept until now: overdue queries may follow spread out."""
        self.slept_at = now()
        self.last_held = max(self.last_held, now())
        self.in_order = False

    def restarted(self) -> None:
        """The program was restarted: every job must be queried at once."""
        self.slept()
        if now() < self.held_until or self.clock_was_set:
            # Only the wall clock tells it about a pause.
            self.last_held = now() + LONGEST_HELD
        self.signed_out, self.held_until = False, 0.0
        for known in self.jobs.values():
            known.place, known.sent, known.wanted, known.turn = 0, -NEVER, NEVER, None
            known.may = known.due = NEVER if known.ended else now()
        self.turns.clear()
        self.began.clear()

    def asked(self, job: JobId, what: str, turn: Turn) -> None:
        """A request is sent."""
        if self.signed_out:
            self.fault(f"{job}: {what} while signed out")
        if now() < self.held_until - EPSILON:
            self.fault(f"{job}: {what} while the service wants a pause")
        if turn not in self.turns:
            self._started(job, what, turn)
        elif what in self.refused[turn]:
            self.turns[turn].sent = now()
        elif what == "progress":
            self.fault(f"{job}: progress twice in a turn without a 401")
        self.sent.append(now())
        for limit, seconds in self.limits:
            more = self.at_once if now() - self.slept_at <= seconds else 0
            most = limit + more
            if len(self.sent) > most and now() - self.sent[-1 - most] < seconds - EPSILON:
                self.fault(f"{job}: more than {limit} requests in {seconds} s")

    def _started(self, job: JobId, what: str, turn: Turn) -> None:
        turn.add_done_callback(lambda _: self._over(turn))
        # A query that was running at the instant of a removal may still be sent.
        left, leaving = self.leaving.get(job, (NEVER, None))
        known = self.jobs.get(job) or (leaving if left == now() else None) or Known(NEVER, NEVER)
        if not known.slow:
            # Requests about to be sent when the computer fell asleep are sent after it.
            more = self.at_once if now() - self.slept_at <= self._slot_seconds() else 0
            if len(self._young()) >= self.at_once + more:
                self.fault(f"{job}: more than {self.at_once} queries at once")
            if len(self.began) >= self.at_once + MOST_APART:
                self.fault(f"{job}: more queries under way than there are threads")
            self.began[turn] = now()
        self.turns[turn] = known
        if what != "progress":
            self.fault(f"{job}: {what} out of turn")
        if known.turn is not None:
            self.fault(f"{job}: two queries at once")
        if now() < known.may - EPSILON:
            self.fault(f"{job}: early, allowed from {known.may:.3f}")
        if now() > self._latest(known) + EPSILON:
            self.fault(f"{job}: late, due at {known.due:.3f}")
        if self.in_order:
            others = (k for k in self.jobs.values() if k.turn is None and k.slow is known.slow)
            longest = min((k.due for k in others), default=NEVER)
            if longest < known.may - EPSILON:
                self.fault(f"{job}: before one due since {longest:.3f}")
        known.turn, known.sent, known.wanted = turn, now(), NEVER
        known.started = now()
        known.place += 1
        known.asked += 1
        known.missing = False
        if len(self._young()) >= self.at_once:
            self.last_full = now() + self._slot_seconds()

    def _young(self) -> list[float]:
        """Return the start times of the queries that hold a slot: the recent ones."""
        since = now() - self._slot_seconds() + EPSILON
        return [began for began in self.began.values() if began > since]

    def _slot_seconds(self) -> float:
        """Return how long an unanswered query keeps others from starting."""
        return self.at_once / STARTS_A_SECOND

    def _latest(self, known: Known) -> float:
        """Return the latest time for the job's query, with everything that delays it."""
        held = self.last_held + RESUME_WITHIN + len(self.jobs)
        budget = [
            self.sent[-limit] + seconds * 61 / 60
            for limit, seconds in self.limits
            if len(self.sent) >= limit
        ]
        excuses = [
            known.due,
            known.free,
            self.last_full,
            *budget,
            held if known.due < self.last_held else 0.0,
            self.signed_in_at if known.due < self.signed_in_at else 0.0,
        ]
        return max(excuses) + PATIENCE

    def answered(self, job: JobId, what: str, answer: object, turn: Turn) -> None:
        """An answer arrived, a value or an error."""
        known = self.turns[turn]
        match answer:
            case Progress():
                self._saw(known, answer)
            case Details(state=state) if (state or "").lower() in ENDS:
                known.ended = True
            case JobMissing() if what == "progress":
                known.missing = True
            case JobMissing():
                known.ended = known.ended or known.missing or known.over
            case RateLimited(retry_after=retry_after):
                self._hold(known, retry_after)
            case SignInNeeded():
                self._sign_out()
            case Unauthorised() if what in self.refused[turn]:
                self._sign_out()
            case Unauthorised():
                self.refused[turn].add(what)

    def _saw(self, known: Known, seen: Progress) -> None:
        # A first percentage is not a change: there was none to differ from.
        if seen.percentage is not None and seen.percentage != known.percentage:
            known.place = known.place if known.percentage is None else 1
            known.percentage = seen.percentage
        state = (seen.state or "").lower()
        known.over = state in (*ENDS, "over")
        if known.ended and state == "active":
            known.ended, known.place = False, 1

    def _hold(self, known: Known, retry_after: float | None) -> None:
        seconds = known.wait() if retry_after is None else retry_after
        self.held_until = max(self.held_until, now() + min(seconds, LONGEST_HELD))
        self.last_held = max(self.held_until, now() + 1)
        self.in_order = False

    def _sign_out(self) -> None:
        self.sign_outs += not self.signed_out
        self.signed_out, self.in_order = True, False

    def renewing(self) -> None:
        """A new access token is requested."""
        if self.signed_out:
            self.fault("renewed while signed out")

    def renewed(self, answer: object) -> None:
        """The renewal ended, successfully or not."""
        if isinstance(answer, SignInNeeded):
            self._sign_out()

    def _over(self, turn: Turn) -> None:
        self.began.pop(turn, None)
        known = self.turns.pop(turn, None)
        if known is None:  # a restart interrupted it
            return
        known.turn, known.free = None, now()
        known.slow = now() - known.started > SLOW_AFTER
        known.may = known.due = NEVER if known.ended else known.sent + known.wait()
        known.may = min(known.may, known.wanted)

    def finish(self) -> None:
        """Record every job whose query is missing."""
        blocked = self.signed_out or now() < self.held_until
        for job, known in self.jobs.items():
            if not blocked and known.turn is None and now() > self._latest(known) + EPSILON:
                self.fault(f"{job}: forgotten, due at {known.due:.3f}")


@dataclass
class ObservedService:
    """A client of the watcher that answers by functions of the time, observed by the oracle.

    All jobs are those of Reality Modeling.
    """

    oracle: ScheduleOracle
    progress_at: Callable[[JobId, float], Progress | Exception]
    details_at: Callable[[JobId, float], Details | Exception]
    renew_at: Callable[[float], Exception | None]
    latency: Callable[[], float]

    async def progress(self, service: Service, job: JobId) -> Progress:
        answer = await self._answer(job, "progress", self.progress_at)
        assert isinstance(answer, Progress)
        return answer

    async def details(self, service: Service, job: JobId) -> Details:
        other = service is not Service.MODELING
        answer_at = (lambda job, time: JobMissing("")) if other else self.details_at
        answer = await self._answer(job, "details", answer_at)
        assert isinstance(answer, Details)
        return answer

    async def renew(self) -> None:
        self.oracle.renewing()
        answer = self.renew_at(now())
        await asyncio.sleep(self.latency())
        self.oracle.renewed(answer)
        if answer:
            raise answer

    async def _answer(
        self, job: JobId, what: str, answer_at: Callable[[JobId, float], object]
    ) -> object:
        turn = asyncio.current_task()
        assert turn is not None
        self.oracle.asked(job, what, turn)
        answer = answer_at(job, now())
        await asyncio.sleep(self.latency())
        self.oracle.answered(job, what, answer, turn)
        if isinstance(answer, Exception):
            raise answer
        return answer
