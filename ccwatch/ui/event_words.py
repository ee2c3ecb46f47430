"""What happened, in the words of the timeline."""

from ccwatch.core.events import (
    Added,
    CameBack,
    Ended,
    Event,
    Moved,
    Reopened,
    Stalled,
    Started,
    StateChanged,
    StepChanged,
    WentUnreachable,
)
from ccwatch.core.job import Outcome
from ccwatch.core.words import one_line, percent, span, step_word

_ENDS = {
    Outcome.SUCCEEDED: "Finished",
    Outcome.FAILED: "Failed",
    Outcome.CANCELLED: "Cancelled",
    Outcome.UNAVAILABLE: "No longer available",
}


def event_words(event: Event) -> str | None:
    """Return the line for an event, None for what a timeline leaves out."""
    match event:
        case Added():
            return "Watching began"
        case Started():
            return "Started"
        case Reopened():
            return "Active again"
        case StepChanged(progress=seen):
            return one_line(f"{step_word(seen.step)} began")
        case StateChanged(progress=seen):
            return one_line(f"State is now {seen.state}")
        case Moved(progress=seen, was=None):
            return f"{percent(seen.percentage)} when first seen"
        case Stalled(at=at, since=since):
            return f"No change for {span(at - since)}"
        case Ended(outcome=outcome, percentage=percentage, reasons=reasons):
            far = f" at {percent(percentage)}" if percentage is not None else ""
            why = f". {reasons[0].text}" if reasons else ""
            return one_line(f"{_ENDS[outcome]}{far}{why}")
        case WentUnreachable():
            return "Service not reachable"
        case CameBack():
            return "Service answers again"
    return None
