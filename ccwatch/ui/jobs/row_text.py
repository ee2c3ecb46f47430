"""The texts of a row besides the name: second line, state, time left and end."""

from ccwatch.core.durations import between, span
from ccwatch.core.durations import time_left as time_left_words
from ccwatch.core.estimate import Range, TimeLeft, time_left
from ccwatch.core.insight import wait_words
from ccwatch.core.job import Job, Outcome, Phase
from ccwatch.core.job_words import UNKNOWN, percent, state_word, step_word
from ccwatch.core.language import tr
from ccwatch.core.plain_text import one_line
from ccwatch.core.survey import Survey
from ccwatch.ui.time_text import expected_end, time_or_day

SEPARATOR = " · "


def second_line(job: Job, now: float, *, with_type: bool = True, usual: Range | None = None) -> str:
    """Return type and step, or the first reason of a failure, or what the trouble is.

    For a survey, that of the job that runs now, after its number. The state is beside it. `usual`
    is how many seconds such jobs wait for an engine.
    """
    return one_line(_second(job, now, with_type=with_type, usual=usual))


def line_with_state(job: Job, now: float, left: str = "", *, usual: Range | None = None) -> str:
    """Return the second line of a row without a column for the state, or for the time `left`."""
    if job.trouble and job.unfinished:
        return second_line(job, now, with_type=False)
    second = second_line(job, now, with_type=False, usual=usual)
    state, percentage = state_column(job, now)
    shown = "" if percentage == UNKNOWN or job.outcome is not None else percentage
    return _joined(state, shown, left, second)


def state_column(job: Job, now: float) -> tuple[str, str]:
    """Return the state and the percentage."""
    state = state_word(job)
    if job.phase is Phase.STALLED and job.changed is not None:
        #: {time} is how long
        state = tr("Stalled {time}", time=span(now - job.changed))
    waits = job.phase is Phase.QUEUED and not isinstance(job, Survey)
    shown = None if waits else job.percentage
    return state, percent(shown)


def time_column(
    job: Job, now: float, time_left: TimeLeft = time_left, *, waits: bool = False
) -> tuple[str, str]:
    """Return the time left and when that is, or the duration and the end.

    Without an estimate, the second is the next check.
    """
    if job.outcome is not None:
        #: {time}: 14:05, yesterday, Mon, 24/11
        return _took(job), tr("ended {time}", time=time_or_day(job.ended, now))
    left = time_left(job, now)
    words = time_left_words(left)
    if left is None or words == UNKNOWN:
        return "", next_check(job, now, waits=waits)
    return words, "" if left.late else expected_end(left, now)


def next_check(job: Job, now: float, *, waits: bool = False) -> str:
    """Return when the job is checked next; `waits` means that all watching is on hold."""
    if job.next_check is None or waits:
        return tr("waiting")
    seconds = job.next_check - now
    return tr("check in {time}", time=span(seconds)) if seconds >= 1 else tr("checking")


def survey_step(survey: Survey) -> str:
    """Return which of the steps runs now, or how many jobs there were if all have ended."""
    if survey.outcome is Outcome.SUCCEEDED:
        return tr("{n} job|{n} jobs", "", len(survey.jobs))
    number, steps = survey.step_number, survey.steps
    return tr("Step {number} of {count}", number=number, count=steps)


def _second(job: Job, now: float, *, with_type: bool, usual: Range | None) -> str:
    if isinstance(job, Survey):
        return _joined(survey_step(job), _of_survey(job, now, usual))
    kind = job.details.type if job.details and job.details.type and with_type else ""
    if job.trouble and job.unfinished:
        return _joined(job.trouble.title, job.trouble.message)
    match job.phase:
        case Phase.FAILED if job.details and job.details.errors:
            return _joined(kind, job.details.errors[0].text)
        case _ if job.outcome is not None:
            return _joined(kind)
        case Phase.QUEUED:
            submitted = (job.state or "").casefold() != "unsubmitted"
            state = tr("Waiting for an engine") if submitted else tr("Not submitted")
            return _joined(kind, wait_words(job.queued_seconds(now), usual) or state)
        case _ if job.step:
            return _joined(kind, step_word(job.step))
    return _joined(kind)


def _of_survey(survey: Survey, now: float, usual: Range | None) -> str:
    """Return what the job that runs now does, or what the survey waits for."""
    current = survey.current
    kind = step_word(current.details.type) if current.details and current.details.type else ""
    if survey.awaits_next:
        return _joined(kind, tr("Waiting for the next job"))
    if survey.outcome is Outcome.SUCCEEDED:
        return ""
    return _joined(kind, second_line(current, now, with_type=False, usual=usual))


def _took(job: Job) -> str:
    begun = (job.details and job.details.started) or None
    time = between(begun, job.ended)
    if time == UNKNOWN:
        return ""
    return (
        tr("after {time}", time=time)
        if job.phase is Phase.CANCELLED
        else tr("took {time}", time=time)
    )


def _joined(*parts: str) -> str:
    """Return the parts in one line, each once."""
    return SEPARATOR.join(dict.fromkeys(filter(None, parts)))
