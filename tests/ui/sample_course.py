"""A job with a course, and its history in the journal."""

from dataclasses import replace

from ccwatch.core.course import Gap
from ccwatch.core.job import Details, Job, JobId, Outcome, Point, Progress
from ccwatch.core.past import Past
from tests.ui.sample_jobs import NOW

HOUR = 3600.0
START = NOW - 6 * HOUR


def _points() -> tuple[Point, ...]:
    before = [Point(START + 60 * n, n / 5, "Prepare") for n in range(121)]
    after = [Point(START + 4 * HOUR + 60 * n, 40 + n / 5, "Run_Production") for n in range(120)]
    return (*before, *after)


POINTS = _points()
GAP = Gap(START + 2 * HOUR, START + 4 * HOUR)
PAST = Past(course=POINTS, gaps=(GAP,))
JOB = Job(
    JobId("bridge"),
    alias="Harbour bridge, west span",
    added=START,
    progress=Progress(63.8, "Active", "Run_Production"),
    details=Details("J12", type="Full"),
    checked=NOW - 30,
    course=POINTS[-100:],
)
ENDED = replace(JOB, outcome=Outcome.SUCCEEDED, ended=NOW - 30)
