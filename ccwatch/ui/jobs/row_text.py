"""The texts of a row besides the name: second line, state, time left, next check."""

from ccwatch.core.durations import between, span
from ccwatch.core.durations import time_left as time_left_words
from ccwatch.core.estimate import TimeLeft, time_left
from ccwatch.core.job import Job, Outcome, Phase
from ccwatch.core.job_words import UNKNOWN, percent, state_word, step_word
from ccwatch.core.language import tr
from ccwatch.core.plain_text import one_line
from ccwatch.core.survey import Survey
from ccwatch.ui.time_text import time_or_day

SEPARATOR = " · "


def second_line(job: Job, now: float, *, with_type: bool = True) -> str:
    """Return type and step, or the first reason of a failure, or what the trouble is.

    For a survey, that of the job that runs now, after its number.
    """
    if isinstance(job, Survey):
        return one_line(" · ".join(filter(None, (survey_step(job), _of_survey(job, now)))))
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
    return one_line(SEPARATOR.join(parts))


def under_bar(job: Job, now: float) -> tuple[str, str]:
    """Return the state and the percentage."""
    state = state_word(job)
    if job.phase is Phase.STALLED and job.changed is not None:
        #: {time} is how long
        state = tr("Stalled {time}", time=span(now - job.changed))
    waits = job.phase is Phase.QUEUED and not isinstance(job, Survey)
    shown = None if waits else job.percentage
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


def survey_step(survey: Survey) -> str:
    """Return which of the steps runs now, or how many jobs there were if all have ended."""
    if survey.outcome is Outcome.SUCCEEDED:
        return tr("{n} job|{n} jobs", "", len(survey.jobs))
    number, steps = survey.step_number, survey.steps
    return tr("Step {number} of {count}", number=number, count=steps)


def _of_survey(survey: Survey, now: float) -> str:
    """Return what the job that runs now does, or what the survey waits for."""
    current = survey.current
    kind = step_word(current.details.type) if current.details and current.details.type else ""
    if survey.awaits_next:
        state = tr("Waiting for the next job")
        return " · ".join(filter(None, (kind, state)))
    if survey.outcome is Outcome.SUCCEEDED:
        return state_word(survey)
    return " · ".join(filter(None, (kind, second_line(current, now, with_type=False))))


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
