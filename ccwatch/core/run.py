"""The run of a job: how its course grows with each observation, and where in it the job ran.

A job waiting in a queue is at 0 % as well: its run begins when the service says so, as far as that
fits the observations, because the two clocks may differ.
"""

from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import NamedTuple

from ccwatch.core.job import Job, Point, Progress

COURSE_POINTS = 160
_percentage = attrgetter("percentage")


class Run(NamedTuple):
    """The part of a course in which the job was running.

    It begins at `begun` (UTC seconds) and `begun_at` (percentage); `first` is the index of the
    first point after that.
    """

    begun: float
    begun_at: float
    first: int


def extended(course: tuple[Point, ...], at: float, progress: Progress) -> tuple[Point, ...]:
    """Return the course with one more point, thinned when it grows long.

    A step change at a constant percentage also adds a point; together with a changed percentage it
    adds no second one. Thinning drops every second point of the older half but keeps the first
    point of each step.
    """
    if progress.percentage is None:
        return course
    point = Point(at, progress.percentage, progress.step or None)
    if course and course[-1] == point:
        return course
    course = (*course, point)
    if len(course) <= COURSE_POINTS:
        return course
    half = len(course) // 2
    kept = (
        point
        for index, point in enumerate(course[:half])
        if index % 2 == 0 or point.step != course[index - 1].step
    )
    return (*kept, *course[half:])


def run_of(job: Job) -> Run | None:
    """Return the part of the course in which the job was running, or None before it has moved."""
    course = job.course
    first = bisect_right(course, 0.0, key=_percentage)
    if first == len(course):
        return None
    started = job.details.started if job.details else None
    if first == 0:
        if started is None or started >= course[0].at:
            return Run(course[0].at, course[0].percentage, 1)
        return Run(started, 0.0, 0)
    still_at_0 = course[first - 1].at
    begun = still_at_0 if started is None else min(max(started, still_at_0), course[first].at)
    return Run(begun, 0.0, first)


def when_at(course: tuple[Point, ...], run: Run, percentage: float) -> float:
    """Return when the job reached a percentage, by linear interpolation."""
    index = bisect_left(course, percentage, lo=run.first, key=_percentage)
    if index == len(course):
        return course[-1].at
    late = course[index]
    at, far = (
        (run.begun, run.begun_at)
        if index == run.first
        else (course[index - 1].at, course[index - 1].percentage)
    )
    rise = late.percentage - far
    return at + (late.at - at) * (percentage - far) / rise if rise > 0 else late.at
