"""The exit codes of the commands; those of `watch` are public."""

from collections.abc import Iterable
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the icon comes before the jobs
    from ccwatch.core.job import Job


class Exit(IntEnum):
    """How a command ends, for the shell; from 70 on as is the custom of other programs."""

    SUCCEEDED = 0
    FAILED = 1
    USAGE = 2
    SIGN_IN = 3
    UNAVAILABLE = 4
    TIMED_OUT = 5
    FAULT = 70
    INTERRUPTED = 130
    BROKEN_PIPE = 141


def exit_of(jobs: "Iterable[Job]") -> Exit:
    """Return what the jobs' ends mean together, the first that holds.

    One has not ended: timed out. One failed or was cancelled: failed. One is not available.
    """
    from ccwatch.core.job import Outcome

    outcomes = {job.outcome for job in jobs}
    if None in outcomes:
        return Exit.TIMED_OUT
    if outcomes & {Outcome.FAILED, Outcome.CANCELLED}:
        return Exit.FAILED
    return Exit.UNAVAILABLE if Outcome.UNAVAILABLE in outcomes else Exit.SUCCEEDED
