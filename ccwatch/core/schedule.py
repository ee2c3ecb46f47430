"""When to query next: the documented backoff, and the pauses that the service asks for.

The rule is the service's own: 15 s between the first and the second query of a job, then 30, 60 and
120 s; the last interval repeats; a changed percentage restarts the sequence.
"""

SCHEDULE = (15.0, 30.0, 60.0, 120.0)
SHORTEST_PAUSE = 1.0
LONGEST_PAUSE = 3600.0
RESUME_WITHIN = 30.0


def next_wait(queries: int) -> float:
    """Return the seconds from sending one query to sending the next.

    `queries` is the number of queries since the sequence began, including the last: at least 1.
    """
    return SCHEDULE[min(queries, len(SCHEDULE)) - 1]


def pause(retry_after: float | None, interval: float) -> float:
    """Return the length of the pause after a 429, in seconds: 1 to 3600.

    `retry_after` is the number of seconds that the service asks to wait; `interval` is used if it
    is None.
    """
    seconds = interval if retry_after is None else retry_after
    return min(max(seconds, SHORTEST_PAUSE), LONGEST_PAUSE)


def put_off(due: float, now: float, retry_after: float | None) -> float:
    """Return when to retry a job whose query failed: at `due`, or later if asked to.

    By RFC 9110 (10.2.3), Retry-After with a 503 says how long the service is expected to be
    unavailable. That may apply to one operation of many, so it delays this job alone; by an hour at
    most, and never brings it forward.
    """
    return due if retry_after is None else max(due, now + min(retry_after, LONGEST_PAUSE))


def spread(count: int) -> float:
    """Return the seconds between two of `count` queries that resume after a pause."""
    return min(1.0, RESUME_WITHIN / max(count, 1))
