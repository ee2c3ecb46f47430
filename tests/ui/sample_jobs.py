"""One job in each phase, created from replies as in the program."""

from ccwatch.core.errors import BadReply
from ccwatch.core.job import Details, Job, JobId, Phase, Progress, Remark
from ccwatch.core.transition import advance, ended_unavailable, ended_unreadable

NOW = 1_790_000_000.0
MINUTE = 60.0
REASON = Remark("E1", "", "Image IMG_0731.jpg has no overlap with its neighbours.")


def made(job: str, *seen: Progress | Details, step: float = 5 * MINUTE) -> Job:
    """Return the job after these replies, the last one at NOW."""
    known = Job(JobId(job), added=NOW - len(seen) * step)
    for number, reply in enumerate(seen, 1):
        known, _ = advance(known, reply, NOW - (len(seen) - number) * step)
    return known


def at(percentage: float | None, state: str = "Active", step: str = "Run_Production") -> Progress:
    return Progress(percentage, state, step)


def described(name: str, state: str, **more: object) -> Details:
    known = {"type": "Reconstruction", "submitted": NOW - 7200.0, "started": NOW - 5400.0}
    return Details(name, state=state, **{**known, **more})  # type: ignore[arg-type]


RUNNING = (described("Harbour bridge", "active"), at(40.0), at(50.0), at(60.0))
JOBS: dict[Phase, Job] = {
    Phase.UNKNOWN: made("unknown-1", Progress(None, "Hibernating")),
    Phase.QUEUED: made("queued-1", described("Quarry", "active", started=None)),
    Phase.ACTIVE: made("active-1", *RUNNING),
    Phase.STALLED: made(
        "stalled-1", described("Old town", "active"), at(10.0), *[at(20.0)] * 10, step=3600.0
    ),
    Phase.ENDING: made("ending-1", at(30.0), at(30.0, "TerminatingOnCancel")),
    Phase.OVER: made("over-1", at(99.0), at(100.0, "Over")),
    Phase.SUCCEEDED: made("good-1", *RUNNING, described("Stadium", "success", ended=NOW)),
    Phase.FAILED: made(
        "failed-1",
        at(41.0),
        described("Tunnel portal", "failed", ended=NOW - MINUTE, errors=(REASON,)),
    ),
    Phase.CANCELLED: made("cancelled-1", at(12.0), described("Dam", "cancelled", ended=NOW)),
    Phase.UNAVAILABLE: ended_unavailable(made("gone-1", at(12.0)), NOW)[0],
    Phase.UNREADABLE: ended_unreadable(
        made("unread-1", at(99.0), at(100.0, "Over")), BadReply("The reply was cut off."), NOW
    )[0],
}
