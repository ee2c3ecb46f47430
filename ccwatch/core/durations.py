"""Durations and time left in words."""

from typing import TYPE_CHECKING

from ccwatch.core.job_words import UNKNOWN
from ccwatch.core.language import number, tr

if TYPE_CHECKING:
    from ccwatch.core.estimate import Range

DAY_MINUTES = 24 * 60
LONG_MINUTES = 2 * DAY_MINUTES
LONGEST_LEFT = 365 * 86_400.0


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
