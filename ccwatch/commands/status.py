"""The command `status`: what the running program is doing, as text or as JSON.

The program answers with data; the text here is English, whatever its window's language.
"""

import os
from collections import Counter
from collections.abc import Iterable
from typing import Any

from ccwatch.clock import SystemClock
from ccwatch.core.durations import span
from ccwatch.core.errors import RunningProgramFault
from ccwatch.core.job import Phase
from ccwatch.core.plain_text import one_line
from ccwatch.core.tally import Tally, counts, tally_of
from ccwatch.core.utc import iso
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.disk.reading import stored_jobs
from ccwatch.ipc.client import ask
from ccwatch.ipc.messages import (
    AccountState,
    Kind,
    ProgramStatus,
    Request,
    SignInKind,
)
from ccwatch.terminal.exit_code import Exit
from ccwatch.terminal.job_lines import one_object
from ccwatch.terminal.output import complain, say

NOT_RUNNING = "ccwatch is not running."


def print_status(*, as_json: bool) -> Exit:
    """Print the running program's status, or that none is running; NO_ANSWER without a reply."""
    paths = paths_for(os.environ)
    status, fault = None, None
    try:
        status = ask(paths, Request(Kind.STATUS), ProgramStatus)
    except RunningProgramFault as error:
        fault = error
        complain(error)
    if as_json:
        say(one_object(_fields(paths, status, fault)))
    elif status:
        say("\n".join(status_lines(status, SystemClock().now())))
    elif not fault:
        say(NOT_RUNNING)
    return Exit.NO_ANSWER if fault else Exit.SUCCEEDED


def status_lines(status: ProgramStatus, now: float) -> list[str]:
    """Return the status at `now` (UTC seconds) as lines of text."""
    active = sum(status.phases.get(phase, 0) for phase in (Phase.ACTIVE, Phase.ENDING))
    jobs = sum(status.phases.values())
    lines = [
        f"ccwatch {one_line(status.program)} is running.",
        counts(Tally(jobs, status.watched, active, status.to_look_at)),
        *_account_lines(status.account),
    ]
    if (since := status.unreachable_since) is not None:
        code = f" ({one_line(status.unreachable_code)})" if status.unreachable_code else ""
        lines.append(f"The service has not been reachable for {span(now - since)}{code}.")
    if (until := status.paused_until) is not None and until > now:
        lines.append(f"The service asked ccwatch to wait for another {span(until - now)}.")
    used, limit = status.requests_this_hour, status.requests_per_hour
    lines.append(f"{used:,} of {limit:,} requests used this hour.")
    return lines


def _account_lines(account: AccountState) -> Iterable[str]:
    name = one_line(account.name or "")
    match account.sign_in, account.signed_in:
        case SignInKind.NONE, _:
            yield "No sign-in is set up."
        case SignInKind.TOKEN, False:
            yield "The service does not accept CCWATCH_ACCESS_TOKEN."
        case SignInKind.TOKEN, _:
            yield "Signed in through CCWATCH_ACCESS_TOKEN."
        case SignInKind.BROWSER, True:
            yield f"Signed in as {name}." if name else "Signed in."
        case SignInKind.BROWSER, False:
            yield "Not signed in, so no jobs are checked. To sign in: ccwatch sign-in"
        case _:
            yield "ccwatch does not know yet whether you are signed in."
    if account.kept is False:
        yield "The sign-in could not be read or saved. To find out why: ccwatch doctor"


def _fields(
    paths: Paths, status: ProgramStatus | None, fault: RunningProgramFault | None
) -> dict[str, Any]:
    """Return the status as JSON fields; without a reply from a program, the jobs are the file's."""
    if status is None:
        paths.examine()
        jobs = stored_jobs(paths.database)
        phases, tally = Counter(job.phase for job in jobs), tally_of(jobs)
        watched, to_look_at = tally.unfinished, tally.to_look_at
        lines = [one_line(fault.message) if fault else NOT_RUNNING]
    else:
        phases, watched, to_look_at = Counter(status.phases), status.watched, status.to_look_at
        lines = status_lines(status, SystemClock().now())
    account = status and status.account
    return {
        "running": status is not None or fault is not None,
        "answering": status is not None,
        "version": status and status.program,
        "signed_in": account and account.signed_in,
        "account": account and account.name,
        "sign_in": account and account.sign_in.value,
        "sign_in_kept": account and account.kept,
        "unreachable_since": iso(status.unreachable_since) if status else None,
        "unreachable_code": (status and status.unreachable_code) or None,
        "paused_until": iso(status.paused_until) if status else None,
        "jobs": {phase.value: phases[phase] for phase in Phase},
        "watched": watched,
        "needs_attention": to_look_at,
        "requests_this_hour": status and status.requests_this_hour,
        "requests_per_hour": status and status.requests_per_hour,
        "lines": lines,
    }
