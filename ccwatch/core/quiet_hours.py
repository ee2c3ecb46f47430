"""Quiet hours and snooze: which notifications they hold back, and until when."""

from datetime import datetime, time, timedelta

from ccwatch.core.notice import Notice
from ccwatch.core.settings import Settings


def is_held(notice: Notice, settings: Settings, local: datetime, snoozed_until: float) -> bool:
    """Return whether quiet hours (local time) or a snooze (UTC seconds) hold a notification."""
    if notice.urgent:
        return False
    return local.timestamp() < snoozed_until or is_quiet(settings, local)


def is_quiet(settings: Settings, local: datetime) -> bool:
    """Return whether a local time is within the quiet hours, which may span midnight."""
    if not settings.quiet:
        return False
    start, end = (time.fromisoformat(t) for t in (settings.quiet_from, settings.quiet_to))
    now = local.time()
    return start <= now < end if start <= end else now >= start or now < end


def release_time(settings: Settings, local: datetime, snoozed_until: float) -> float:
    """Return when notifications held back at this local time are released (UTC seconds)."""
    release = max(local.timestamp(), snoozed_until)
    then = datetime.fromtimestamp(release, local.tzinfo)
    if not is_quiet(settings, then):
        return release
    end = datetime.combine(then.date(), time.fromisoformat(settings.quiet_to), then.tzinfo)
    return (end if end > then else end + timedelta(days=1)).timestamp()
