"""The seven jobs of the design's sketch, created from replies as in the program."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple, cast

from ccwatch.core.events import Added, Event, JobEvent, LookedAt, Scheduled
from ccwatch.core.job import Details, Job, JobId, Output, Progress, Remark, Service
from ccwatch.core.notice import NoticePage, notice_for
from ccwatch.core.past import Past
from ccwatch.core.schedule import next_wait
from ccwatch.core.settings import Settings
from ccwatch.core.transition import advance, wants_details
from ccwatch.disk.journal import Journal

# Local time, so that the screens are the same in every time zone.
NOON = datetime(2026, 11, 18, 12, 1, 3)
NOW = NOON.timestamp()
UNREAD = 3
PREPARE, RUN = "Prepare_Production", "Run_Production"
ERRORS = (
    Remark("E-0731", "", "Image IMG_0731.jpg has no overlap with its neighbours."),
    Remark("E-0044", "", "Photogroup “drone 2” has too few tie points to be placed."),
)
WARNINGS = (Remark("W-0012", "", "112 of 1,840 images have no position of their own."),)


def at(clock: str, days_ago: int = 0) -> float:
    """Return a local time of day as UTC seconds."""
    time = datetime.strptime(clock, "%H:%M").time()
    return datetime.combine(NOON.date() - timedelta(days=days_ago), time).timestamp()


@dataclass(frozen=True)
class Life:
    """The service's data about a job over time.

    `stops` are times, the percentage reached, and the step that begins.
    """

    id: str
    details: Details
    stops: tuple[tuple[float, float, str], ...] = ()

    def progress(self, now: float) -> Progress:
        """Return the progress reply at that time, in whole percent."""
        if not self.stops or now < self.stops[0][0]:
            return Progress(None, "Queued")
        passed = [stop for stop in self.stops if stop[0] <= now]
        (began, low, step), further = passed[-1], self.stops[len(passed) :]
        share = (now - began) / (further[0][0] - began) if further else 0.0
        high = further[0][1] if further else low
        ended = self.details.ended is not None and now >= self.details.ended
        state = self.details.state if ended else "Active"
        return Progress(float(int(low + share * (high - low))), state, step)

    def described(self, now: float) -> Details:
        """Return the details reply at that time."""
        known = self.details
        if known.ended is not None and now < known.ended:
            known = replace(known, state="active", ended=None, errors=(), warnings=())
        if known.started is not None and now < known.started:
            known = replace(known, state="queued", started=None)
        return known


def _life(
    id: str, name: str, kind: str, state: str, *stops: tuple[float, float, str], **more: object
) -> Life:
    started = stops[0][0] if stops else None
    known = {
        "quality": "Extra",
        "outputs": (Output("OBJ"), Output("3MX")),
        "engines": 3.0,
        "started": started,
    }
    return Life(id, Details(name, kind, state, **{**known, **more}), stops)  # type: ignore[arg-type]


LIVES = (
    _life(
        "8f6c1d20-4b7e-4a55-9d3c-0a917c5e2b41", "Harbour bridge, west span", "Reconstruction",
        "active", (at("10:02"), 0, ""), (at("10:16"), 3, PREPARE), (at("11:04"), 19, RUN),
        (at("11:20"), 32, RUN), (at("11:40"), 47, RUN), (at("12:01"), 63.9, RUN),
        submitted=at("09:56"), units=14.5,
    ),
    _life(
        "1c0e7a44-93d1-4f0b-8f4e-6d2f0c1b7a10", "Quarry Lindenberg 2026-11", "Reconstruction",
        "active", (at("11:06"), 0, ""), (at("11:14"), 3, PREPARE), (at("12:01"), 18.4, PREPARE),
        submitted=at("11:02") + 36, units=40.0,
    ),
    _life(
        "b7d2e9f0-5c3a-4c9e-b1a7-2f8d4e6c9a33", "Old town façades, block C", "Full",
        "active", (at("10:02"), 0, ""), (at("10:12"), 22, PREPARE), (at("10:35"), 52, RUN),
        (at("11:08"), 71, RUN), (at("11:27"), 87.9, RUN), (at("13:00"), 87.9, RUN),
        submitted=at("09:51") + 28, units=22.0,
    ),
    _life(
        "40a9c8de-1b6f-47d2-a0e5-93c7b5d1f8e2", "Dam inspection, left bank", "Full", "queued",
        submitted=at("11:47"), units=9.0,
    ),
    _life(
        "e3b5f7a1-8d2c-4e60-9c14-7a0b6d9e5f27", "Tunnel portal north", "Calibration",
        "failed", (at("08:49"), 0, ""), (at("08:52"), 4, "Calibration"),
        (at("09:35"), 41.5, "Calibration"), (at("09:41"), 41.5, "Calibration"),
        submitted=at("08:40"), ended=at("09:41"), errors=ERRORS, warnings=WARNINGS, units=6.0,
    ),
    _life(
        "5a1f3c7e-2e9b-4d84-8b60-c4d7e1a0936f", "Windmill survey 7", "Full",
        "success", (at("14:10", 1), 0, ""), (at("14:30", 1), 12, PREPARE),
        (at("15:00", 1), 40, RUN), (at("15:40", 1), 78, RUN), (at("16:18", 1), 100, RUN),
        submitted=at("14:06", 1), ended=at("16:18", 1), units=11.0, cost=10.5,
    ),
    _life(
        "93d8b2c6-7f4a-41e5-bd0f-1e6a8c5d7b90", "Test run, low quality", "Full",
        "cancelled", (at("16:03", 5), 0, ""), (at("16:05", 5), 20, PREPARE),
        (at("16:20", 5), 33, RUN), submitted=at("16:00", 5), ended=at("16:20", 5), quality="Draft",
    ),
)  # fmt: skip
HARBOUR, QUARRY, OLD_TOWN, DAM, TUNNEL, WINDMILL, TEST_RUN = (JobId(life.id) for life in LIVES)


class Sketch(NamedTuple):
    """The data of a program that watched all these jobs until NOW."""

    jobs: tuple[Job, ...]
    pasts: dict[JobId, Past]
    notices: NoticePage


@cache
def sketch() -> Sketch:
    """Return the journal's data; the newest notices are unread, and one failure has been seen."""
    events = [cast(Event, event) for life in LIVES for event in _watched(life)]
    events.append(LookedAt(TUNNEL, at("09:50")))
    settings = Settings()
    journal = Journal.in_memory(
        lambda event, job, waiting: notice_for(event, job, settings, waiting)
    )
    with closing(journal):
        told = journal.record(sorted(events, key=lambda event: event.at))
        journal.mark_shown([each.number for each in told], NOW, taken=True)
        journal.mark_read([each.number for each in told[:-UNREAD]], NOW)
        jobs = tuple(journal.load())
        pasts = {job.id: journal.past(job.id) for job in jobs}
        return Sketch(jobs, pasts, journal.notices(len(told)))


def _watched(life: Life) -> Iterator[JobEvent]:
    """Yield the job's events when polled by the schedule."""
    now = life.details.submitted or NOW
    job, queries = Job(JobId(life.id), added=now), 0
    yield Added(job.id, now, Service.MODELING)
    while now <= NOW and job.unfinished:
        before = job.percentage
        job, events = advance(job, life.progress(now), now)
        yield from events
        if wants_details(job, events):
            job, events = advance(job, life.described(now), now)
            yield from events
        queries = 1 if job.percentage != before else queries + 1
        due = now + next_wait(queries)
        if job.unfinished:
            yield Scheduled(job.id, now, due)
        now = due
