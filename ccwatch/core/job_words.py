"""A job in words, the same in rows, tray, notifications and terminal."""

from collections.abc import Iterable

from ccwatch.core.job import Job, Output, Phase, Remark, Service
from ccwatch.core.language import mark, number, tr
from ccwatch.core.percentage import shown_percentage
from ccwatch.core.plain_text import one_line, plain_line

UNKNOWN = "—"
NOT_FOUND = mark("No service has a job with this ID.")
LONGEST_NAME = 80
PHASE_WORDS = {
    Phase.UNKNOWN: mark("Not known yet"),
    Phase.QUEUED: mark("Queued"),
    Phase.ACTIVE: mark("Active"),
    Phase.STALLED: mark("Stalled"),
    Phase.ENDING: mark("Ending"),
    Phase.OVER: mark("Ended"),
    Phase.SUCCEEDED: mark("Finished"),
    Phase.FAILED: mark("Failed"),
    Phase.CANCELLED: mark("Cancelled"),
    Phase.UNAVAILABLE: mark("No longer available"),
    Phase.UNREADABLE: mark("Ended, outcome unknown"),
}
SERVICE_WORDS = {
    Service.MODELING: "Reality Modeling",
    Service.ANALYSIS: "Reality Analysis",
    Service.CONVERSION: "Reality Conversion",
    Service.MODELING_2: "Reality Modeling v2",
    Service.ANALYSIS_2: "Reality Analysis v2",
    Service.CONVERSION_2: "Reality Conversion v2",
}


def percent(percentage: float | None) -> str:
    """Return "63 %", with a decimal only if it is not 0, never rounded up to 100."""
    if percentage is None:
        return UNKNOWN
    return tr("{percentage}\u202f%", percentage=number(shown_percentage(percentage), 1))


def count(value: float | None, decimals: int = 0) -> str:
    """Return a number of things, or "—" if it is negative or unknown."""
    return UNKNOWN if value is None or value < 0 else number(value, decimals)


def job_name(job: Job) -> str:
    """Return the job's name as one short plain line; its ID if nothing of it is left."""
    return one_line(job.name, LONGEST_NAME) or job.spelling


def whole_name(job: Job) -> str:
    """Return the job's name as one plain line of any length; its ID if nothing of it is left."""
    return plain_line(job.name) or job.id


def jobs_wait(count: int) -> str:
    """Return how many jobs a missing sign-in holds up: "12 jobs are waiting.", or nothing."""
    if not count:
        return ""
    return tr("{n} job is waiting.|{n} jobs are waiting.", "", count)


def step_word(step: str | None) -> str:
    """Return the service's name of a step as words: "Run_Production" is "Run production"."""
    words = one_line((step or "").replace("_", " "), LONGEST_NAME).split()
    if not words:
        return UNKNOWN
    return " ".join([words[0], *(word if word.isupper() else word.lower() for word in words[1:])])


def state_word(job: Job) -> str:
    """Return the word for the job's phase; for an unknown state the service's word."""
    if job.phase is Phase.UNAVAILABLE and not job.found:
        return tr("Not found")
    if job.cancelling and job.phase is Phase.ENDING:
        return tr("Cancelling…")
    state = one_line(job.state or "", LONGEST_NAME) if job.phase is Phase.UNKNOWN else ""
    return state or tr(PHASE_WORDS[job.phase])


def remark_lines(remarks: Iterable[Remark]) -> str:
    """Return errors or warnings for pasting elsewhere: one full line each, with its code."""
    return "\n".join(plain_line(f"{it.code}: {it.text}" if it.code else it.text) for it in remarks)


def output_line(output: Output) -> str:
    """Return an output as one plain line: its format, then its ID."""
    return plain_line(" · ".join(filter(None, (output.format, output.id))))


def output_formats(outputs: Iterable[Output]) -> str:
    """Return the formats of outputs, each once; an output without one is its ID."""
    named = (plain_line(output.format or output.id or "") for output in outputs)
    return ", ".join(filter(None, dict.fromkeys(named)))
