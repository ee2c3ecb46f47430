"""The commands `add` and `remove`: by the running program, or directly if none is running."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing

from ccwatch.clock import SystemClock
from ccwatch.core.errors import JobRefused
from ccwatch.core.events import Added, Event, Removed
from ccwatch.core.job import Job, Service
from ccwatch.core.job_refs import JobRef, read_job
from ccwatch.core.job_words import job_name
from ccwatch.core.plain_text import one_line
from ccwatch.disk.journal import Journal
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.ipc.client import ask
from ccwatch.ipc.messages import (
    MOST_IN_REQUEST,
    JobChange,
    JobChanges,
    JobResult,
    Kind,
    Request,
    WantedJob,
)
from ccwatch.system.file_lock import Lock
from ccwatch.terminal.exit_code import Exit
from ccwatch.terminal.output import complain, say

Planned = tuple[JobChange, Event | None]
Plan = Callable[[Sequence[JobRef], Iterable[Job], float], Iterator[Planned]]
_WORDS = {
    JobResult.WATCHING: "Watching {id}",
    JobResult.ALREADY_WATCHED: "Already watched: {id}",
    JobResult.NO_LONGER_WATCHED: "No longer watching {name}",
    JobResult.NOT_WATCHED: "Not watched: {id}",
}


def add_jobs(texts: Sequence[str]) -> Exit:
    """Add jobs and print the result for each text; USAGE if any was refused."""
    refs: list[JobRef] = []
    code = Exit.SUCCEEDED
    for text in texts:
        try:
            refs.append(read_job(text))
        except JobRefused as error:
            complain(error)
            code = Exit.USAGE
    _change(Kind.ADD, refs, _additions)
    return code


def remove_jobs(refs: Sequence[JobRef]) -> Exit:
    """Remove jobs and print the result for each."""
    _change(Kind.REMOVE, refs, _removals)
    return Exit.SUCCEEDED


def _change(kind: Kind, refs: Sequence[JobRef], plan: Plan) -> None:
    """Make the change in batches of one message each, and print the result for each job."""
    paths = paths_for(os.environ)
    if refs:
        paths.prepare()
    for first in range(0, len(refs), MOST_IN_REQUEST):
        for change in _changed(paths, kind, refs[first : first + MOST_IN_REQUEST], plan):
            name, id = (one_line(text) for text in (change.name, change.id))
            say(_WORDS[change.result].format(name=name, id=id))


def _changed(paths: Paths, kind: Kind, refs: Sequence[JobRef], plan: Plan) -> Iterable[JobChange]:
    """Have the running program make the change, or make it directly; raises RunningProgramFault."""
    request = Request(kind, tuple(WantedJob(ref.id, ref.service) for ref in refs))
    lock = Lock(paths.lock)
    while (reply := ask(paths, request, JobChanges)) is None:
        if lock.acquire():
            try:
                return _recorded(paths, refs, plan)
            finally:
                lock.release()
    return reply.jobs


def _recorded(paths: Paths, refs: Sequence[JobRef], plan: Plan) -> list[JobChange]:
    with closing(Journal(paths.database)) as journal:
        planned = list(plan(refs, journal.load(), SystemClock().now()))
        journal.record([event for _, event in planned if event])
    return [change for change, _ in planned]


def _additions(refs: Sequence[JobRef], jobs: Iterable[Job], now: float) -> Iterator[Planned]:
    known = {job.id for job in jobs}
    for ref in refs:
        if ref.id in known:
            yield JobChange(ref.id, ref.id, JobResult.ALREADY_WATCHED), None
        else:
            known.add(ref.id)
            added = Added(ref.id, now, ref.service or Service.MODELING)
            yield JobChange(ref.id, ref.id, JobResult.WATCHING), added


def _removals(refs: Sequence[JobRef], jobs: Iterable[Job], now: float) -> Iterator[Planned]:
    known = {job.id: job for job in jobs}
    for ref in refs:
        if job := known.pop(ref.id, None):
            change = JobChange(ref.id, job_name(job), JobResult.NO_LONGER_WATCHED)
            yield change, Removed(job.id, now)
        else:
            yield JobChange(ref.id, ref.id, JobResult.NOT_WATCHED), None
