"""The exit codes of the commands; those of `watch` are public."""

from collections.abc import Collection, Iterable
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the tray icon loads this before any job
    from ccwatch.core.job import Job, JobId


class Exit(IntEnum):
    """The exit codes; from 70 on they follow sysexits.h and shells (128 + signal)."""

    SUCCEEDED = 0
    FAILED = 1
    USAGE = 2
    SIGN_IN = 3
    UNAVAILABLE = 4
    TIMED_OUT = 5
    REFUSED = 6
    UNREADABLE = 7
    NO_ANSWER = 8
    FAULT = 70
    INTERRUPTED = 130
    BROKEN_PIPE = 141


def exit_of(jobs: "Iterable[Job]", refused: "Collection[JobId]" = ()) -> Exit:
    """Return the exit code for the jobs' ends, the first that applies.

    One has not ended, and is not refused for good: timed out. One failed or was cancelled: failed.
    One is refused for good. One ended with an unreadable outcome. One is not available. Known
    results come before unknown ones, and what the user can fix before what cannot be changed.
    """
    from ccwatch.core.job import Outcome

    ends = {"refused" if job.unfinished and job.id in refused else job.outcome for job in jobs}
    order = (
        (None, Exit.TIMED_OUT),
        (Outcome.FAILED, Exit.FAILED),
        (Outcome.CANCELLED, Exit.FAILED),
        ("refused", Exit.REFUSED),
        (Outcome.UNREADABLE, Exit.UNREADABLE),
        (Outcome.UNAVAILABLE, Exit.UNAVAILABLE),
    )
    return next((code for end, code in order if end in ends), Exit.SUCCEEDED)
