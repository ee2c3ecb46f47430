"""Carries out requests from other processes; the messages are defined in `ipc.messages`."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from ccwatch import __version__
from ccwatch.core.job import Phase
from ccwatch.intents.account import AccountIntents
from ccwatch.intents.jobs import JobIntents
from ccwatch.ipc.messages import (
    AccountChange,
    AccountState,
    Done,
    JobChanges,
    Kind,
    ProgramStatus,
    Reply,
    Request,
    SignInKind,
)
from ccwatch.ui.store import JobStore
from ccwatch.ui.window.job_window import JobWindow


class RemoteCommands:
    """Carries out requests, and replies with data: the other process words it itself.

    `requests` returns the number of requests sent to the service within the hour, and the limit.
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
        quit: Callable[[], object],
        look_at_settings: Callable[[], object],
    ) -> None:
        self._jobs = jobs
        self._account = account
        self._window = window
        self._store = store
        self._now = now
        self._requests = requests
        self._quit = quit
        self._look_at_settings = look_at_settings

    def answer(self, request: Request) -> Reply:
        """Carry out a request and return the reply."""
        refs = [job.ref for job in request.jobs]
        match request.do:
            case Kind.RAISE:
                self._window.come_forward()
            case Kind.ADD:
                added = self._jobs.add_refs(refs)
                self._window.come_forward()
                return JobChanges(tuple(added))
            case Kind.OFFER:
                self._jobs.offer_refs(refs)
                self._window.come_forward()
            case Kind.REMOVE:
                return JobChanges(tuple(self._jobs.remove([ref.id for ref in refs])))
            case Kind.STATUS:
                return self._status()
            case Kind.SIGN_IN:
                return AccountChange(self._account.sign_in())
            case Kind.SIGN_OUT:
                return AccountChange(self._account.sign_out())
            case Kind.SETTINGS:
                self._look_at_settings()
            case Kind.QUIT:
                self._quit()
        return Done()

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
            watched=tally.watched,
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
