"""Summarises the jobs for the tray: one glyph, one percentage, a few lines."""

from collections.abc import Collection, Iterable
from heapq import nlargest

from ccwatch.core.durations import span
from ccwatch.core.durations import time_left as time_left_words
from ccwatch.core.estimate import TimeLeft, time_left
from ccwatch.core.glyph import Glyph
from ccwatch.core.job import Job, Phase
from ccwatch.core.job_glyph import glyph_of
from ccwatch.core.job_words import UNKNOWN, job_name, percent, state_word, step_word
from ccwatch.core.jobs import Status
from ccwatch.core.language import tr
from ccwatch.core.percentage import shown_percentage
from ccwatch.core.plain_text import one_line
from ccwatch.core.tally import Tally, counts, tally_of
from ccwatch.core.tray_model import SEPARATOR, TrayLine, TraySummary

MOST_LINES = 5
LONGEST_WORDS = 24  # a step or a state in a menu line
STALE_AFTER = 600.0
_MOVING = (Phase.ACTIVE, Phase.ENDING, Phase.STALLED, Phase.OVER)


def summarise(
    jobs: Collection[Job],
    status: Status,
    now: float,
    time_left: TimeLeft = time_left,
    tally: Tally | None = None,
) -> TraySummary:
    """Return the tray's content at `now` (UTC seconds); `tally` is that of the jobs, if known.

    A failure that has not been viewed yet determines the shape, as does a missing sign-in.
    """
    moving = [job for job in jobs if job.phase in _MOVING]
    known = [shown_percentage(job.percentage) for job in moving if job.percentage is not None]
    mean = sum(known) / len(known) if known else None
    listed = moving or [job for job in jobs if job.phase is Phase.QUEUED]
    first = nlargest(MOST_LINES, listed, key=lambda job: job.percentage or 0.0)
    return TraySummary(
        _glyph(jobs, moving, status, now),
        None if mean is None else float(int(mean)),
        _headline(tally or tally_of(jobs), status),
        tuple(
            TrayLine(job.id, job_name(job), _line(job, now, time_left), glyph_of(job), _far(job))
            for job in first
        ),
        max(len(listed) - MOST_LINES, 0),
    )


def _far(job: Job) -> float | None:
    return None if job.percentage is None else shown_percentage(job.percentage)


def _glyph(jobs: Collection[Job], moving: list[Job], status: Status, now: float) -> Glyph:
    if status.signed_in is False:
        return Glyph.SIGN_IN
    if any(job.unseen for job in jobs):
        return Glyph.FAILED
    if status.unreachable_since is not None:
        return Glyph.OFFLINE
    if moving and all(_is_stale(job, now) for job in moving):
        return Glyph.STALE
    if moving:
        still = all(job.phase is Phase.STALLED for job in moving)
        return Glyph.STALLED if still else Glyph.ACTIVE
    if any(job.phase is Phase.QUEUED for job in jobs):
        return Glyph.QUEUED
    return Glyph.FINISHED if _all_well(jobs) else Glyph.IDLE


def _is_stale(job: Job, now: float) -> bool:
    return job.checked is not None and now - job.checked > STALE_AFTER


def _all_well(jobs: Iterable[Job]) -> bool:
    phases = {job.phase for job in jobs}
    return phases == {Phase.SUCCEEDED}


def _headline(tally: Tally, status: Status) -> str:
    if status.signed_in is False:
        waiting = tally.unfinished
        return tr("Sign-in needed · {n} job waiting|Sign-in needed · {n} jobs waiting", "", waiting)
    if status.unreachable_since is not None:
        return tr("Service not reachable")
    return counts(tally)


def _line(job: Job, now: float, time_left: TimeLeft) -> str:
    state = one_line(state_word(job), LONGEST_WORDS)
    parts = [percent(job.percentage) if job.percentage is not None else state]
    if job.phase is Phase.STALLED:
        parts.append(tr("stalled"))
    left = time_left(job, now)
    words = time_left_words(left)
    if words != UNKNOWN:
        parts.append(words if left and left.late else tr("{time} left", time=words))
    if job.step:
        parts.append(one_line(step_word(job.step), LONGEST_WORDS))
    if job.checked is not None and now - job.checked >= 1:
        parts.append(tr("checked {time} ago", time=span(now - job.checked)))
    return SEPARATOR.join(parts)
