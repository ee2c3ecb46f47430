"""The texts about a job's time left: the range, when that is, why there is none, its record."""

from collections.abc import Callable
from math import inf
from typing import NamedTuple

from ccwatch.core.durations import time_left as time_left_words
from ccwatch.core.estimate import Range
from ccwatch.core.experience import Experience
from ccwatch.core.insight import kept_words, pace_words, queued_words, start_words, why_no_range
from ccwatch.core.job import Job, JobId, Phase, Service
from ccwatch.core.job_words import state_word
from ccwatch.core.language import tr
from ccwatch.core.priors import Kind, kind_of
from ccwatch.core.queue_start import QueueHistory, history_of, waits_of
from ccwatch.core.usual import times_of, unusual_pace
from ccwatch.ui.store import JobStore
from ccwatch.ui.time_text import day_and_time

# A range whose upper end is this many times its lower end is too wide to name one finishing time.
WIDE = 2.0
QUEUE_SECONDS = 60.0


class About(NamedTuple):
    """What else is known about the time left, "" for nothing: see `insight`.

    `why_none` stands where there is no range: of a waiting job it says when it will start. `wait`
    is how long that has been queued, and how long is usual.
    """

    why_none: str = ""
    kept: str = ""
    pace: str = ""
    wait: str = ""


AboutTimeLeft = Callable[[Job, float], About]


def about_time_left(store: JobStore) -> AboutTimeLeft:
    """Return the function that looks up what is known of a job at a time (UTC seconds)."""
    queues: dict[Service, tuple[float, QueueHistory]] = {}
    known: dict[Kind | None, tuple[Experience, dict[JobId, float]]] = {}

    def times(job: Job) -> dict[JobId, float]:
        """Return the times of jobs of its kind, which change when one has ended."""
        kind, experience = kind_of(job), store.experience
        if kind not in known or known[kind][0] is not experience:
            known[kind] = experience, times_of(kind, store.jobs.values())
        return known[kind][1]

    def queue(service: Service, now: float) -> QueueHistory:
        """Return how long jobs of a service waited, computed once a minute."""
        at, history = queues.get(service, (-inf, QueueHistory()))
        if not 0 <= now - at < QUEUE_SECONDS:
            history = history_of(waits_of(store.jobs.values(), service))
            queues[service] = now, history
        return history

    def start(job: Job, now: float) -> str:
        """Return when a waiting job will start, "" if that is unknown."""
        submitted = job.details.submitted if job.details else None
        if job.phase is not Phase.QUEUED or submitted is None:
            return ""
        return start_words(queue(job.service, now).start(submitted, now))

    def wait(job: Job, now: float) -> str:
        if job.phase is not Phase.QUEUED:
            return ""
        return queued_words(job.queued_seconds(now), store.usual_wait(job, now))

    def about(job: Job, now: float) -> About:
        return About(
            start(job, now) or why_no_range(job, store.time_left(job, now), store.experience),
            kept_words(store.experience.track.kept()),
            pace_words(job, unusual_pace(job, times(job), now)),
            wait(job, now),
        )

    return about


def rest_texts(job: Job, now: float, left: Range | None, about: About) -> tuple[str, str]:
    """Return the time left or the outcome in words, and the same with its record."""
    words = " · ".join(filter(None, (_rest_words(job, now, left, about), about.pace)))
    kept = about.kept if job.unfinished else ""
    return words, " · ".join(filter(None, (words, kept)))


def _rest_words(job: Job, now: float, left: Range | None, about: About) -> str:
    if job.outcome is not None:
        return f"{state_word(job)} · {day_and_time(job.ended, now)}"
    words = time_left_words(left)
    if left is None or left.late:
        state = about.wait or state_word(job)
        return " · ".join(filter(None, (state, words if left else about.why_none)))
    if left.high > WIDE * left.low:
        latest = day_and_time(now + left.high, now)
        return tr("{left} left, done by {time}", left=words, time=latest)
    near = day_and_time(now + (left.low + left.high) / 2, now)
    return tr("{left} left, done around {time}", left=words, time=near)
