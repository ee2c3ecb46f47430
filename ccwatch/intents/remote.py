"""Carries out requests from other processes; the messages are defined in `ipc.messages`."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar

from ccwatch import __version__
from ccwatch.core.job import Phase
from ccwatch.core.job_refs import JobRef
from ccwatch.intents.account import AccountIntents
from ccwatch.intents.jobs import JobIntents
from ccwatch.ipc.handover import Wish
from ccwatch.ipc.messages import (
    AccountChange,
    AccountResult,
    AccountState,
    Done,
    JobChanges,
    Kind,
    ProgramStatus,
    Reply,
    Request,
    SignInKind,
)
from ccwatch.system.activation import activation
from ccwatch.ui.store import JobStore
from ccwatch.ui.window.job_window import JobWindow

Result = TypeVar("Result")
_SIGNING_IN = {
    SignInKind.BROWSER: AccountResult.SIGN_IN_OPENED,
    SignInKind.TOKEN: AccountResult.GIVEN_TOKEN,
    SignInKind.NONE: AccountResult.NOT_SET_UP,
}


class DoOrRestart(Protocol):
    """Carries something out, or has the restarted program do it and returns None."""

    def __call__(self, act: Callable[[], Result], wish: Wish) -> Result | None:
        """Carry out `act`, or have the restarted program carry out the wish."""


class RequestHandler:
    """Carries out requests, and replies with data: the other process words it itself.

    `requests` returns the number of requests sent to the service within the hour, and the limit;
    `do` runs what may have to load modules first.
    """

    def __init__(
        self,
        jobs: JobIntents,
        account: AccountIntents,
        window: JobWindow,
        store: JobStore,
        now: Callable[[], float],
        *,
        requests: Callable[[], tuple[int, int]],
        show_wall: Callable[[], None],
        do: DoOrRestart,
        quit: Callable[[], object],
        look_at_settings: Callable[[], object],
    ) -> None:
        self._jobs = jobs
        self._account = account
        self._window = window
        self._store = store
        self._now = now
        self._requests = requests
        self._show_wall = show_wall
        self._do = do
        self._quit = quit
        self._look_at_settings = look_at_settings

    def answer(self, request: Request) -> Reply:
        """Carry out a request and return the reply."""
        with activation(request.token):
            return self._carry_out(request)

    def _carry_out(self, request: Request) -> Reply:
        refs = [job.ref for job in request.jobs]
        match request.do:
            case Kind.RAISE:
                self._open()
            case Kind.WALL:
                self._do(self._show_wall, Wish("wall"))
            case Kind.ADD:
                added = self._jobs.add_refs(refs)
                self._open()
                return JobChanges(tuple(added))
            case Kind.OFFER:
                offered = Wish("open", offered=tuple(ref.id for ref in refs))
                self._do(partial(self._offer, refs), offered)
            case Kind.REMOVE:
                return JobChanges(tuple(self._jobs.remove([ref.id for ref in refs])))
            case Kind.CHECK:
                self._jobs.check([ref.id for ref in refs])
            case Kind.STATUS:
                return self._status()
            case Kind.SIGN_IN:
                result = self._do(self._account.sign_in, Wish("sign-in"))
                return AccountChange(result or _SIGNING_IN[self._account.state.sign_in])
            case Kind.SIGN_OUT:
                result = self._do(self._account.sign_out, Wish("sign-out"))
                return AccountChange(result or AccountResult.SIGNING_OUT)
            case Kind.SETTINGS:
                self._look_at_settings()
            case Kind.QUIT:
                self._quit()
        return Done()

    def _open(self) -> None:
        self._do(self._window.come_forward, Wish("open"))

    def _offer(self, refs: Sequence[JobRef]) -> None:
        self._jobs.offer_refs(refs)
        self._window.come_forward()

    def _status(self) -> ProgramStatus:
        status, tally, now = self._store.status, self._store.tally, self._now()
        phases = Counter(job.phase for job in self._store.jobs.values())
        pause = status.pause_left(now)
        unreachable = status.unreachable_since is not None
        used, limit = self._requests()
        return ProgramStatus(
            __version__,
            self._account_state(),
            unreachable_since=status.unreachable_since,
            unreachable_code=status.trouble.code if unreachable and status.trouble else "",
            paused_until=now + pause if pause else None,
            phases={phase: phases[phase] for phase in Phase},
            watched=tally.unfinished,
            to_look_at=tally.to_look_at,
            requests_this_hour=used,
            requests_per_hour=limit,
        )

    def _account_state(self) -> AccountState:
        """Return the account's state; a given token counts as signed in until it is refused."""
        state, signed_in = self._account.state, self._store.status.signed_in
        if signed_in is None and state.sign_in is SignInKind.TOKEN:
            signed_in = True
        return replace(state, signed_in=signed_in)
