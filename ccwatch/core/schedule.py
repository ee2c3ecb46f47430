"""When to ask next: the documented backoff, and the pauses that the service asks for.

The rule is the service's own: 15 s between the first and the second query of a job, then 30,
60 and 120 s; the last interval repeats; a changed percentage restarts the sequence.
"""

from datetime import UTC
from email.utils import parsedate_to_datetime

SCHEDULE = (15.0, 30.0, 60.0, 120.0)
LONGEST_PAUSE = 3600.0
RESUME_WITHIN = 30.0


def next_wait(queries: int) -> float:
    """Return the seconds from one query to the next, sent to sent.

    `queries` counts those since the sequence began, the last one included: at least 1.
    """
    return SCHEDULE[min(queries, len(SCHEDULE)) - 1]


def pause(retry_after: str | None, now: float, interval: float) -> float:
    """Return how many seconds to hold all requests after a 429.

    `retry_after` is the header's text, whole seconds or an HTTP date; `now` is UTC seconds.
    Absent or unreadable it stands for `interval`; it is never longer than an hour, nor
    shorter than a second.
    """
    seconds = interval
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        seconds = float(text)
    elif text:
        try:
            date = parsedate_to_datetime(text)
            seconds = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now
        except (ValueError, TypeError, OverflowError):
            seconds = interval
    return min(max(seconds, 1.0), LONGEST_PAUSE)


def spread(count: int) -> float:
    """Return the seconds between two of `count` queries that resume after a pause."""
    return min(1.0, RESUME_WITHIN / max(count, 1))
