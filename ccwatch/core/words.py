"""Wording shared by rows, tray, notifications and terminal."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ccwatch.core.job import Job, Output, Phase, Remark, Service
from ccwatch.core.language import mark, number, tr
from ccwatch.core.percentage import shown_percentage
from ccwatch.core.plain_text import one_line, plain_line

if TYPE_CHECKING:
    from ccwatch.core.estimate import Range

UNKNOWN = "—"
NOT_FOUND = mark("No service has a job with this ID.")
LONGEST_NAME = 80
DAY_MINUTES = 24 * 60
LONG_MINUTES = 2 * DAY_MINUTES
LONGEST_LEFT = 365 * 86_400.0
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


def between(start: float | None, end: float | None) -> str:
    """Return the time between two dates, or "—" if one is missing or they are swapped."""
    return UNKNOWN if start is None or end is None or end < start else span(end - start)


def span(seconds: float) -> str:
    """Return a duration in its two largest units: "48 s", "26 min", "2 h 08 min"."""
    whole = max(int(seconds), 0)
    if whole < 60:
        return tr("{seconds} s", seconds=whole)
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        if minutes < 3 and rest:
            return tr("{minutes} min {seconds} s", minutes=minutes, seconds=f"{rest:02}")
        return tr("{minutes} min", minutes=minutes)
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return tr("{hours} h {minutes} min", hours=hours, minutes=f"{minutes:02}")
    days, hours = divmod(hours, 24)
    return tr("{days} d {hours} h", days=number(days), hours=hours)


def time_left(left: "Range | None") -> str:
    """Return the range, rounded: "1 h 10 – 1 h 40", or "—" if unknown or implausible."""
    if left is None or left.high > LONGEST_LEFT:
        return UNKNOWN
    if left.late:
        #: {time} is by how much a job is late
        return tr("{time} over", time=_short(max(_rounded(left.late), 1)))
    if left.high < 60:
        return tr("under 1 min")
    low, high = _rounded(left.low), _rounded(left.high)
    if low >= LONG_MINUTES:
        low, high = round(low / DAY_MINUTES), round(high / DAY_MINUTES)
        if low == high:
            return tr("about {n} day|about {n} days", "", high)
        return tr("{low} – {n} day|{low} – {n} days", "", high, low=number(low))
    if low == high:
        return tr("about {time}", time=_short(high))
    if low == 0:
        return tr("up to {time}", time=_short(high))
    if high < 60:
        return tr("{low} – {high} min", low=low, high=high)
    return tr("{low} – {high}", low=_short(low), high=_short(high))


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


def _rounded(seconds: float) -> int:
    """Return minutes, rounded to the precision of an estimate."""
    minutes = seconds / 60
    grain = 1 if minutes < 10 else 5 if minutes < 60 else 10 if minutes < 180 else 60
    return round(minutes / grain) * grain


def _short(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return tr("{minutes} min", minutes=rest)
    if not rest:
        return tr("{hours} h", hours=hours)
    return tr("{hours} h {minutes}", hours=hours, minutes=f"{rest:02}")
