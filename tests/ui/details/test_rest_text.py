"""What the details say of the time left: clock times, reasons, lateness, and the record."""

import random
from dataclasses import replace
from datetime import datetime

import pytest

from ccwatch.core.calibration import Score, Scored, Track
from ccwatch.core.estimate import Range
from ccwatch.core.experience import Experience
from ccwatch.core.job import Details, Job, JobId, Outcome, Phase, Point, Progress
from ccwatch.ui.details.rest_text import About, about_time_left, rest_texts
from ccwatch.ui.store import JobStore
from tests.ui.sample_jobs import JOBS, NOW

ACTIVE, STALLED = JOBS[Phase.ACTIVE], JOBS[Phase.STALLED]

KEPT = "Of the last 50 estimates, 41 were right."


def clock(seconds: float) -> str:
    return f"{datetime.fromtimestamp(NOW + seconds):%H:%M}"


@pytest.mark.parametrize(
    ("job", "left", "about", "words"),
    [
        (ACTIVE, Range(3000, 4200), About(), f"50 min – 1 h 10 left, done around {clock(3600)}"),
        (ACTIVE, Range(1200, 3600), About(), f"20 min – 1 h left, done by {clock(3600)}"),
        (ACTIVE, Range(0, 1200), About(), f"up to 20 min left, done by {clock(1200)}"),
        (ACTIVE, Range(0, 0, 1200), About(), "Active · 20 min over"),
        (ACTIVE, Range(0, 0, 1), About(), "Active · 1 min over"),
        (STALLED, Range(0, 0, 7200), About(), "Stalled · 2 h over"),
        (STALLED, None, About(), "Stalled"),
        (ACTIVE, None, About("too early"), "Active · too early"),
        (ACTIVE, None, About(pace="Much slower than usual."), "Active · Much slower than usual."),
    ],
)
def test_the_words(job: Job, left: Range | None, about: About, words: str) -> None:
    assert rest_texts(job, NOW, left, about)[0] == words


def test_the_help_has_the_record_of_ranges_while_the_job_is_watched() -> None:
    about = About(kept=KEPT)
    words, whole = rest_texts(ACTIVE, NOW, Range(3000, 4200), about)
    assert whole == f"{words} · {KEPT}"
    ended = JOBS[Phase.SUCCEEDED]
    words, whole = rest_texts(ended, NOW, None, about)
    assert whole == words


def active(course: tuple[Point, ...]) -> Job:
    last = course[-1]
    seen = Progress(last.percentage, "Active")
    return Job(JobId("a"), progress=seen, course=course, checked=last.at, changed=last.at)


@pytest.mark.parametrize(
    ("job", "why"),
    [
        (active((Point(0, 0.0), Point(60, 1.0))), "too early to estimate"),
        (
            active(tuple(Point(600.0 * 4**n, 10.0 * n) for n in range(9))),
            "pace too uneven to estimate",
        ),
        (active(tuple(Point(60.0 * n, float(n)) for n in range(50))), ""),
        (STALLED, ""),
        (JOBS[Phase.QUEUED], ""),
    ],
    ids=["early", "uneven", "steady", "stalled", "queued"],
)
def test_why_there_is_none(job: Job, why: str) -> None:
    now = job.course[-1].at if job.course else NOW
    assert about_time_left(JobStore([job]))(job, now).why_none == why


def test_the_record_is_said_from_ten_ranges_on() -> None:
    def about(*held: bool) -> About:
        scores = tuple(Score(0, 0.0, 0.0, it) for it in held)
        store = JobStore()
        track = Track().after(Scored(JobId("a"), None, scores, 0.0, 0.0))
        store.restore([], store.status, Experience(track=track))
        return about_time_left(store)(ACTIVE, NOW)

    assert about(*[True] * 9).kept == ""
    assert about(*[True] * 41, *[False] * 9).kept == KEPT


def test_a_success_in_a_tenth_of_the_usual_time_is_marked_as_soon_as_it_ended() -> None:
    def took(name: str, seconds: float) -> Job:
        details = Details(type="Full", started=NOW, ended=NOW + seconds)
        ended = NOW + seconds
        return Job(JobId(name), details=details, outcome=Outcome.SUCCEEDED, ended=ended)

    chance = random.Random(5)
    usual = [took(str(n), chance.uniform(3000, 4000)) for n in range(6)]
    store = JobStore([*usual, took("quick", 200)])
    about = about_time_left(store)
    quick = store.jobs[JobId("quick")]
    assert about(quick, NOW).pace == "Much faster than usual: check its result."
    assert about(usual[0], NOW).pace == ""
    running = replace(usual[0], outcome=None, ended=None, id=JobId("running"))
    assert about(running, NOW + 9000).pace == "Much slower than usual."


def test_a_waiting_job_says_when_it_will_start() -> None:
    def waited(name: str, seconds: float, at: float) -> Job:
        return Job(JobId(name), details=Details(submitted=at, started=at + seconds))

    waits = [waited(str(n), 1200, NOW - 86_400 * n) for n in range(1, 30)]
    job = Job(JobId("a"), progress=Progress(0.0, "Queued"), details=Details(submitted=NOW))
    about = about_time_left(JobStore([*waits, job]))(job, NOW)
    assert about.why_none == "starts in about 20 min"
    queued = "Queued for 0 s, usually about 20 min"
    assert rest_texts(job, NOW, None, about)[0] == f"{queued} · starts in about 20 min"
    assert about_time_left(JobStore([job]))(job, NOW).why_none == ""


def test_a_long_wait_is_beside_the_usual_one_and_only_while_it_lasts() -> None:
    def ran(number: int, waited: float) -> Job:
        return Job(JobId(f"j{number}"), details=Details(submitted=NOW, started=NOW + waited))

    waits = [ran(n, 60.0 * n) for n in range(4, 22)]
    waiting = Details(submitted=NOW - 3 * 3600)
    job = Job(JobId("a"), progress=Progress(0.0, "Queued"), details=waiting)
    store = JobStore([*waits, job])
    words = rest_texts(job, NOW, None, about_time_left(store)(job, NOW))[0]
    assert words == "Queued for 3 h 00 min, usually 5 – 20 min"
    alone = about_time_left(JobStore([job]))
    assert rest_texts(job, NOW, None, alone(job, NOW))[0] == "Queued for 3 h 00 min"
    for other in (
        replace(job, details=Details()),
        replace(job, details=replace(waiting, submitted=None), progress=Progress(0.0, "Queued")),
        replace(job, progress=Progress(4.0, "Active", "Production")),
        replace(job, cancelling=True),
        replace(job, outcome=Outcome.CANCELLED),
        JOBS[Phase.STALLED],
    ):
        assert about_time_left(store)(other, NOW).wait == ""
