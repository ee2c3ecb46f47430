"""The command `cancel`: asks the service to cancel one job, once.

It asks in this process, so it works with and without the running program. A program that runs is
only told to check the job: no message to it can cancel anything.
"""

import asyncio
import os
from collections.abc import Iterable
from contextlib import closing, suppress
from functools import partial

from ccwatch.clock import SystemClock
from ccwatch.cloud.async_client import AsyncClient
from ccwatch.cloud.connection import connect
from ccwatch.commands.following import HOW_TO_SIGN_IN
from ccwatch.commands.open_home import opened_settings
from ccwatch.core.errors import (
    JobMissing,
    JobRefused,
    OutcomeUnknown,
    Refused,
    RunningProgramFault,
    ServiceError,
    SettingRefused,
    SignInNeeded,
    StorageFault,
    Unauthorised,
    WrongAddress,
)
from ccwatch.core.job import ENDED, Details, Job, JobId, Phase, Service
from ccwatch.core.job_refs import JobRef
from ccwatch.core.job_words import NOT_FOUND, PHASE_WORDS, SERVICE_WORDS, job_name
from ccwatch.core.plain_text import one_line
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.disk.reading import stored_jobs
from ccwatch.ipc.client import ask
from ccwatch.ipc.messages import Done, Kind, Request, WantedJob
from ccwatch.system.environment import own_environment
from ccwatch.system.workers import Workers
from ccwatch.terminal.exit_code import Exit
from ccwatch.terminal.output import complain, say
from ccwatch.watching.request_line import USER_PATIENCE, Line
from ccwatch.watching.watcher import Watcher

_SWITCHED_OFF = "Cancelling jobs is switched off."
_HOW_TO_SWITCH_ON = "To switch it on: ccwatch config set allow_cancel true"
# A token for older applications is valid for one service only.
_NOT_THERE = (JobMissing, Refused, Unauthorised, WrongAddress)


def cancel_job(ref: JobRef) -> Exit:
    """Have the service cancel the job, and print what it answered.

    Raises SettingRefused, SignInNeeded, and JobRefused for an ID that several services know.
    """
    paths = paths_for(os.environ)
    settings = opened_settings(paths)
    if not settings.allow_cancel:
        raise SettingRefused(_SWITCHED_OFF, title="Not cancelled", advice=_HOW_TO_SWITCH_ON)
    known = _watched(paths, ref.id)

    async def run() -> Exit:
        with (
            closing(Workers()) as workers,
            closing(connect(settings, own_environment(), paths.sign_in, workers)) as connection,
        ):
            client = connection.client
            line = Watcher(client, SystemClock(), lambda _: None, connection.budget).line
            return await _Service(client, line).cancelled(ref, known)

    code = asyncio.run(run())
    if code in (Exit.SUCCEEDED, Exit.UNREADABLE, Exit.REFUSED):
        _have_checked(paths, ref)
    return code


class _Service:
    """The service, asked through the line that counts requests and renews the token."""

    def __init__(self, client: AsyncClient, line: Line) -> None:
        self._client = client
        self._line = line

    async def cancelled(self, ref: JobRef, known: Job | None) -> Exit:
        """Have the job cancelled, and print what the service answered."""
        job = known.spelling if known else ref.id
        name = job_name(known) if known else job
        try:
            service, details = await self._found(job, _services(ref, known))
            if not (known and known.alias):
                name = one_line(details.name or "") or name
            if details.phase in ENDED or details.phase is Phase.ENDING:
                complain(f"{name} was not cancelled. Its state is: {PHASE_WORDS[details.phase]}.")
                return Exit.REFUSED
            send = partial(self._client.cancel, service, JobId(details.id or job))
            await self._line.request(send, self._line.renewal.count, USER_PATIENCE)
        except OutcomeUnknown as error:
            words = f"It is not known whether {name} will be cancelled. {error.message}"
            complain(one_line(f"{words} To see what came of it: ccwatch watch {job}"))
            return Exit.UNREADABLE
        except (SignInNeeded, Unauthorised) as error:
            raise SignInNeeded(error.message, advice=HOW_TO_SIGN_IN) from None
        except ServiceError as error:
            complain(one_line(f"{name} was not cancelled. {_reason(error)}"))
            return _code_of(error)
        say(f"The service is cancelling {name}.")
        return Exit.SUCCEEDED

    async def _found(self, job: JobId, services: tuple[Service, ...]) -> tuple[Service, Details]:
        """Return the job and its service; raises JobRefused if several services have it."""
        found: dict[Service, Details] = {}
        faults: list[ServiceError] = []
        renewals = self._line.renewal.count
        for service in services:
            look = partial(self._client.details, service, job)
            try:
                found[service] = await self._line.request(look, renewals, USER_PATIENCE)
            except _NOT_THERE as error:
                faults.append(error)
        match list(found.items()):
            case [(service, details)]:
                return service, details
            case []:
                if refusals := [fault for fault in faults if not isinstance(fault, JobMissing)]:
                    raise refusals[0]
                raise JobMissing(NOT_FOUND if len(services) > 1 else faults[0].message)
        raise JobRefused(
            f"Several services have a job with the ID {job}: {_named(found)}.",
            title="Not cancelled",
            advice=f"Name one of them by a URL: …/{next(iter(found))}/jobs/{job}",
        )


def _services(ref: JobRef, known: Job | None) -> tuple[Service, ...]:
    """Return the services that may have the job."""
    if known and known.found:
        return (known.service,)
    return (ref.service,) if ref.service else tuple(Service)


def _named(services: Iterable[Service]) -> str:
    return ", ".join(SERVICE_WORDS[service] for service in services)


def _reason(error: ServiceError) -> str:
    if error.retry_after:
        return f"{error.message} Try again in {error.retry_after:.0f} s."
    return error.message


def _code_of(error: ServiceError) -> Exit:
    match error:
        case JobMissing():
            return Exit.UNAVAILABLE
        case Refused() | WrongAddress():
            return Exit.REFUSED
    return Exit.FAILED


def _watched(paths: Paths, job: JobId) -> Job | None:
    """Return the job if it is watched: its service and its name are known then."""
    with suppress(StorageFault):
        return next((it for it in stored_jobs(paths.database, courses=False) if it.id == job), None)
    return None


def _have_checked(paths: Paths, ref: JobRef) -> None:
    """Have a running program check the job at once."""
    with suppress(RunningProgramFault):
        ask(paths, Request(Kind.CHECK, (WantedJob(ref.id, ref.service),)), Done)
