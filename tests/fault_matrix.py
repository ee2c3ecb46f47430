"""The fault matrix: each fault at each moment, what the user sees and the next queries.

The real client queries the real stand-in with its fault switches, the watcher runs in virtual time,
the journal writes a real file. Expectations are in `fault_expectations`; `python -m
tests.fault_matrix` prints the actual results.
"""

import asyncio
import html
import ssl
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ccwatch.cloud.client import HttpClient
from ccwatch.cloud.request_errors import fault_of
from ccwatch.core.budget import Budget
from ccwatch.core.errors import SignInNeeded, StorageFault
from ccwatch.core.events import Event, JobEvent
from ccwatch.core.job import Details, Job, JobId, Progress, Service
from ccwatch.core.job_refs import JobRef
from ccwatch.core.job_words import state_word
from ccwatch.core.jobs import Status, job_after, status_after
from ccwatch.core.notice import Notice, NumberedNotice, notice_for
from ccwatch.core.settings import Settings
from ccwatch.core.tray_summary import summarise
from ccwatch.disk.journal import Journal
from ccwatch.stand_in import StandIn
from ccwatch.stand_in.plan import Plan, Step
from ccwatch.ui.jobs.row_text import second_line
from ccwatch.watching.watcher import Watcher
from tests.fault_expectations import MOMENTS, OUTCOMES, Cell
from tests.virtual_time import EPOCH, VirtualClock, run_virtual

JOB = JobId("bridge")
TOKEN = "let-me-in"
BEFORE, DUE, LASTING, LOOKED_AT = 20.0, 45.0, 600.0, 800.0
START, END = "<!-- fault matrix -->\n\n", "\n<!-- end of the fault matrix -->"
# Shorter than the real time-outs, 20 s and 30 s, which would only make this slow; long enough for
# an answer from this machine, which takes longer under wine.
PATIENCE = 1.0 if sys.platform == "win32" else 0.25


@dataclass(frozen=True)
class Fault:
    """One fault: a switch of the stand-in with its options, or an action on the program."""

    name: str
    switch: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    raised: Callable[[], Exception] | None = None
    renewal: Callable[[], Exception] | None = None
    clock: str = ""
    disk: bool = False


def _broken(error: Exception) -> Callable[[], Exception]:
    return lambda: fault_of(error)


def _other_host() -> Exception:
    error = ssl.SSLCertVerificationError()
    error.verify_message = "Hostname mismatch"
    return fault_of(error)


FAULTS = (
    Fault("no connection", raised=_broken(ConnectionRefusedError())),
    Fault("time-out", "slow", {"delay": 3.0}),
    Fault("certificate of another host", raised=_other_host),
    Fault("connection cut", "drop"),
    Fault("reply cut", "truncated"),
    Fault("drip-fed body", "drip", {"interval": 0.2}),
    Fault("endless body", "endless"),
    Fault("500", "500"),
    Fault("502 with a page", "502"),
    Fault("503", "503"),
    Fault("captive portal, 200", "html"),
    Fault("captive portal, redirect", "redirect"),
    Fault("not JSON", "not_json"),
    Fault("empty body", "empty"),
    Fault("NaN", "nan"),
    Fault("number of 10,000 digits", "digits"),
    Fault("wrong types", "types"),
    Fault("null members", "nulls"),
    Fault("100,000 levels deep", "deep"),
    Fault("wrong encoding", "encoding"),
    Fault("wrong charset", "charset"),
    Fault("hostile texts", "hostile"),
    Fault("404 JobNotFound", "lost"),
    Fault("404 with a page", "404"),
    Fault("403", "403"),
    Fault("429 for 30 s", "429", {"retry_after": 30}),
    Fault("401, renewed", "401"),
    Fault("401, renewal refused", "401-bare", renewal=lambda: SignInNeeded("Signed out.")),
    Fault("disk full", disk=True),
    Fault("clock set a day forward", clock="forward"),
    Fault("clock set a day back", clock="back"),
    Fault("sleep of an hour", clock="sleep"),
)


class _Asking:
    """The real client, called synchronously: no virtual time passes while it waits."""

    def __init__(self, client: HttpClient, fault: Fault) -> None:
        self._client = client
        self._fault = fault
        self.broken = False
        self.broken_details = False
        self.lasting = False
        self.hangs = False
        self.asked: list[float] = []

    async def progress(self, service: Service, job: JobId) -> Progress:
        self.asked.append(asyncio.get_running_loop().time())
        if self.hangs:
            await asyncio.sleep(1e6)
        if self.broken and self._fault.raised:
            self.broken = self.lasting
            raise self._fault.raised()
        return self._client.progress(service, job)

    async def details(self, service: Service, job: JobId) -> Details:
        if self.broken_details and self._fault.raised:
            self.broken_details = self.lasting
            raise self._fault.raised()
        return self._client.details(service, job)

    async def renew(self) -> None:
        if self._fault.renewal:
            raise self._fault.renewal()


class _Screen:
    """The user's view: jobs, status and notifications as the program's pipeline makes them."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.status = Status()
        self.jobs: dict[JobId, Job] = {job.id: job for job in journal.load()}
        self.notices: list[str] = []
        self.full = False
        self._unwritten: list[Event] = []

    def publish(self, event: Event) -> None:
        self.notices += [_in_brief(told.notice) for told in self._recorded(event)]
        if isinstance(event, JobEvent):
            if after := job_after(self.jobs.get(event.job), event):
                self.jobs[event.job] = after
        else:
            self.status = status_after(self.status, event)

    def _recorded(self, event: Event) -> list[NumberedNotice]:
        waiting, before = [*self._unwritten, event], len(self._unwritten)
        try:
            if self.full:
                raise StorageFault("The disk is full.")
            told = self.journal.record(waiting, told_already=before)
        except StorageFault:
            self._unwritten = waiting
            notices = self.journal.said_of(waiting, told_already=before)
            return [NumberedNotice(-1, notice) for notice in notices]
        self._unwritten = []
        return told


def _in_brief(notice: Notice) -> str:
    """Return the title of a notice, and what happened if it is about a job."""
    event = notice.body.partition("\n")[0]
    return f"{notice.title} — {event}" if notice.job else notice.title


def say(event: Event, job: Job | None, waiting: int) -> Notice | None:
    return notice_for(event, job, Settings(), waiting)


def observe(fault: Fault, moment: str) -> Cell:
    """Cause the fault at the moment; return the visible result and the queries."""
    with TemporaryDirectory() as folder:
        return run_virtual(_observed(fault, moment, Path(folder) / "db"))


async def _observed(fault: Fault, moment: str, path: Path) -> Cell:
    clock = VirtualClock()
    loop = asyncio.get_running_loop()
    service = StandIn(lambda: EPOCH + loop.time(), accepts=TOKEN.__eq__, samples=False)
    ends_at = DUE - 1 if moment in OUTCOMES else 1e6
    plan = Plan(0, (Step("Reconstruction", ends_at, 100),), decimals=0)
    service.add_job(JOB, plan, name="Bridge", submitted=EPOCH)
    service.start()
    client = HttpClient(
        service.url, lambda: TOKEN, read_seconds=PATIENCE, deadline_seconds=2 * PATIENCE
    )
    with closing(client):
        try:
            return await _watched(fault, moment, path, clock, service, _Asking(client, fault))
        finally:
            service.stop()


async def _watched(
    fault: Fault, moment: str, path: Path, clock: VirtualClock, service: StandIn, asking: _Asking
) -> Cell:
    happens = {"idle": BEFORE, "start": 0.0}.get(moment, DUE)
    with closing(Journal(path, say)) as journal:
        if moment == "start":
            await _known_from_before(journal, clock, asking)
            asking.asked.clear()
        screen = _Screen(journal)
        watcher = Watcher(asking, clock, screen.publish, Budget())
        watcher.resume(journal.load())
        if moment != "start":
            watcher.add(JobRef(JOB))
        begun = asyncio.get_running_loop().time()
        running = asyncio.ensure_future(watcher.run())
        await _until(begun + happens - 0.5)
        screen.notices.clear()
        _happen(fault, moment, clock, service, asking, screen)
        if moment == "quit":
            asking.hangs = True
            await _until(begun + happens + 0.9)
            running.cancel()
            await asyncio.wait({running})
            _end(fault, service, asking, screen)
            await _until(begun + happens + 1.0)
            screen = _Screen(journal)
            watcher = Watcher(asking, clock, screen.publish, Budget())
            watcher.resume(journal.load(), journal.status())
            running = asyncio.ensure_future(watcher.run())
        await _until(begun + happens + (LASTING - 1 if moment == "lasting" else 2.0))
        job = screen.jobs[JOB]
        row = _row(job, clock.now())
        tray = summarise(screen.jobs.values(), screen.status, clock.now()).glyph.value
        if moment == "lasting":
            _end(fault, service, asking, screen)
        await _until(begun + happens + LOOKED_AT)
        running.cancel()
        await asyncio.wait({running})
    after = [at - begun - happens for at in asking.asked if at > begun + happens + 0.1]
    return Cell(row, tray, tuple(screen.notices), tuple(map(round, after[:4])))


def _row(job: Job, now: float) -> str:
    """Return what the row says besides the name; of a job that ended, with its state."""
    state = state_word(job) if job.outcome else ""
    return " · ".join(filter(None, (second_line(job, now), state)))


async def _known_from_before(journal: Journal, clock: VirtualClock, asking: _Asking) -> None:
    """Let an earlier run find the job."""
    screen = _Screen(journal)
    watcher = Watcher(asking, clock, screen.publish, Budget())
    watcher.add(JobRef(JOB))
    running = asyncio.ensure_future(watcher.run())
    await asyncio.sleep(20)
    running.cancel()
    await asyncio.wait({running})


def _happen(
    fault: Fault,
    moment: str,
    clock: VirtualClock,
    service: StandIn,
    asking: _Asking,
    screen: _Screen,
) -> None:
    lasting = moment == "lasting"
    if fault.switch and moment in OUTCOMES:
        times = 1 if moment == "outcome" else None
        service.faults.add(fault.switch, times, path=f"/jobs/{JOB}$", **fault.options)
    elif fault.switch and moment == "idle":
        service.faults.add(fault.switch, None, duration=10.0, **fault.options)
    elif fault.switch:
        service.faults.add(fault.switch, None if lasting else 1, **fault.options)
    asking.broken = moment not in ("idle", *OUTCOMES)
    asking.lasting = lasting or moment == "unread"
    asking.broken_details = moment in OUTCOMES
    screen.full = fault.disk
    if fault.clock == "sleep":
        clock.slept += 3600.0
    elif fault.clock:
        clock.slip += 86_400.0 if fault.clock == "forward" else -86_400.0


def _end(fault: Fault, service: StandIn, asking: _Asking, screen: _Screen) -> None:
    service.faults.clear()
    asking.broken = asking.hangs = False
    screen.full = False


async def _until(time: float) -> None:
    await asyncio.sleep(max(time - asyncio.get_running_loop().time(), 0.0))


def table(cell: Callable[[Fault, str], Cell]) -> str:
    """Return the whole table in Markdown."""
    lines = [
        "| fault | moment | the row says | the tray | notices | next queries, in s |",
        "|---|---|---|---|---|---|",
    ]
    for fault in FAULTS:
        for moment, words in MOMENTS.items():
            parts = (fault.name, words, *cell(fault, moment).columns())
            lines.append(f"| {' | '.join(html.escape(part, quote=False) for part in parts)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the table, or insert it into the given documents between its markers."""
    text = table(observe)
    for name in sys.argv[1:]:
        path = Path(name)
        before, _, rest = path.read_text("utf-8").partition(START)
        path.write_text(f"{before}{START}{text}{END}{rest.partition(END)[2]}", "utf-8")
    if not sys.argv[1:]:
        print(text, end="")


if __name__ == "__main__":
    main()
