"""How long a reply asks the client to wait: `Retry-After`, and the platform's own header.

RFC 9110 (10.2.3) allows whole seconds or a date. Servers and proxies also send fractions, units,
ISO 8601, quotes, and the same header twice, which HTTP libraries join with a comma. All of these
are read; of several waits the longest counts, because waiting too long does no harm.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

LONGEST_WAIT = 3600.0
HEADERS = ("retry-after", "itwinplatform-ratelimit-retry-after-seconds")
_LONGEST_TEXT = 500
_NUMBER = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_SECONDS = re.compile(rf"\+?{_NUMBER}(?:e[+-]?[0-9]+)?")
_PART = re.compile(rf"({_NUMBER})\s*([a-z]+)\s*(?:and\s*)?")
_PARTS = re.compile(rf"\+?(?:{_PART.pattern})+")
_CLOCK = re.compile(r"([0-9]+):([0-9]{2}):([0-9]{2}(?:\.[0-9]*)?)")
_PERIOD = re.compile(
    rf"\+?p(?:({_NUMBER})w)?(?:({_NUMBER})d)?"
    rf"(?:t(?:({_NUMBER})h)?(?:({_NUMBER})m)?(?:({_NUMBER})s)?)?"
)
_UNITS = {
    **dict.fromkeys(("ns", "nanosecond", "nanoseconds"), 1e-9),
    **dict.fromkeys(("us", "microsecond", "microseconds"), 1e-6),
    **dict.fromkeys(("ms", "msec", "msecs", "millis", "millisecond", "milliseconds"), 1e-3),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600.0),
    **dict.fromkeys(("d", "day", "days"), 86_400.0),
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# RFC 5322 (4.3) still names the North American zones.
_ZONES = {
    **dict.fromkeys(("", "z", "gmt", "ut", "utc"), "+00:00"),
    **{"edt": "-04", "est": "-05", "cdt": "-05", "cst": "-06"},
    **{"mdt": "-06", "mst": "-07", "pdt": "-07", "pst": "-08"},
}
_TIME = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
_ZONE = r"(?:\s*(?P<zone>z|gmt|utc?|[ecmp][sd]t|[+-][0-9]{2}(?::?[0-9]{2})?))?"
_DAY = r"\b(?:[a-z]{3,9},?\s+)?(?P<day>[0-9]{1,2})"
_MONTH = r"(?P<month>[a-z]{3})[a-z]{0,6}"
_YEAR = r"(?P<year>[0-9]{4})"
_END = r"(?=\s*(?:[,;]|$))"
_DATES = tuple(
    re.compile(form)
    for form in (
        # Sun, 06 Nov 1994 08:49:37 GMT
        rf"{_DAY}[\s-]{_MONTH}[\s-]{_YEAR}\s+{_TIME}{_ZONE}{_END}",
        # Sunday, 06-Nov-94 08:49:37 GMT
        rf"{_DAY}[\s-]{_MONTH}[\s-](?P<year>[0-9]{{2}})\s+{_TIME}{_ZONE}{_END}",
        # Sun Nov  6 08:49:37 1994
        rf"\b(?:[a-z]{{3}}\s+)?{_MONTH}\s+(?P<day>[0-9]{{1,2}})\s+{_TIME}{_ZONE}\s+{_YEAR}{_END}",
        # 1994-11-06T08:49:37Z
        rf"\b{_YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})[t\s]{_TIME}(?:\.[0-9]+)?{_ZONE}{_END}",
        # 19941106T084937Z
        rf"\b{_YEAR}(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})t"
        rf"(?P<hour>[0-9]{{2}})(?P<minute>[0-9]{{2}})(?P<second>[0-9]{{2}}){_ZONE}{_END}",
    )
)
_COMMENT = re.compile(r"\([^()]*\)")


def seconds_from(headers: Mapping[str, str], now: float) -> float | None:
    """Return how many seconds the reply asks to wait: 0 to 3600, None if it names no time.

    `now` is UTC seconds by the local clock. It is used for a date only in a reply without a `Date`
    header: otherwise both times are from the server's clock.
    """
    named = {name.lower(): text for name, text in headers.items()}
    sent = next(_dates(_plain(named.get("date", ""))), now)
    waits = [wait for name in HEADERS for wait in _waits(_plain(named.get(name, "")), sent)]
    return min(max(waits), LONGEST_WAIT) if waits else None


def _plain(text: str) -> str:
    """Return the text without comments and quotes, in lower case, limited in length."""
    return _COMMENT.sub(" ", re.sub("[\"']", " ", text[:_LONGEST_TEXT])).strip().lower()


def _waits(text: str, now: float) -> Iterator[float]:
    """Yield every wait that the text names, in seconds from `now`."""
    yield from (max(date - now, 0.0) for date in _dates(text))
    for form in _DATES:
        text = form.sub("", text)
    durations = (_duration(piece.strip()) for piece in re.split("[,;]", text))
    yield from (seconds for seconds in durations if seconds is not None)


def _duration(text: str) -> float | None:
    """Return a duration in seconds, or None if it is negative or unreadable."""
    if _SECONDS.fullmatch(text):
        return float(text)
    if _PARTS.fullmatch(text):
        parts = _PART.findall(text)
        known = all(unit in _UNITS for _, unit in parts)
        return sum(float(value) * _UNITS[unit] for value, unit in parts) if known else None
    if clock := _CLOCK.fullmatch(text):
        return _sum(clock, (3600.0, 60.0, 1.0))
    if (period := _PERIOD.fullmatch(text)) and any(period.groups()):
        return _sum(period, (604_800.0, 86_400.0, 3600.0, 60.0, 1.0))
    return None


def _sum(found: re.Match[str], units: Sequence[float]) -> float:
    values = map(float, found.groups(default="0"))
    return sum(value * unit for value, unit in zip(values, units, strict=True))


def _dates(text: str) -> Iterator[float]:
    """Yield every date in the text as UTC seconds; one without a zone is UTC."""
    for found in (match for form in _DATES for match in form.finditer(text)):
        with suppress(ValueError, OverflowError):
            yield _date(**found.groupdict(default="")).timestamp()


def _date(
    year: str, month: str, day: str, hour: str, minute: str, second: str, zone: str
) -> datetime:
    """Return the date made of these parts; raises ValueError or OverflowError."""
    if len(year) == 2:
        year = ("19" if int(year) > 68 else "20") + year  # the POSIX rule for two digits
    if not month.isdigit():
        month = str(_MONTHS.index(month) + 1)
    if second == "60":  # a leap second, which HTTP allows and Python does not
        second = "59"
    return datetime.fromisoformat(
        f"{year}-{month:>02}-{day:>02}T{hour:>02}:{minute}:{second or '00'}{_ZONES.get(zone, zone)}"
    )
