"""The wording of events in the timeline."""

from ccwatch.core.durations import span
from ccwatch.core.end_words import end_words
from ccwatch.core.events import (
    Added,
    Appeared,
    CameBack,
    CancelAccepted,
    Ended,
    Event,
    Moved,
    NotContinued,
    Reopened,
    ServiceFound,
    Stalled,
    Started,
    StateChanged,
    StepChanged,
    WaitsLong,
    WentUnreachable,
)
from ccwatch.core.job_words import SERVICE_WORDS, percent, step_word
from ccwatch.core.language import tr
from ccwatch.core.plain_text import one_line


def event_words(event: Event) -> str | None:
    """Return the line for an event, None if the timeline omits it."""
    match event:
        case Added():
            return tr("Started watching")
        case Appeared():
            return tr("Found in the list of your jobs")
        case Started():
            return tr("Started")
        case Reopened():
            return tr("Active again")
        case StepChanged(progress=seen):
            return tr("{step} started", step=step_word(seen.step))
        case StateChanged(progress=seen):
            return one_line(tr("State changed to {state}", state=seen.state))
        case Moved(progress=seen, was=None):
            return tr("{percentage} when first checked", percentage=percent(seen.percentage))
        case CancelAccepted():
            return tr("Cancellation requested")
        case Stalled(at=at, since=since):
            return tr("Stalled for {time}", time=span(at - since))
        case WaitsLong(wait=wait):
            return tr("Queued for {time}", time=span(wait))
        case NotContinued():
            return tr("The next job was not submitted")
        case Ended(found=False):
            return tr("Not found")
        case Ended(outcome=outcome, percentage=percentage, reasons=reasons):
            end = end_words(outcome, percentage)
            if reasons:
                end = tr("{end}. {reason}", end=end, reason=reasons[0].text)
            return one_line(end)
        case ServiceFound(service=service, others=()):
            return tr("Found in {service}", service=SERVICE_WORDS[service])
        case ServiceFound(service=service, others=others):
            also = ", ".join(SERVICE_WORDS[other] for other in others)
            return tr(
                "Found in {service}, but also in {others}, where it is not watched",
                service=SERVICE_WORDS[service],
                others=also,
            )
        case WentUnreachable():
            return tr("Service not reachable")
        case CameBack():
            return tr("Service reachable again")
    return None
