"""What can be done with chosen jobs, as data that menus and shortcuts loop over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ccwatch.core.job import Job
from ccwatch.core.language import tr


@dataclass(frozen=True, slots=True)
class Action:
    """One action: what it is called for these jobs, its key, and when it makes sense."""

    key: str
    label: Callable[[Sequence[Job]], str]
    shortcut: str
    enabled: Callable[[Sequence[Job]], bool] = bool


def _one(jobs: Sequence[Job]) -> bool:
    return len(jobs) == 1


def _any_went_wrong(jobs: Sequence[Job]) -> bool:
    return any(job.details and (job.details.errors or job.details.warnings) for job in jobs)


ACTIONS = (
    Action("check", lambda _: tr("Check now"), "F5"),
    Action("rename", lambda _: tr("Rename"), "F2", _one),
    Action(
        "mute",
        lambda jobs: tr("Unmute") if jobs and all(job.muted for job in jobs) else tr("Mute"),
        "Ctrl+M",
    ),
    Action("copy", lambda jobs: tr("Copy id") if len(jobs) < 2 else tr("Copy ids"), "Ctrl+C"),
    Action("errors", lambda _: tr("Copy errors and warnings"), "Ctrl+Shift+C", _any_went_wrong),
    Action("browse", lambda _: tr("Open in browser"), "Ctrl+O", _one),
    Action("export", lambda _: tr("Export history…"), "Ctrl+E", _one),
    Action("remove", lambda _: tr("Stop watching"), "Del"),
)
