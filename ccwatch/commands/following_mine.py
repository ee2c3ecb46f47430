"""Follows the user's own jobs without a window, as they are submitted anywhere."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from ccwatch.clock import Clock
from ccwatch.commands.following import Follower, SignIn, run_until_over
from ccwatch.core.budget import Budget
from ccwatch.core.errors import ServiceError
from ccwatch.core.events import Event
from ccwatch.core.job import JobId, Service
from ccwatch.core.my_jobs import not_offered
from ccwatch.terminal.exit_code import Exit, exit_of
from ccwatch.terminal.watch_view import View
from ccwatch.watching.job_lists import Lists
from ccwatch.watching.list_watcher import ListWatcher
from ccwatch.watching.protocol import JobClient, ListClient
from ccwatch.watching.watcher import Watcher


class Client(JobClient, ListClient, Protocol):
    """Queries the services for jobs and for lists of them."""


async def follow_mine(
    client: Client,
    clock: Clock,
    view: View,
    *,
    budget: Budget,
    until_idle: bool,
    timeout: float | None = None,
    sign_in: SignIn | None = None,
) -> Exit:
    """Follow the user's jobs until interrupted, or for `timeout` seconds.

    With `until_idle` until no job is left in any service. Raises SignInNeeded as soon as a sign-in
    is needed and there is no `sign_in`.
    """
    follower = Follower(view, open_end=True)
    refused: dict[Service, ServiceError] = {}
    finished = False

    def publish(event: Event) -> None:
        follower.publish(event)
        lists.hear(event)

    def take_refusal(found: Mapping[Service, ServiceError]) -> None:
        refused.update(found)
        view.say(not_offered(found))
        if len(refused) == len(Service):
            follower.end()

    def take_round(idle: bool) -> None:
        nonlocal finished
        if until_idle and idle and follower.all_ended:
            finished = True
            follower.end()

    watcher = Watcher(client, clock, publish, budget)
    lists = ListWatcher(
        Lists(client, watcher.line),
        watcher,
        clock,
        removed=_none,
        not_offered=take_refusal,
        listed=take_round,
    )
    lists.follow(True, quietly=True)
    with view:
        parts = [watcher.run(), lists.run()]
        await run_until_over(follower, watcher, view, parts, timeout, sign_in)
    if len(refused) == len(Service):
        return Exit.REFUSED
    return exit_of(follower.jobs.values(), follower.refused) if finished else Exit.TIMED_OUT


async def _none(_: Sequence[JobId]) -> Sequence[JobId]:
    return ()
