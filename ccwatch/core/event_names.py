"""The public names of events, for scripts and tables."""

from ccwatch.core.events import (
    Appeared,
    CameBack,
    Ended,
    Event,
    Limited,
    Moved,
    Reopened,
    SignInWanted,
    Stalled,
    Started,
    StateChanged,
    StepChanged,
    WaitsLong,
    WentUnreachable,
)
from ccwatch.core.job import Outcome
from ccwatch.core.job_words import NOT_FOUND
from ccwatch.core.language import tr

EVENT_NAMES: dict[type, str] = {
    Appeared: "appeared",
    Moved: "progress",
    StateChanged: "progress",
    Started: "started",
    Reopened: "started",
    StepChanged: "step",
    Stalled: "stalled",
    WaitsLong: "waiting",
    SignInWanted: "sign-in",
    WentUnreachable: "unreachable",
    CameBack: "back",
    Limited: "limited",
}
END_NAMES = {
    Outcome.SUCCEEDED: "finished",
    Outcome.FAILED: "failed",
    Outcome.CANCELLED: "cancelled",
    Outcome.UNAVAILABLE: "unavailable",
    Outcome.UNREADABLE: "unavailable",
}


def event_name(event: Event) -> str | None:
    """Return the event's public name, or None if it is not published."""
    return END_NAMES[event.outcome] if isinstance(event, Ended) else EVENT_NAMES.get(type(event))


def event_message(event: Event) -> str | None:
    """Return the reasons of a failure or of a service fault, or None."""
    match event:
        case Ended(outcome=Outcome.UNREADABLE, reasons=reasons):
            why = "\n".join(reason.text for reason in reasons)
            return tr("The outcome could not be read: {reason}", reason=why)
        case Ended(found=False):
            return tr(NOT_FOUND)
        case Ended(reasons=reasons) if reasons:
            return "\n".join(reason.text for reason in reasons)
        case SignInWanted(reason=reason):
            return reason
        case WentUnreachable(trouble=trouble) | Limited(trouble=trouble):
            return trouble.message
    return None
