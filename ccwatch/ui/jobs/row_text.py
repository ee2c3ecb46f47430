"""The texts of a row besides the name: second line, state, time left, next check."""

from ccwatch.core.durations import between, span
from ccwatch.core.durations import time_left as time_left_words
from ccwatch.core.estimate import TimeLeft, time_left
from ccwatch.core.job import Job, Phase
from ccwatch.core.job_words import UNKNOWN, percent, state_word, step_word
from ccwatch.core.language import tr
from ccwatch.core.plain_text import one_line
from ccwatch.ui.time_text import time_or_day


def second_line(job: Job, now: float, *, with_type: bool = True) -> str:
    """Return type and step, or the first reason of a failure, or what the trouble is."""
    kind = job.details.type if job.details and job.details.type else ""
    parts = [kind] if kind and with_type else []
    match job.phase:
        case Phase.FAILED if job.details and job.details.errors:
            parts += [tr("Failed"), job.details.errors[0].text]
        case _ if job.outcome is not None:
            parts.append(state_word(job))
        case Phase.QUEUED:
            submitted = (job.state or "").casefold() != "unsubmitted"
            parts.append(tr("Waiting for an engine") if submitted else tr("Not submitted"))
            if (waited := job.queued_seconds(now)) is not None:
                parts.append(span(waited))
        case _ if job.step:
            parts.append(step_word(job.step))
    if job.trouble and job.unfinished:
        parts = [job.trouble.title, job.trouble.message]
    return one_line(" · ".join(parts))


def under_bar(job: Job, now: float) -> tuple[str, str]:
    """Return the state and the percentage."""
    state = state_word(job)
    if job.phase is Phase.STALLED and job.changed is not None:
        #: {time} is how long
        state = tr("Stalled {time}", time=span(now - job.changed))
    shown = job.percentage if job.phase is not Phase.QUEUED else None
    return state, percent(shown)


def at_right(
    job: Job, now: float, time_left: TimeLeft = time_left, *, waits: bool = False
) -> tuple[str, str]:
    """Return the time left and the next check, or the duration and the end.

    `waits` means that all watching is on hold, so that no next check is known.
    """
    if job.outcome is not None:
        #: {time}: 14:05, yesterday, Mon, 24/11
        return _took(job), tr("ended {time}", time=time_or_day(job.ended, now))
    left = time_left_words(time_left(job, now))
    if job.next_check is None or waits:
        return left, tr("waiting")
    seconds = job.next_check - now
    return left, tr("in {time}", time=span(seconds)) if seconds >= 1 else tr("checking")


def _took(job: Job) -> str:
    begun = (job.details and job.details.started) or None
    time = between(begun, job.ended)
    if time == UNKNOWN:
        return UNKNOWN
    return (
        tr("after {time}", time=time)
        if job.phase is Phase.CANCELLED
        else tr("took {time}", time=time)
    )
