"""The words for the end of a job, in its notification and in the timeline."""

from ccwatch.core.durations import between
from ccwatch.core.events import Ended
from ccwatch.core.job import Job, Outcome
from ccwatch.core.job_words import (
    NOT_FOUND,
    UNKNOWN,
    output_formats,
    output_line,
    percent,
    step_word,
)
from ccwatch.core.language import mark, sentences, tr
from ccwatch.core.percentage import shown_percentage
from ccwatch.core.plain_text import one_line

MOST_RESULTS_WITH_IDS = 2
# The texts without and with a percentage.
_ENDS = {
    Outcome.SUCCEEDED: (mark("Finished"), mark("Finished at {percentage}")),
    Outcome.FAILED: (mark("Failed"), mark("Failed at {percentage}")),
    Outcome.CANCELLED: (mark("Cancelled"), mark("Cancelled at {percentage}")),
    Outcome.UNAVAILABLE: (mark("No longer available"), mark("No longer available at {percentage}")),
    Outcome.UNREADABLE: (mark("Ended, outcome unknown"),) * 2,
}


def end_words(outcome: Outcome, percentage: float | None) -> str:
    """Return "Failed at 41 %": how a job ended, and how far it got if that is worth saying."""
    bare, exact = _ENDS[outcome]
    if percentage is None or _goes_without_saying(outcome, percentage):
        return tr(bare)
    return tr(exact, percentage=percent(percentage))


def said_at_end(event: Ended, job: Job) -> tuple[str, str]:
    """Return how the job ended, and what explains that."""
    if not event.found:
        return tr("Not found"), tr(NOT_FOUND)
    far = None if event.outcome is Outcome.UNAVAILABLE else event.percentage
    what, why = end_words(event.outcome, far), ""
    match event.outcome:
        case Outcome.SUCCEEDED:
            what, why = _finished(event, job), sentences(_took(job), results_of(job))
        case Outcome.FAILED | Outcome.UNREADABLE:
            why = _reasons(event)
        case Outcome.UNAVAILABLE:
            why = tr("The service no longer has this job. Jobs are kept for 30 days.")
    return what, why


def _finished(event: Ended, job: Job) -> str:
    far = event.percentage
    if not (work := work_of(job)):
        return end_words(event.outcome, far)
    finished = tr("{work} finished", work=work)
    if far is None or _goes_without_saying(event.outcome, far):
        return finished
    return f"{finished} · {percent(far)}"


def _goes_without_saying(outcome: Outcome, percentage: float) -> bool:
    return outcome is Outcome.SUCCEEDED and shown_percentage(percentage) == 100


def work_of(job: Job) -> str:
    """Return the word for all of a job's work, by its kind."""
    kind = job.details.type if job.details else None
    return step_word(kind) if kind and kind.casefold() != "full" else ""


def _took(job: Job) -> str:
    details = job.details
    time = between(details.started, details.ended) if details else UNKNOWN
    return "" if time == UNKNOWN else tr("It took {time}.", time=time)


def results_of(job: Job) -> str:
    """Return the results of a job; more than a few without their IDs."""
    results = [it for it in job.details.outputs if it.id] if job.details else []
    if not results:
        return ""
    few = len(results) <= MOST_RESULTS_WITH_IDS
    named = ", ".join(map(output_line, results)) if few else output_formats(results)
    return tr("Outputs: {outputs}", outputs=one_line(named))


def _reasons(event: Ended) -> str:
    if not event.reasons:
        return tr("The service gave no reason.")
    more = len(event.reasons) - 1
    reason = one_line(event.reasons[0].text)
    if not more:
        return reason
    stop = "" if reason.endswith((".", "!", "?", "…")) else "."
    return sentences(reason + stop, tr("{n} more error.|{n} more errors.", "", more))
