"""Times and days as text in the user's locale and zone."""

from PySide6.QtCore import QDateTime, QLocale, QTime

from ccwatch.core.language import tr

_WEEK = 6


def clock_time(at: float) -> str:
    """Return the time of day: "14:05", "2:05 PM"."""
    return _clock(_local(at).time())


def day_and_time(at: float, now: float) -> str:
    """Return an unambiguous time, however long ago: "14:05", "Mon 14:05", "24/11/26 14:05"."""
    then, today = _local(at), _local(now).date()
    if then.date() == today:
        return _clock(then.time())
    if abs(then.date().daysTo(today)) <= _WEEK:
        day = QLocale().dayName(then.date().dayOfWeek(), QLocale.FormatType.ShortFormat)
    else:
        day = QLocale().toString(then.date(), QLocale.FormatType.ShortFormat)
    #: {day}: Mon, 24/11/2026; {time}: 14:05
    return tr("{day} {time}", day=day, time=_clock(then.time()))


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


def _clock(time: QTime) -> str:
    locale = QLocale()
    return locale.toString(
        time, locale.timeFormat(QLocale.FormatType.ShortFormat).replace(":ss", "")
    )
