"""What scripts and tables call the events; these names are public."""

from ccwatch.core.events import (
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
    WentUnreachable,
)
from ccwatch.core.job import Outcome
from ccwatch.core.language import tr
from ccwatch.core.words import NOT_FOUND

EVENT_NAMES: dict[type, str] = {
    Moved: "progress",
    StateChanged: "progress",
    Started: "started",
    Reopened: "started",
    StepChanged: "step",
    Stalled: "stalled",
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
    """Return what a script calls the event, None when it is not told."""
    return END_NAMES[event.outcome] if isinstance(event, Ended) else EVENT_NAMES.get(type(event))


def event_message(event: Event) -> str | None:
    """Return why, where there is a why: reasons of a failure, or what is wrong with the service."""
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
