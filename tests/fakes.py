"""Hand-written fakes for the seams: a client and an account that follow a script."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from ccwatch.cloud.sign_in_results import SignInResult, SignOutResult, user_label
from ccwatch.core.errors import CcwatchError, JobMissing, SignInFailed, SignInNeeded, SignInNotKept
from ccwatch.core.job import Details, JobId, Progress, Service
from ccwatch.core.settings import KeepSignIn

Script = Callable[[float], Progress | Details | Exception]


@dataclass
class FakeClient:
    """Answers by the steady time of the query; records when each query was sent.

    A job belongs to the service that is asked about it first; the others do not have it.
    """

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
        if all(service is not own for known, own in self.services if known == job):
            raise JobMissing("")
        self.asked_details[job].append(now)
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


SIGN_IN_PAGE = "https://ims.example.org/authorize?state=1"


class FakeAccount:
    """A user's account; the test controls its browser, credential store and issuer.

    `kept` is whether an earlier start has left a sign-in; `failure` is the result of a sign-in.
    """

    can_sign_in = True
    token_variable = ""
    renewable = True
    other_user = False

    def __init__(self, *, signed_in: bool = False) -> None:
        self.signed_in = signed_in
        self.name: str | None = "ada@example.test"
        self.kept = False
        self.kept_as = "protected"
        self.not_kept: SignInNotKept | None = None
        self.not_removed: SignInNotKept | None = None
        self.not_revoked: CcwatchError | None = None
        self.failure: CcwatchError | None = None
        self.while_waiting: Callable[[], None] = lambda: None
        self.store_answers: Callable[[], None] = lambda: None

    @property
    def label(self) -> str:
        return user_label(self.name) if self.signed_in else "Not signed in"

    @property
    def reason(self) -> str:
        return self.not_kept.message if self.not_kept else "You are not signed in."

    def restore(self) -> bool:
        self.signed_in = self.kept
        return self.kept

    def on_store_answer(self, call: Callable[[], None]) -> None:
        self.store_answers = call

    def access_token(self) -> str:
        if not self.signed_in:
            raise SignInNeeded("You are not signed in.")
        return "token"

    def renew(self) -> None:
        self.access_token()

    def sign_in(
        self, open_browser: Callable[[str], None], cancelled: threading.Event
    ) -> SignInResult:
        open_browser(SIGN_IN_PAGE)
        self.while_waiting()
        if cancelled.is_set():
            raise SignInFailed("It was cancelled.")
        if self.failure:
            raise self.failure
        self.signed_in = True
        return SignInResult(self.name, self.renewable, self.other_user, self.not_kept)

    def sign_out(self) -> SignOutResult:
        was, self.signed_in = self.signed_in, False
        return SignOutResult(was, self.not_removed, self.not_revoked)

    def keep_as(self, keep: KeepSignIn) -> None:
        self.kept_as = keep


class StoppedClock:
    """A clock that always shows the same time."""

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
    """Answer the same every time."""
    return lambda _: Progress(percentage, "Active", step)


def moving(pace: float = 0.001) -> Script:
    """Answer with a new percentage to every query."""
    return lambda now: Progress(now * pace, "Active", "Run_Production")
