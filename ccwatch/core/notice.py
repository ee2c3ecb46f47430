"""The notification for an event, if any, and how several are merged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ccwatch.core.durations import span, time_left
from ccwatch.core.end_words import said_at_end, work_of
from ccwatch.core.estimate import Range
from ccwatch.core.events import (
    Appeared,
    CameBack,
    Ended,
    Event,
    Moved,
    NotContinued,
    Reopened,
    SignInWanted,
    Stalled,
    Started,
    StepChanged,
    WaitsLong,
    WentUnreachable,
)
from ccwatch.core.glyph import Glyph
from ccwatch.core.job import Job, JobId, Outcome
from ccwatch.core.job_glyph import glyph_of
from ccwatch.core.job_words import (
    SERVICE_WORDS,
    job_name,
    jobs_wait,
    percent,
    state_word,
    step_word,
)
from ccwatch.core.language import sentences, tr
from ccwatch.core.notice_kind import NoticeKind, Subject
from ccwatch.core.percentage import shown_percentage
from ccwatch.core.plain_text import one_line
from ccwatch.core.settings import Settings
from ccwatch.core.survey_course import is_intermediate

MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Notice:
    """A notification; urgent ones ignore quiet hours and snooze.

    The title names what it is about: the job, if it is about one. The first line of the body says
    what happened, the others explain it. `percentage` is for the glyph's arc. A `silent` one is
    only recorded in the history.
    """

    kind: NoticeKind
    glyph: Glyph
    title: str
    body: str = ""
    job: JobId | None = None
    urgent: bool = False
    percentage: float | None = None
    silent: bool = False

    def in_one_line(self) -> str:
        """Return the body as one line."""
        return " · ".join(filter(None, map(str.strip, self.body.splitlines())))


class NumberedNotice(NamedTuple):
    """A notification and its number in the history; below 0 if it could not be written."""

    number: int
    notice: Notice


class LoggedNotice(NamedTuple):
    """A notification in the history; times are UTC seconds, None for what has not happened.

    `taken` says whether a notification system accepted it, None if unknown; `held` since when quiet
    hours or a snooze held it back; `read` when the user saw it.
    """

    number: int
    at: float
    notice: Notice
    shown: float | None = None
    taken: bool | None = None
    held: float | None = None
    read: float | None = None


class NoticePage(NamedTuple):
    """The latest notifications, newest first; how many there are in all, and how many unread."""

    notices: tuple[LoggedNotice, ...] = ()
    total: int = 0
    unread: int = 0


_ENDS = {
    Outcome.SUCCEEDED: (NoticeKind.FINISHED, Glyph.FINISHED),
    Outcome.FAILED: (NoticeKind.FAILED, Glyph.FAILED),
    Outcome.CANCELLED: (NoticeKind.CANCELLED, Glyph.CANCELLED),
    Outcome.UNAVAILABLE: (NoticeKind.UNAVAILABLE, Glyph.UNAVAILABLE),
    Outcome.UNREADABLE: (NoticeKind.UNREADABLE, Glyph.UNAVAILABLE),
}
_FINAL = (Subject.END, Subject.FAILURE)
_TURNS = (Subject.START, Subject.END, Subject.FAILURE)


def notice_for(event: Event, job: Job | None, settings: Settings, waiting: int) -> Notice | None:
    """Return the notification for an event, or None.

    `job` is the job after the event, `waiting` the number of watched jobs.
    """
    notice = _said(event, job, settings, waiting)
    if notice is None or (job is not None and job.muted):
        return None
    switches = notice.kind.switches
    if isinstance(event, Ended) and job is not None and event.outcome is Outcome.SUCCEEDED:
        notice = replace(notice, silent=is_intermediate(job, (), follows=settings.follow_my_jobs))
    wanted = not switches or any(getattr(settings, switch) for switch in switches)
    if not wanted:
        return None
    return replace(notice, percentage=job.percentage) if job is not None else notice


def merged(notices: Sequence[Notice], *, meanwhile: bool = False) -> Notice:
    """Return one notification for several; failures come first and are named.

    If they are all about one job, its name is the title, else their number. A step or a percentage
    is dropped if the same job also started or ended, or has a later one of its kind; that a job is
    new, if it has ended. `meanwhile` means that they were held back.
    """
    ended = {notice.job for notice in notices if notice.kind.subject in _FINAL}
    notices = [it for it in notices if it.kind is not NoticeKind.NEW or it.job not in ended]
    with_turn = {notice.job for notice in notices if notice.kind.subject in _TURNS}
    latest = {(notice.job, notice.kind): notice for notice in notices}
    ordered = [
        notice
        for notice in notices
        if notice.kind.subject is not Subject.PASSING
        or (notice.job not in with_turn and latest[notice.job, notice.kind] is notice)
    ]
    if len(ordered) == 1:
        return ordered[0]
    ordered.sort(key=lambda notice: not notice.urgent)
    first = ordered[0]
    of_one = first.job is not None and len({(it.job, it.title) for it in ordered}) == 1
    lines = [_in_one_line(notice, named=not of_one) for notice in ordered[:MOST_NAMED]]
    if more := ordered[MOST_NAMED:]:
        lines.append(tr("and {n} more|and {n} more", "", len(more)))
    if of_one:
        title = first.title
    elif meanwhile:
        title = tr(
            "While you were away: {n} change|While you were away: {n} changes", "", len(ordered)
        )
    else:
        title = tr("{n} change|{n} changes", "", len(ordered))
    return Notice(
        NoticeKind.SUMMARY,
        first.glyph,
        title,
        "\n".join(lines),
        first.job,
        any(notice.urgent for notice in ordered),
        first.percentage,
    )


def _in_one_line(notice: Notice, *, named: bool) -> str:
    """Return a notification as one line among others; an urgent one includes the reason."""
    said, *why = notice.body.splitlines() or [""]
    line = " — ".join(filter(None, (notice.title, said))) if named else said
    if not notice.urgent or not why:
        return line
    return tr("{end}. {reason}", end=line, reason=" ".join(why))


def _said(event: Event, job: Job | None, settings: Settings, waiting: int) -> Notice | None:
    match event:
        case SignInWanted(reason=reason) if waiting:
            body = sentences(one_line(reason), jobs_wait(waiting))
            title = tr("Sign-in needed")
            return Notice(NoticeKind.SIGN_IN, Glyph.SIGN_IN, title, body, urgent=True)
        case WentUnreachable(trouble=trouble):
            return Notice(
                NoticeKind.UNREACHABLE, Glyph.OFFLINE, trouble.title, one_line(trouble.message)
            )
        case CameBack(at=at, since=since):
            body = tr("It was not reachable for {time}.", time=span(at - since))
            return Notice(NoticeKind.BACK, Glyph.ACTIVE, tr("The service is reachable again"), body)
        case _ if job is None:
            return None
    return _said_of(event, job, job_name(job), settings)


def _said_of(event: Event, job: Job, name: str, settings: Settings) -> Notice | None:
    match event:
        case Appeared():
            service = SERVICE_WORDS[job.service]
            where = f"{service} · {state_word(job)}" if job.state else service
            said = NoticeKind.NEW, glyph_of(job), tr("New job"), where
        case Started():
            said = NoticeKind.STARTED, Glyph.ACTIVE, tr("Started"), _where(job)
        case Reopened():
            said = NoticeKind.STARTED, Glyph.ACTIVE, tr("Active again"), _where(job)
        case StepChanged():
            said = NoticeKind.STEP, Glyph.ACTIVE, _joined(step_word(job.step), _far(job)), ""
        case Stalled(at=at, since=since):
            what = tr("Stalled for {time}", time=span(at - since))
            said = NoticeKind.STALLED, Glyph.STALLED, what, _where(job)
        case WaitsLong(wait=wait, low=low, high=high):
            what = tr("Queued for {time}", time=span(wait))
            usual = None if low is None or high is None else Range(low, high)
            #: {time} is a range: "5 – 20 min"
            why = tr("Usually {time}.", time=time_left(usual)) if usual else ""
            said = NoticeKind.WAITING, Glyph.QUEUED, what, why
        case NotContinued(at=at, since=since):
            why = tr(
                "{work} finished {time} ago, and no job that continues it is known.",
                work=work_of(job) or name,
                time=span(at - since),
            )
            what = tr("The next job was not submitted")
            said = NoticeKind.NOT_CONTINUED, Glyph.STALLED, what, why
        case Moved(progress=seen, was=was):
            every = settings.notify_progress_every
            if not every or was is None or seen.percentage is None or job.outcome is not None:
                return None
            if shown_percentage(seen.percentage) // every <= shown_percentage(was) // every:
                return None
            step = step_word(job.step) if job.step else ""
            what = _joined(percent(seen.percentage), step)
            said = NoticeKind.PROGRESS, Glyph.ACTIVE, what, ""
        case Ended():
            said = *_ENDS[event.outcome], *said_at_end(event, job)
        case _:
            return None
    kind, glyph, what, why = said
    return Notice(kind, glyph, name, _lines(what, why), job.id, kind is NoticeKind.FAILED)


def _where(job: Job) -> str:
    return _joined(step_word(job.step) if job.step else "", _far(job))


def _joined(*said: str) -> str:
    return " · ".join(filter(None, said))


def _lines(*said: str) -> str:
    return "\n".join(filter(None, said))


def _far(job: Job) -> str:
    return percent(job.percentage) if job.percentage is not None else ""
