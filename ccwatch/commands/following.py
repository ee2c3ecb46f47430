"""Follows jobs without a window, until all have ended or continuing is pointless."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any

from ccwatch.clock import Clock
from ccwatch.core.budget import Budget
from ccwatch.core.errors import SignInNeeded
from ccwatch.core.events import Event, JobEvent, QueryFailed, SignInWanted
from ccwatch.core.job import Job, JobId
from ccwatch.core.job_refs import JobRef
from ccwatch.core.job_words import job_name
from ccwatch.core.jobs import Status, job_after, status_after
from ccwatch.core.plain_text import one_line
from ccwatch.terminal.exit_code import Exit, exit_of
from ccwatch.terminal.watch_view import View
from ccwatch.watching.protocol import JobClient
from ccwatch.watching.watcher import Watcher

HOW_TO_SIGN_IN = (
    "Sign in with “ccwatch sign-in”, which needs a client ID (“ccwatch config set client_id …” "
    "or CCWATCH_CLIENT_ID), or set CCWATCH_ACCESS_TOKEN."
)
SignIn = Callable[[Callable[[str], None]], Awaitable[object]]


class Follower:
    """The state of the followed jobs; shows each event, and detects when all have ended.

    `over` completes with the last end, or with the error that made continuing impossible. `refused`
    are the jobs that the service refuses for good and has never answered about: they count as
    ended. With `open_end` more jobs may come, and the last end is not that of the following.
    """

    def __init__(self, view: View, *, open_end: bool = False) -> None:
        self.jobs: dict[JobId, Job] = {}
        self.refused: set[JobId] = set()
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.signed_out = asyncio.Event()
        self.status = Status()
        self._view = view
        self._open_end = open_end

    @property
    def all_ended(self) -> bool:
        """Whether nothing is left to wait for."""
        return all(not job.unfinished or job.id in self.refused for job in self.jobs.values())

    def end(self) -> None:
        """End the following, unless it has ended."""
        if not self.over.done():
            self.over.set_result(None)

    def publish(self, event: Event) -> None:
        """Handle an event; a view whose output is lost ends the following."""
        if self.over.done():
            return
        try:
            self._take(event)
        except Exception as error:
            self.over.set_exception(error)

    def _take(self, event: Event) -> None:
        if isinstance(event, QueryFailed):
            self._say_once(event)
        if isinstance(event, JobEvent):
            if (job := job_after(self.jobs.get(event.job), event)) is not None:
                self.jobs[event.job] = job
        else:
            self.status = status_after(self.status, event)
        self._view.show(event, self.jobs, self.status)
        if isinstance(event, JobEvent):
            self._note_refusal(event)
        if isinstance(event, SignInWanted):
            self.signed_out.set()
        if self.all_ended and not self._open_end:
            self.end()

    def _note_refusal(self, event: JobEvent) -> None:
        if self.jobs[event.job].found:
            self.refused.discard(event.job)
        elif isinstance(event, QueryFailed) and event.for_good:
            self.refused.add(event.job)

    def _say_once(self, event: QueryFailed) -> None:
        """Print why a query failed, unless another job has already failed for the same reason."""
        trouble = event.trouble
        if all(job.trouble != trouble for job in self.jobs.values()):
            name = job_name(self.jobs[event.job])
            advice = trouble.advice if event.for_good else ""
            self._view.say(one_line(f"{name} — {trouble.title}: {trouble.message} {advice}"))


async def follow(
    refs: Iterable[JobRef],
    client: JobClient,
    clock: Clock,
    view: View,
    *,
    budget: Budget | None = None,
    timeout: float | None = None,
    sign_in: SignIn | None = None,
) -> Exit:
    """Follow the jobs until all have ended or `timeout` seconds have passed.

    A job that the service refuses for good from its first query on does not prolong the wait.
    Raises SignInNeeded as soon as a sign-in is needed and there is no `sign_in`.
    """
    follower = Follower(view)
    watcher = Watcher(client, clock, follower.publish, budget or Budget())
    with view:
        for ref in refs:
            watcher.add(ref)
        await run_until_over(follower, watcher, view, [watcher.run()], timeout, sign_in)
    return exit_of(follower.jobs.values(), follower.refused)


async def run_until_over(
    follower: Follower,
    watcher: Watcher,
    view: View,
    parts: Iterable[Coroutine[Any, Any, None]],
    timeout: float | None,
    sign_in: SignIn | None,
) -> None:
    """Run the parts until the following is over, or for `timeout` seconds; raises SignInNeeded."""

    async def sign_in_when_needed() -> None:
        while True:
            await follower.signed_out.wait()
            follower.signed_out.clear()
            if sign_in is None:
                raise SignInNeeded(follower.status.sign_in_reason, advice=HOW_TO_SIGN_IN)
            await sign_in(view.say)
            watcher.signed_in()

    tasks = {asyncio.ensure_future(part) for part in (*parts, sign_in_when_needed())}
    try:
        ended, _ = await asyncio.wait(
            {follower.over, *tasks}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED
        )
        for end in ended:
            end.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
