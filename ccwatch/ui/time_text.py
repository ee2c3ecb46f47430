"""Times and days as text in the user's locale and zone."""

import re

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from ccwatch.core.estimate import Range
from ccwatch.core.job_words import UNKNOWN
from ccwatch.core.language import tr

END_GRAIN = 300.0
_WEEK = 6
_SECONDS = re.compile(r"[^\w\s']ss?\b")


def clock_time(at: float) -> str:
    """Return the time of day: "14:05", "2:05 PM"."""
    return _clock(_local(at).time())


def day_and_time(at: float | None, now: float) -> str:
    """Return an unambiguous time, past or future: "14:05", "Mon 14:05", "24/11/2026 14:05"."""
    if at is None:
        return UNKNOWN
    then, today = _local(at), _local(now).date()
    if then.date() == today:
        return _clock(then.time())
    #: {day}: Mon, 24/11/2026; {time}: 14:05
    return tr("{day} {time}", day=_day(then.date(), today), time=_clock(then.time()))


def time_or_day(at: float | None, now: float) -> str:
    """Return a past time for a narrow column: "14:05", "yesterday", "Mon", "24/11/2026".

    Where the time of day matters, or the time may be in the future, `day_and_time` is right.
    """
    if at is None:
        return UNKNOWN
    then, today = _local(at), _local(now).date()
    match then.date().daysTo(today):
        case 0:
            return _clock(then.time())
        case 1:
            return tr("yesterday")
        case ago if ago > 0:
            return _day(then.date(), today)
    return _date(then.date())


def expected_end(left: Range, now: float) -> str:
    """Return when a job will end, to five minutes: "ends 18:40 – 19:10", "ends around 18:40".

    A day is named once: "ends Mon 01:05 – 02:30".
    """
    grain = END_GRAIN if left.high - left.low > 2 * END_GRAIN else 60.0
    early, late = (
        (now + seconds) // grain * grain for seconds in (left.low, left.high + grain - 1)
    )
    first = day_and_time(early, now)
    if early == late:
        #: {time}: 14:05, Mon 14:05
        return tr("ends around {time}", time=first)
    on_one_day = _local(early).date() == _local(late).date()
    last = clock_time(late) if on_one_day else day_and_time(late, now)
    #: {first} and {last}: 14:05, Mon 14:05
    return tr("ends {first} – {last}", first=first, last=last)


def day_words(at: float, now: float) -> str:
    """Return the day as a heading: "Today", "Yesterday", "Tuesday, 24 November 2026"."""
    then = _local(at).date()
    match then.daysTo(_local(now).date()):
        case 0:
            return tr("Today")
        case 1:
            return tr("Yesterday")
    return QLocale().toString(then, QLocale.FormatType.LongFormat)


def _local(at: float) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(int(min(max(at, 0.0), 1e11)))


def _day(day: QDate, today: QDate) -> str:
    """Return the weekday if that is unambiguous, otherwise the date."""
    if abs(day.daysTo(today)) <= _WEEK:
        return QLocale().dayName(day.dayOfWeek(), QLocale.FormatType.ShortFormat)
    return _date(day)


def _date(day: QDate) -> str:
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)


def _clock(time: QTime) -> str:
    locale = QLocale()
    short = locale.timeFormat(QLocale.FormatType.ShortFormat)
    return locale.toString(time, _SECONDS.sub("", short))
