"""The texts of a notice in the history: its delivery status, and a sentence for screen readers."""

from ccwatch.core.language import tr
from ccwatch.core.notice import LoggedNotice
from ccwatch.core.plain_text import one_line
from ccwatch.ui.time_text import clock_time, day_and_time


def delivery_status(kept: LoggedNotice) -> str:
    """Return the delivery status as far as it is known; "" if the notice was simply shown."""
    if kept.shown is None:
        return tr("held back") if kept.held is not None else tr("not shown yet")
    if kept.taken is False:
        return tr("not shown by the system")
    if kept.notice.silent:
        return tr("step of a survey")
    if kept.held is not None:
        return tr("held back until {time}", time=day_and_time(kept.shown, kept.at))
    return ""


def delivery_at_length(kept: LoggedNotice) -> str:
    """Return the delivery status as a sentence with the reason."""
    if kept.shown is None and kept.held is not None:
        return tr("Quiet hours or a snooze hold it back.")
    if kept.shown is None:
        return tr("It is about to be shown.")
    until = day_and_time(kept.shown, kept.at)
    if kept.held is not None and kept.taken is False:
        return tr(
            "Quiet hours or a snooze held it back until {time}; the system did not show it then.",
            time=until,
        )
    if kept.taken is False:
        return tr("The system did not show it. You can send a test notification in the settings.")
    if kept.notice.silent:
        return tr("Only the end of a survey is shown; this is one of its steps.")
    if kept.held is not None:
        return tr("Quiet hours or a snooze held it back until {time}.", time=until)
    return ""


def spoken(kept: LoggedNotice) -> str:
    """Return the notice as one sentence for screen readers."""
    notice = kept.notice
    parts = [
        tr("Unread") if kept.read is None else "",
        one_line(notice.title),
        *map(one_line, notice.body.splitlines()),
        clock_time(kept.at),
        delivery_status(kept),
    ]
    return ", ".join(filter(None, parts))
