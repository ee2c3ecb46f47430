"""Composition root of the command `watch`."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from ccwatch.clock import SystemClock
from ccwatch.commands.open_home import opened_settings
from ccwatch.core.job_refs import JobRef
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.system.environment import own_environment
from ccwatch.terminal.exit_code import Exit
from ccwatch.terminal.output import complain
from ccwatch.terminal.streams import keep_columns

if TYPE_CHECKING:
    from ccwatch.cloud.connection import Connection
    from ccwatch.commands.following import SignIn
    from ccwatch.terminal.watch_view import View


def watch_jobs(
    refs: Sequence[JobRef] | None,
    *,
    as_json: bool,
    timeout: float | None,
    live: bool = True,
    until_idle: bool = False,
) -> Exit:
    """Follow the jobs in this process until all have ended; raises SignInNeeded and SignInFailed.

    Without `refs` the user's own jobs of all services, as they are submitted: until interrupted,
    or with `until_idle` until none is left. On a terminal it shows a live table, unless that is
    switched off.
    """
    paths, clock = paths_for(os.environ), SystemClock()
    view = _view(clock, as_json=as_json, live=live)
    code = asyncio.run(_watch(refs, paths, clock, view, timeout, until_idle=until_idle))
    if code is Exit.TIMED_OUT:
        complain(f"Not all jobs have ended after {timeout:g} s.")
    return code


async def _watch(
    refs: Sequence[JobRef] | None,
    paths: Paths,
    clock: SystemClock,
    view: "View",
    timeout: float | None,
    *,
    until_idle: bool,
) -> Exit:
    from ccwatch.cloud.connection import connect
    from ccwatch.commands.following import follow
    from ccwatch.system.workers import Workers

    settings = opened_settings(paths)
    with (
        closing(Workers()) as workers,
        closing(connect(settings, own_environment(), paths.sign_in, workers)) as connection,
    ):
        client, budget, sign_in = connection.client, connection.budget, _sign_in(connection)
        if refs is not None:
            return await follow(
                refs, client, clock, view, budget=budget, timeout=timeout, sign_in=sign_in
            )
        from ccwatch.commands.following_mine import follow_mine

        return await follow_mine(
            client,
            clock,
            view,
            budget=budget,
            until_idle=until_idle,
            timeout=timeout,
            sign_in=sign_in,
        )


def _view(clock: SystemClock, *, as_json: bool, live: bool) -> "View":
    from ccwatch.terminal.watch_view import json_lines, text_lines

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
    """Return how to sign in from this terminal; None if not interactive or without a client ID."""
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
