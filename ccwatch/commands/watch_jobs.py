"""Composition root of the commands that open no window: watch, add, sign-in, …."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

from ccwatch.clock import SystemClock
from ccwatch.core.errors import JobRefused, SettingRefused, StorageFault
from ccwatch.core.events import Added, Event, Removed
from ccwatch.core.job import Job, Service
from ccwatch.core.job_refs import JobRef, read_job
from ccwatch.core.settings import Settings
from ccwatch.core.words import job_name
from ccwatch.disk.journal import Journal
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.disk.presets import presets_of_this_copy
from ccwatch.disk.reading import read_jobs
from ccwatch.disk.settings_in_force import open_home
from ccwatch.ipc.client import hand_over, relayed_lines
from ccwatch.system.environment import own_environment
from ccwatch.system.lock import Lock
from ccwatch.terminal.exit_code import Exit
from ccwatch.terminal.job_lines import one_object
from ccwatch.terminal.output import complain, say
from ccwatch.terminal.streams import keep_columns

if TYPE_CHECKING:
    from ccwatch.cloud.account import Account
    from ccwatch.cloud.connection import Connection
    from ccwatch.terminal.following import SignIn
    from ccwatch.terminal.view import View

Told = tuple[str, Event | None]
Change = Callable[[list[Job], float], Iterable[Told]]
TRIES, BETWEEN_TRIES = 10, 0.3
QUIT_TRIES = 30


def add_jobs(texts: Sequence[str]) -> Exit:
    """Have jobs watched and say what became of each text; USAGE when one was refused."""
    refs: list[JobRef] = []
    accepted: list[str] = []
    code = Exit.SUCCEEDED
    for text in texts:
        try:
            refs.append(read_job(text))
            accepted.append(text)
        except JobRefused as error:
            complain(error)
            code = Exit.USAGE
    if accepted:
        _change("add", accepted, lambda jobs, now: _additions(refs, jobs, now))
    return code


def remove_jobs(refs: Sequence[JobRef]) -> Exit:
    """Have jobs no longer watched, and say what became of each."""
    _change("remove", [ref.id for ref in refs], lambda jobs, now: _removals(refs, jobs, now))
    return Exit.SUCCEEDED


def print_status(*, as_json: bool) -> Exit:
    """Print what the running program says, or that none runs."""
    paths = paths_for(os.environ)
    answer = hand_over(paths, {"do": "status"})
    lines = ["ccwatch is not running."] if answer is None else relayed_lines(answer)
    if as_json:
        paths.examine()
        jobs = read_jobs(paths.database)
        watched = sum(job.watched for job in jobs)
        running = answer is not None
        say(one_object({"running": running, "watched": watched, "lines": lines}))
    else:
        say("\n".join(lines))
    return Exit.SUCCEEDED


def watch_jobs(
    refs: Sequence[JobRef], *, as_json: bool, timeout: float | None, live: bool = True
) -> Exit:
    """Follow the jobs here until all have ended; raises SignInNeeded and SignInFailed.

    On a terminal it shows a live table, unless that is not wanted.
    """
    paths, clock = paths_for(os.environ), SystemClock()
    view = _view(clock, as_json=as_json, live=live)
    code = asyncio.run(_watch(refs, paths, clock, view, timeout))
    if code is Exit.TIMED_OUT:
        complain(f"Not all jobs have ended after {timeout:g} s.")
    return code


def sign_in() -> Exit:
    """Sign in by browser, in the running program if there is one; raises SignInFailed."""
    from ccwatch.terminal import signing_in

    paths = paths_for(os.environ)
    if _told_the_program(paths, "sign-in"):
        return Exit.SUCCEEDED
    return signing_in.sign_in(_account(paths), say)


def sign_out() -> Exit:
    """Forget the sign-in, in the running program if there is one; raises SignInFailed."""
    from ccwatch.terminal import signing_in

    paths = paths_for(os.environ)
    if _told_the_program(paths, "sign-out"):
        return Exit.SUCCEEDED
    return signing_in.sign_out(_account(paths, strict=False), say)


def quit_program() -> Exit:
    """Have the running program quit, and wait until it has; FAILED when none runs."""
    paths = paths_for(os.environ)
    lock = Lock(paths.lock)
    if not _told_the_program(paths, "quit"):
        say("ccwatch is not running.")
        return Exit.FAILED
    for _ in range(QUIT_TRIES):
        if lock.acquire():
            lock.release()
            return Exit.SUCCEEDED
        threading.Event().wait(BETWEEN_TRIES)
    complain("It has not ended yet.")
    return Exit.FAULT


def _account(paths: Paths, *, strict: bool = True) -> "Account":
    from ccwatch.cloud.connection import account_for

    return account_for(_settings(paths, strict=strict), own_environment(), paths.sign_in)


def _told_the_program(paths: Paths, do: str) -> bool:
    """Have the running program do it; return whether one runs. Raises StorageFault."""
    if (answer := hand_over(paths, {"do": do})) is None:
        return False
    _print_answer(answer)
    return True


def _print_answer(answer: Mapping[str, Any]) -> None:
    if not answer.get("ok"):
        raise StorageFault(str(answer.get("error")), title="The running program refused")
    say("\n".join(relayed_lines(answer)))


async def _watch(
    refs: Sequence[JobRef],
    paths: Paths,
    clock: SystemClock,
    view: "View",
    timeout: float | None,
) -> Exit:
    from ccwatch.cloud.connection import connect
    from ccwatch.terminal.following import follow

    settings = _settings(paths)
    with closing(connect(settings, own_environment(), paths.sign_in, clock)) as connection:
        return await follow(
            refs,
            connection.client,
            clock,
            view,
            budget=connection.budget,
            timeout=timeout,
            sign_in=_sign_in(connection),
        )


def _settings(paths: Paths, *, strict: bool = True) -> Settings:
    """Open the home and return its settings; says on standard error what is wrong with a file.

    Raises SettingRefused for a wrong variable: the environment is the script's own word, and what
    it asks for is not to go elsewhere. Without `strict` it is said, and not used.
    """
    found = open_home(paths, presets_of_this_copy(), own_environment())
    said = found.complaints if strict else (*found.refused, *found.complaints)
    for complaint in said:
        complain(complaint)
    if strict and found.refused:
        raise SettingRefused(" ".join(found.refused))
    return found.settings


def _view(clock: SystemClock, *, as_json: bool, live: bool) -> "View":
    from ccwatch.terminal.view import json_lines, text_lines

    if as_json:
        return json_lines()
    if live and sys.stdout.isatty():
        from rich.console import Console

        from ccwatch.terminal.live_table import LiveTable

        console = Console()
        if not console.is_dumb_terminal:
            keep_columns()
            return LiveTable(console, clock)
    return text_lines()


def _sign_in(connection: "Connection") -> "SignIn | None":
    """Return how the person at this terminal signs in; None without a person or a client id."""
    account = connection.account
    if not account.can_sign_in or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None

    async def sign_in(say: Callable[[str], None]) -> object:
        cancelled = threading.Event()

        def show(address: str) -> None:
            say(f"Sign in with a browser on this computer:\n{address}")

        try:
            return await connection.workers.run(account.sign_in, show, cancelled)
        finally:
            cancelled.set()

    return sign_in


def _change(do: str, texts: list[str], change: Change) -> None:
    """Have the running program do it, or do it in its stead while none runs."""
    paths = paths_for(os.environ)
    paths.prepare()
    lock = Lock(paths.lock)
    for _ in range(TRIES):
        if answer := hand_over(paths, {"do": do, "jobs": texts}):
            _print_answer(answer)
            return
        if lock.acquire():
            break
        threading.Event().wait(BETWEEN_TRIES)
    else:
        raise StorageFault("Another ccwatch has it, and does not answer.", advice="Try again.")
    try:
        with closing(Journal(paths.database)) as journal:
            changes = list(change(journal.load(), SystemClock().now()))
            journal.record([event for _, event in changes if event])
    finally:
        lock.release()
    for line, _ in changes:
        say(line)


def _additions(refs: Sequence[JobRef], jobs: Iterable[Job], now: float) -> Iterator[Told]:
    known = {job.id for job in jobs}
    for ref in refs:
        if ref.id in known:
            yield f"Already watched: {ref.id}", None
        else:
            known.add(ref.id)
            yield f"Watching {ref.id}", Added(ref.id, now, ref.service or Service.MODELING)


def _removals(refs: Sequence[JobRef], jobs: Iterable[Job], now: float) -> Iterator[Told]:
    known = {job.id: job for job in jobs}
    for ref in refs:
        if job := known.pop(ref.id, None):
            yield f"No longer watching {job_name(job)}", Removed(job.id, now)
        else:
            yield f"Not watched: {ref.id}", None
