"""What the details say about a job beside its range: why there is none, what is unusual."""

from ccwatch.core.calibration import Kept
from ccwatch.core.durations import span, time_left
from ccwatch.core.estimate import Range, Unknown, why_unknown
from ccwatch.core.experience import Experience
from ccwatch.core.job import Job, Outcome, Phase
from ccwatch.core.language import number, tr
from ccwatch.core.usual import Pace

FEWEST_RANGES = 10


def why_no_range(job: Job, left: Range | None, experience: Experience) -> str:
    """Return why an active job has no time left, "" if it has one or is not active."""
    if left is not None or job.phase is not Phase.ACTIVE:
        return ""
    match why_unknown(experience.rest_of(job), experience.margins_for(job)):
        case Unknown.TOO_EARLY:
            return tr("too early to estimate")
        case Unknown.TOO_UNEVEN:
            return tr("pace too uneven to estimate")
    return ""


def start_words(start: Range | None) -> str:
    """Return in how long a waiting job will start, "" if unknown."""
    return tr("starts in {time}", time=time_left(start)) if start else ""


def wait_words(wait: float | None, usual: Range | None) -> str:
    """Return how long a job has waited and how long that usually takes, "" if unknown.

    Both are in seconds; `queued_words` says the same as a sentence of its own.
    """
    if wait is None:
        return ""
    if usual is None:
        return span(wait)
    #: {time} is how long a job has been queued, {usual} a range: "3 h 02 min, usually 5 – 20 min"
    return tr("{time}, usually {usual}", time=span(wait), usual=time_left(usual))


def queued_words(wait: float | None, usual: Range | None) -> str:
    """Return that a job is queued, for how long and how long that usually takes; "" if unknown."""
    if wait is None:
        return ""
    if usual is None:
        return tr("Queued for {time}", time=span(wait))
    #: "Queued for 3 h 02 min, usually 5 – 20 min"
    return tr("Queued for {time}, usually {usual}", time=span(wait), usual=time_left(usual))


def kept_words(kept: Kept) -> str:
    """Return how many of the last ranges contained the end, "" if there were too few."""
    if kept.ranges < FEWEST_RANGES:
        return ""
    #: {held} and {ranges}: estimates of the time left of finished jobs
    return tr(
        "Of the last {ranges} estimates, {held} were right.",
        ranges=number(kept.ranges),
        held=number(kept.held),
    )


def pace_words(job: Job, pace: Pace | None) -> str:
    """Return what is unusual about how long a job takes or took, "" for nothing."""
    if pace is None or job.outcome not in (None, Outcome.SUCCEEDED):
        return ""
    if pace is Pace.FAST:
        return tr("Much faster than usual: check its result.")
    return tr("Much slower than usual.")
