"""The notification for an event, if any, and how several are merged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ccwatch.core.durations import between, span, time_left
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
    NOT_FOUND,
    SERVICE_WORDS,
    UNKNOWN,
    job_name,
    jobs_wait,
    output_formats,
    output_line,
    percent,
    state_word,
    step_word,
)
from ccwatch.core.language import mark, sentences, tr
from ccwatch.core.notice_kind import NoticeKind, Subject
from ccwatch.core.percentage import shown_percentage
from ccwatch.core.plain_text import one_line
from ccwatch.core.settings import Settings
from ccwatch.core.survey_course import is_intermediate

MOST_NAMED = 4
MOST_RESULTS_WITH_IDS = 2


@dataclass(frozen=True, slots=True)
class Notice:
    """A notification; urgent ones ignore quiet hours and snooze.

    `percentage` is for the glyph's arc. A `silent` one is only recorded in the history.
    """

    kind: NoticeKind
    glyph: Glyph
    title: str
    body: str = ""
    job: JobId | None = None
    urgent: bool = False
    percentage: float | None = None
    silent: bool = False


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
# Titles without and with a percentage.
_TITLES = {
    Outcome.SUCCEEDED: (mark("{name} — finished"), mark("{name} — finished, {percentage}")),
    Outcome.FAILED: (mark("{name} — failed"), mark("{name} — failed at {percentage}")),
    Outcome.CANCELLED: (mark("{name} — cancelled"), mark("{name} — cancelled at {percentage}")),
    Outcome.UNAVAILABLE: (mark("{name} — no longer available"),) * 2,
    Outcome.UNREADABLE: (mark("{name} — ended, outcome unknown"),) * 2,
}
_TITLES_OF_WORK = (
    mark("{name} — {work} finished"),
    mark("{name} — {work} finished, {percentage}"),
)
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

    A step or a percentage is dropped if the same job also started or ended, or has a later one of
    its kind; that a job is new, if it has ended. `meanwhile` means that they were held back.
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
    names = "\n".join(_in_one_line(notice) for notice in ordered[:MOST_NAMED])
    more = len(ordered) - MOST_NAMED
    if meanwhile:
        title = tr(
            "While you were away: {n} change|While you were away: {n} changes", "", len(ordered)
        )
    else:
        title = tr("{n} change|{n} changes", "", len(ordered))
    return Notice(
        NoticeKind.SUMMARY,
        ordered[0].glyph,
        title,
        names + ("\n" + tr("and {n} more|and {n} more", "", more) if more > 0 else ""),
        ordered[0].job,
        any(notice.urgent for notice in ordered),
        ordered[0].percentage,
    )


def _in_one_line(notice: Notice) -> str:
    """Return a notification as one line among others; an urgent one includes the reason."""
    if not notice.urgent or not notice.body:
        return notice.title
    return tr("{end}. {reason}", end=notice.title, reason=notice.body)


def _said(event: Event, job: Job | None, settings: Settings, waiting: int) -> Notice | None:
    match event:
        case SignInWanted(reason=reason) if waiting:
            return Notice(
                NoticeKind.SIGN_IN, Glyph.SIGN_IN, one_line(reason), jobs_wait(waiting), urgent=True
            )
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
            title, service = tr("{name} — new", name=name), SERVICE_WORDS[job.service]
            body = f"{service} · {state_word(job)}" if job.state else service
            return Notice(NoticeKind.NEW, glyph_of(job), title, body, job.id)
        case Started():
            title = tr("{name} — started", name=name)
            return Notice(NoticeKind.STARTED, Glyph.ACTIVE, title, _where(job), job.id)
        case Reopened():
            title = tr("{name} — active again", name=name)
            return Notice(NoticeKind.STARTED, Glyph.ACTIVE, title, _where(job), job.id)
        case StepChanged():
            return Notice(
                NoticeKind.STEP, Glyph.ACTIVE, f"{name} — {step_word(job.step)}", _far(job), job.id
            )
        case Stalled(at=at, since=since):
            title = tr("{name} — stalled for {time}", name=name, time=span(at - since))
            return Notice(NoticeKind.STALLED, Glyph.STALLED, title, _where(job), job.id)
        case WaitsLong(wait=wait, low=low, high=high):
            title = tr("{name} — queued for {time}", name=name, time=span(wait))
            usual = None if low is None or high is None else Range(low, high)
            #: {time} is a range: "5 – 20 min"
            body = tr("Usually {time}.", time=time_left(usual)) if usual else ""
            return Notice(NoticeKind.WAITING, Glyph.QUEUED, title, body, job.id)
        case NotContinued(at=at, since=since):
            title = tr("{name} — the next job was not submitted", name=name)
            body = tr(
                "{work} finished {time} ago, and no job that continues it is known.",
                work=_work(job) or name,
                time=span(at - since),
            )
            return Notice(NoticeKind.NOT_CONTINUED, Glyph.STALLED, title, body, job.id)
        case Moved(progress=seen, was=was):
            every = settings.notify_progress_every
            if not every or was is None or seen.percentage is None or job.outcome is not None:
                return None
            if shown_percentage(seen.percentage) // every <= shown_percentage(was) // every:
                return None
            title = f"{name} — {percent(seen.percentage)}"
            return Notice(NoticeKind.PROGRESS, Glyph.ACTIVE, title, step_word(job.step), job.id)
        case Ended():
            return _said_at_end(event, job, name)
    return None


def _said_at_end(event: Ended, job: Job, name: str) -> Notice:
    kind, glyph = _ENDS[event.outcome]
    work = _work(job) if event.outcome is Outcome.SUCCEEDED else ""
    bare, exact = _TITLES_OF_WORK if work else _TITLES[event.outcome]
    far = percent(event.percentage)
    title = tr(bare if event.percentage is None else exact, name=name, work=work, percentage=far)
    if not event.found:
        return Notice(kind, glyph, tr("{name} — not found", name=name), tr(NOT_FOUND), job.id)
    match event.outcome:
        case Outcome.SUCCEEDED:
            body = sentences(_took(job), results_of(job))
        case Outcome.FAILED | Outcome.UNREADABLE:
            body = _reasons(event)
        case Outcome.CANCELLED:
            body = ""
        case Outcome.UNAVAILABLE:
            body = tr("The service no longer has this job. Jobs are kept for 30 days.")
    return Notice(kind, glyph, title, body, job.id, event.outcome is Outcome.FAILED)


def _work(job: Job) -> str:
    """Return the word for all of a job's work, by its kind."""
    kind = job.details.type if job.details else None
    return step_word(kind) if kind and kind.casefold() != "full" else ""


def _took(job: Job) -> str:
    details = job.details
    time = between(details.started, details.ended) if details else UNKNOWN
    return "" if time == UNKNOWN else tr("It took {time}.", time=time)


def results_of(job: Job) -> str:
    """Return the results of a job; more than a few without their IDs."""
    results = [it for it in job.details.outputs if it.id] if job.details else []
    if not results:
        return ""
    few = len(results) <= MOST_RESULTS_WITH_IDS
    named = ", ".join(map(output_line, results)) if few else output_formats(results)
    return tr("Outputs: {outputs}", outputs=one_line(named))


def _reasons(event: Ended) -> str:
    if not event.reasons:
        return tr("The service gave no reason.")
    more = len(event.reasons) - 1
    reason = one_line(event.reasons[0].text)
    if not more:
        return reason
    stop = "" if reason.endswith((".", "!", "?", "…")) else "."
    return sentences(reason + stop, tr("{n} more error.|{n} more errors.", "", more))


def _where(job: Job) -> str:
    return " · ".join(filter(None, (step_word(job.step) if job.step else "", _far(job))))


def _far(job: Job) -> str:
    return percent(job.percentage) if job.percentage is not None else ""
