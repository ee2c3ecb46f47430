"""The command `list --mine`: the user's own jobs, as the services list them."""

import asyncio
import os
from contextlib import closing
from dataclasses import replace
from typing import Any

from ccwatch.clock import SystemClock
from ccwatch.cloud.connection import connect
from ccwatch.commands.following import HOW_TO_SIGN_IN
from ccwatch.commands.list_jobs import print_jobs
from ccwatch.commands.open_home import opened_settings
from ccwatch.core.errors import SignInNeeded
from ccwatch.core.job import OUTCOMES, Job, JobId
from ccwatch.core.my_jobs import AllMyJobs, listed_since, worth_a_look
from ccwatch.core.service_replies import Listed
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.disk.reading import stored_jobs
from ccwatch.system.environment import own_environment
from ccwatch.system.workers import Workers
from ccwatch.terminal.exit_code import Exit
from ccwatch.terminal.job_lines import job_fields, one_object
from ccwatch.terminal.output import complain, say
from ccwatch.watching.job_lists import Lists
from ccwatch.watching.request_line import USER_PATIENCE
from ccwatch.watching.watcher import Watcher

NO_JOBS = "The services list no jobs for your account."


def list_my_jobs(*, as_json: bool) -> Exit:
    """Print the user's jobs that have not ended, or did in the last 30 days; newest first.

    What is known of those that are watched is added. FAILED if the list is not complete, other
    than by services that offer none. Raises SignInNeeded, and ServiceError without any list.
    """
    paths, clock = paths_for(os.environ), SystemClock()
    found, now = asyncio.run(_asked(paths, clock)), clock.now()
    watched = {job.id: job for job in stored_jobs(paths.database)}
    listed = worth_a_look(found.jobs, now)
    jobs = [_job(each, watched.get(each.id)) for each in listed]
    if as_json:
        say(one_object([_fields(job, job.id in watched, now) for job in jobs]))
    else:
        print_jobs(jobs, paths.database, now, NO_JOBS)
    if found.incomplete:
        complain(f"This list may not be complete: {found.incomplete}")
    return Exit.SUCCEEDED if found.whole else Exit.FAILED


async def _asked(paths: Paths, clock: SystemClock) -> AllMyJobs:
    settings = opened_settings(paths)
    with (
        closing(Workers()) as workers,
        closing(connect(settings, own_environment(), paths.sign_in, workers)) as connection,
    ):
        client = connection.client
        watcher = Watcher(client, clock, lambda _: None, connection.budget)
        try:
            lists = Lists(client, watcher.line, USER_PATIENCE)
            return await lists.all(listed_since(clock.now()))
        except SignInNeeded as error:
            raise SignInNeeded(error.message, advice=HOW_TO_SIGN_IN) from None


def _job(listed: Listed, known: Job | None) -> Job:
    """Return a listed job, with what is known of it if it is watched."""
    outcome = OUTCOMES.get(listed.details.phase)
    job = known or Job(listed.id, listed.service, listed_as=JobId(listed.details.id or listed.id))
    details = listed.details
    if job.details:
        details = replace(details, errors=job.details.errors, warnings=job.details.warnings)
    progress = None if outcome else job.progress
    return replace(job, details=details, outcome=outcome, progress=progress)


def _fields(job: Job, watched: bool, now: float) -> dict[str, Any]:
    fields = job_fields(job, now)
    return fields if watched else fields | {"watch": False, "added": None}
