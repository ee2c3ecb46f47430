"""The journal: jobs, observations, events and notifications in one SQLite file.

It stores the reducer's result for the events, so a restart continues where the last run stopped. An
event's notification is written in the same transaction, so that neither a crash nor a restart can
lose or repeat it. Only changes are kept as observations, and old ones are thinned. A job that is no
longer watched keeps its history; if it is added again, it starts a new course.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from ccwatch.core.course import gap_between
from ccwatch.core.events import (
    Added,
    Appeared,
    CameBack,
    CancelAccepted,
    Described,
    Ended,
    Event,
    JobEvent,
    Limited,
    Moved,
    NotContinued,
    Removed,
    Reopened,
    Seen,
    ServiceFound,
    SignedIn,
    SignInWanted,
    Stalled,
    Started,
    StateChanged,
    StepChanged,
    WaitsLong,
    WentUnreachable,
)
from ccwatch.core.experience import Experience, experience_from
from ccwatch.core.history_table import Record
from ccwatch.core.job import Job, JobId, Service
from ccwatch.core.jobs import Status
from ccwatch.core.my_jobs import LastList
from ccwatch.core.notice import Notice, NoticePage, NumberedNotice
from ccwatch.core.past import Past
from ccwatch.disk import job_rows, list_rows, notice_rows, past_rows, score_rows
from ccwatch.disk.id_spelling import respell
from ccwatch.disk.journal_state import JournalState, Say
from ccwatch.disk.opening import IN_MEMORY, opened
from ccwatch.disk.reading import storage_faults

HISTORY = (
    Added,
    CancelAccepted,
    Appeared,
    Started,
    StepChanged,
    StateChanged,
    Stalled,
    WaitsLong,
    NotContinued,
    ServiceFound,
    Reopened,
    Ended,
    SignInWanted,
    SignedIn,
    WentUnreachable,
    CameBack,
    Limited,
)
OBSERVED = (Moved, StepChanged)
ANSWERS = (Seen, Described)
KEPT_WHOLE = 30 * 86_400.0
_THIN = """
    DELETE FROM moves WHERE at < :old AND number NOT IN (
        SELECT min(number) FROM moves WHERE at < :old
        GROUP BY job, step, CAST(at / 3600 AS INTEGER)
        UNION SELECT max(number) FROM moves GROUP BY job
    )
"""


def nothing_to_say(event: Event, job: Job | None, waiting: int) -> None:
    """Return no notification, whatever the event."""


class Journal:
    """An open journal, tied to the thread that created it.

    `say` returns the notification for an event, given the job after it and how many jobs wait.
    `complaint` says what was wrong with the existing file, "" for nothing.
    """

    def __init__(self, path: Path, say: Say = nothing_to_say) -> None:
        self._path = path
        self._say = say
        with storage_faults(path):
            self._connection, self.complaint = opened(path)
            try:
                respell(self._connection)
                jobs = {job.id: job for job in job_rows.read(self._connection)}
                status = past_rows.last_status(self._connection)
                self._known = JournalState(jobs, status)
            except BaseException:
                self._connection.close()
                raise

    @classmethod
    def in_memory(cls, say: Say = nothing_to_say, jobs: Sequence[Job] = ()) -> "Journal":
        """Return a journal of these jobs for this run only, when the disk cannot be used."""
        journal = cls(Path(IN_MEMORY), say)
        with journal._transaction(durable=False) as writing:
            job_rows.take_over(writing, jobs)
        journal._known = JournalState({job.id: job for job in jobs}, Status())
        return journal

    def load(self) -> list[Job]:
        """Return the watched jobs, in the order in which they were added."""
        return list(self._known.jobs.values())

    def experience(self) -> Experience:
        """Return what finished jobs tell; in an older file their estimates are scored first."""
        if self._known.experience is None:
            with storage_faults(self._path):
                track = score_rows.read(self._connection)
            found = self._known.experience = experience_from(self.load(), track)
            if track is None:
                with self._transaction(durable=False) as writing:
                    score_rows.add_all(writing, found.track)
        return self._known.experience

    def status(self) -> Status:
        """Return the last recorded state of the account and the service."""
        return self._known.status

    def record(self, events: Sequence[Event], *, told_already: int = 0) -> list[NumberedNotice]:
        """Write the events' changes and notifications in one transaction.

        Returns the notifications to show. Those of the first `told_already` events, which were
        shown while the disk was unavailable, are written as shown. Raises StorageFault.
        """
        if any(isinstance(event, Ended) for event in events):
            self.experience()
        known = self._known.copy()
        touched = {event.job for event in events if isinstance(event, JobEvent)}
        recorded: list[NumberedNotice] = []
        durable = not all(known.is_routine(event) for event in events)
        with self._trying(), self._transaction(durable=durable) as writing:
            for index, event in enumerate(events):
                _fold(writing, known, event)
                if notice := known.take(event, self._say):
                    shown = event.at if index < told_already else None
                    number = notice_rows.add(writing, notice, event.at, shown)
                    if shown is None and not notice.silent:
                        recorded.append(NumberedNotice(number, notice))
                _append(writing, event)
            for job in touched & known.jobs.keys():
                job_rows.write(writing, known.jobs[job])
            for scored in known.unwritten:
                score_rows.add(writing, scored)
        self._known = known
        return recorded

    def said_of(self, events: Sequence[Event], *, told_already: int = 0) -> list[Notice]:
        """Return the notifications that `record` would return, without writing anything."""
        known = self._known.copy()
        notices = [known.take(event, self._say) for event in events]
        self._known.link_again()
        return [notice for notice in notices[told_already:] if notice and not notice.silent]

    def service_of(self, job: JobId) -> Service | None:
        """Return the service of a job that is or was watched."""
        with storage_faults(self._path):
            return job_rows.service_of(self._connection, job)

    def removed(self, jobs: Sequence[JobId]) -> set[JobId]:
        """Return those of the jobs that the user removed, and did not add again."""
        with storage_faults(self._path):
            return job_rows.removed(self._connection, jobs)

    def lists(self) -> dict[Service, LastList]:
        """Return each service's last complete list of the user's own jobs."""
        with storage_faults(self._path):
            return list_rows.read(self._connection)

    def note_lists(self, lists: Mapping[Service, LastList]) -> None:
        """Write each service's last complete list, in place of those before."""
        with self._transaction(durable=False) as writing:
            list_rows.write(writing, lists)

    def past(self, job: JobId) -> Past:
        """Return what the window shows of the job's past."""
        with storage_faults(self._path):
            return past_rows.past(self._connection, job)

    def record_of(self, job: JobId) -> Record:
        """Return everything recorded of the job since it was added."""
        with storage_faults(self._path):
            return past_rows.record(self._connection, job)

    def mark_shown(self, numbers: Sequence[int], at: float, taken: bool | None = None) -> None:
        """Mark notifications as shown, and whether a notification system accepted them."""
        with self._transaction(durable=True) as writing:
            notice_rows.mark_shown(writing, numbers, at, taken)

    def mark_held(self, numbers: Sequence[int], at: float) -> None:
        """Mark notifications as held back by quiet hours or a snooze."""
        with self._transaction(durable=False) as writing:
            notice_rows.mark_held(writing, numbers, at)

    def mark_read(self, numbers: Sequence[int] | None, at: float) -> None:
        """Mark notifications as read by the user; None: all."""
        with self._transaction(durable=False) as writing:
            notice_rows.mark_read(writing, numbers, at)

    def pending_notices(self) -> list[NumberedNotice]:
        """Return the notifications that were recorded but not shown, oldest first."""
        with storage_faults(self._path):
            return notice_rows.pending(self._connection)

    def notices(self, limit: int) -> NoticePage:
        """Return the newest notifications."""
        with storage_faults(self._path):
            return notice_rows.newest(self._connection, limit)

    def thin(self, now: float) -> int:
        """Thin observations older than 30 days to one per hour and step; return the number removed.

        Events and notifications stay, and so do each job's last observation and each step's first.
        """
        with self._transaction(durable=False) as writing:
            return writing.execute(_THIN, {"old": now - KEPT_WHOLE}).rowcount

    def close(self) -> None:
        """Close the file; everything recorded is in it."""
        self._connection.close()

    @contextmanager
    def _trying(self) -> Iterator[None]:
        """Undo after a failure what the copy of the state shares with the original."""
        try:
            yield
        except BaseException:
            self._known.link_again()
            raise

    @contextmanager
    def _transaction(self, *, durable: bool) -> Iterator[sqlite3.Connection]:
        with storage_faults(self._path):
            # In WAL mode NORMAL survives a crash of the program; FULL also survives a power cut.
            self._connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            with self._connection as connection:
                yield connection


def _fold(connection: sqlite3.Connection, known: JournalState, event: Event) -> None:
    """Apply the event to the list of jobs in the file, or end a gap."""
    if isinstance(event, Added) and event.job not in known.jobs:
        job_rows.begin(connection, event.job, event.service, event.at)
    elif isinstance(event, Removed):
        job_rows.remove(connection, event.job, event.at)
    elif isinstance(event, ANSWERS) and event.job in known.jobs:
        gap = gap_between(known.jobs[event.job].checked, event.at)
        if gap is not None:
            past_rows.note_gap(connection, event.job, gap)


def _append(connection: sqlite3.Connection, event: Event) -> None:
    if isinstance(event, OBSERVED):
        job_rows.observe(connection, event)
    if isinstance(event, HISTORY):
        past_rows.append(connection, event)
