"""What the program costs, by counts that do not depend on the machine's speed.

docs/performance.md has the costs in seconds and megabytes.
"""

import asyncio
import gc
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QIcon, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ccwatch.core.budget import Budget
from ccwatch.core.events import Added, Described, Event, Moved, Scheduled, Seen
from ccwatch.core.job import Details, Job, JobId, Progress, Service
from ccwatch.core.schedule import SCHEDULE
from ccwatch.core.tray_summary import summarise
from ccwatch.disk.journal import Journal
from ccwatch.ui.jobs.job_list import JobList
from ccwatch.ui.jobs.row_delegate import ProgressDelegate
from ccwatch.ui.store import JobStore
from ccwatch.ui.style.glyphs import glyph_icon
from ccwatch.ui.tray.tray import Tray
from ccwatch.watching.watcher import Watcher
from tests.disk import recorded
from tests.fakes import FakeClient, Script, moving, still
from tests.session_bus import session_bus
from tests.ui.sample_jobs import NOW
from tests.ui.shown_window import ShownWindow
from tests.virtual_time import EPOCH, VirtualClock, VirtualLoop, run_virtual

ROOT = Path(__file__).parents[1]
# Beyond Python's own modules; a bare PySide6 program on asyncio has 40. Windows has the named pipe,
# and later the messages to its window, which Linux has on the buses.
PIPE, PIPE_AND_MESSAGES = (1, 2) if sys.platform == "win32" else (0, 0)
MOST_UNTIL_ICON, MOST_HIDDEN, MOST_ON_BUSES = 105 + PIPE, 375 + PIPE_AND_MESSAGES, 385
MOST_TO_LIST = 46
DEAR = {
    "charset_normalizer",
    "dbus_fast",
    "decimal",
    "desktop_notifier",
    "keyring",
    "msal",
    "nacl",
    "rich",
    "http.server",
    "ccwatch.stand_in",
    "ccwatch.ui.window.jobs_page",
    "ccwatch.ui.details.pane",
    "ccwatch.ui.notices.page",
    "ccwatch.ui.settings.dialog",
    "ccwatch.ui.dialogs.welcome_page",
}
DEAR_UNTIL_ICON = DEAR | {
    "ccwatch.core.events",
    "ccwatch.desktop.program",
    "ccwatch.watching.watcher",
    "jeepney",
    "requests",
    "sqlite3",
    "urllib3",
    "PySide6.QtNetwork",
}
JOBS = [JobId(f"job-{number:02}") for number in range(20)]
RUN = "Run_Production"


class Loaded(NamedTuple):
    """What a program has loaded, of how many modules the source, and where its threads began."""

    modules: set[str]
    sources: int
    threads: list[str]


def loaded(moment: str, home: Path, **env: str) -> Loaded:
    """Return what the program has loaded at that moment."""
    env = {"CCWATCH_API_URL": "http://127.0.0.1:9", "CCWATCH_ACCESS_TOKEN": "t"} | env
    done = subprocess.run(
        [sys.executable, "-m", "tests.loaded_modules", moment],
        env=os.environ | {"CCWATCH_HOME": str(home)} | env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    return Loaded(set(found["modules"]), found["sources"], found["threads"])


def beyond_python(modules: set[str]) -> int:
    """Return the number of modules that are not Python's own."""
    return sum(name.split(".")[0] not in sys.stdlib_module_names for name in modules)


@pytest.mark.parametrize(
    ("moment", "dear", "most"),
    [("icon", DEAR_UNTIL_ICON, MOST_UNTIL_ICON), ("hidden", DEAR, MOST_HIDDEN)],
)
def test_nothing_is_loaded_before_it_is_wanted(
    moment: str, dear: set[str], most: int, tmp_path: Path
) -> None:
    modules, sources, _ = loaded(moment, tmp_path)
    assert not modules & dear
    assert beyond_python(modules) <= most
    assert sources <= 5, "PySide6 reads and keeps the source of each module that is imported"


def test_the_message_buses_are_spoken_to_without_what_notices_need(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    journal = Journal(home / "ccwatch.db")
    described = Described(JOBS[0], EPOCH, Details("J", state="active"))
    seen = Seen(JOBS[0], EPOCH, Progress(40.0, "Active", RUN))
    journal.record([Added(JOBS[0], EPOCH, Service.MODELING), described, seen])
    journal.close()
    with session_bus(tmp_path) as address:
        buses = dict.fromkeys(("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"), address)
        modules, sources, _ = loaded("buses", home, **buses)
    assert "jeepney" in modules
    assert not modules & DEAR
    assert beyond_python(modules) <= MOST_ON_BUSES
    assert sources <= 5


def test_the_event_loop_has_no_thread_of_its_own(tmp_path: Path) -> None:
    # One that asks Windows for completed input and output 100 times a second, for instance.
    threads = loaded("hidden", tmp_path).threads
    assert "ccwatch.disk.recorder" in threads
    assert [name for name in threads if not name.startswith("ccwatch.")] == []


def test_the_list_is_printed_without_what_other_commands_need(tmp_path: Path) -> None:
    Journal(tmp_path / "ccwatch.db").close()
    modules = loaded("list", tmp_path).modules
    assert not modules & {"asyncio", "ccwatch.core.events", "logging", "PySide6", "rich", "ssl"}
    assert beyond_python(modules) <= MOST_TO_LIST


def watched(
    script: Script, seconds: float, jobs: list[JobId] = JOBS
) -> tuple[FakeClient, list[Event], int]:
    """Watch for that long; return the queried jobs, the events, and the number of wake-ups."""
    client = FakeClient(progress_script=dict.fromkeys(jobs, script))
    client.details_script = dict.fromkeys(jobs, lambda _: Details("J", state="active"))
    events: list[Event] = []
    woken = 0

    async def main() -> None:
        nonlocal woken
        watcher = Watcher(client, VirtualClock(), events.append, Budget(10_000, 100_000), 32)
        known = Progress(40.0, "Active", RUN)
        details = Details("J", state="active")
        watcher.resume(Job(job, progress=known, details=details, checked=EPOCH) for job in jobs)
        running = asyncio.ensure_future(watcher.run())
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        before = loop.woken
        await asyncio.sleep(seconds)
        woken = loop.woken - before
        running.cancel()
        await asyncio.wait({running})

    run_virtual(main())
    return client, events, woken


def due_times(waits: tuple[float, ...], seconds: float) -> list[float]:
    """Return when a job is due with these waits, the last one repeated."""
    times, place = [0.0], 0
    while (due := times[-1] + waits[min(place, len(waits) - 1)]) < seconds:
        times.append(due)
        place += 1
    return times


@pytest.mark.parametrize(
    ("script", "waits"), [(moving(), SCHEDULE[:1]), (still(), SCHEDULE)], ids=["moving", "still"]
)
def test_an_hour_takes_the_due_requests_and_wakes_up_for_them_alone(
    script: Script, waits: tuple[float, ...]
) -> None:
    client, _, woken = watched(script, 3601)
    due = due_times(waits, 3601)
    assert all(client.asked[job] == pytest.approx(due) for job in JOBS)
    assert not client.asked_details
    assert woken <= len(due) + 1, "jobs that are due together wake the computer up once"


def test_a_query_that_ends_leaves_the_rest_of_the_watcher_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rests: list[float] = []
    sleep = VirtualClock.sleep

    async def counted(clock: VirtualClock, seconds: float) -> None:
        rests.append(seconds)
        await sleep(clock, seconds)

    monkeypatch.setattr(VirtualClock, "sleep", counted)
    watched(moving(), 3601)
    turns = len(due_times(SCHEDULE[:1], 3601))
    assert len(rests) <= 2 * turns + 2, "until the first answer, and until the next turn"


def test_nothing_is_left_of_what_a_day_brought() -> None:
    gc.collect()
    alive = []
    for hours in (1, 12):
        kept: list[object] = []
        store = JobStore([Job(job, added=EPOCH) for job in JOBS[:2]])
        client, events, _ = watched(moving(), hours * 3600, JOBS[:2])
        for event in events:
            store.apply(event)
        requests = len(client.all_asked)
        del client, events
        gc.collect()
        alive.append(len(gc.get_objects()))
        kept.append(store)
        assert requests > 400 * hours
    # A course is thinned at 160 points: more hours do not make it longer.
    assert alive[1] - alive[0] < 500


def test_an_observation_takes_a_few_statements(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    journal.record([Added(JOBS[0], NOW, Service.MODELING)])
    seen = Progress(41.5, "Active", RUN)
    said: list[str] = []
    journal._connection.set_trace_callback(said.append)
    journal.record(
        [
            Seen(JOBS[0], NOW + 1, seen),
            Moved(JOBS[0], NOW + 1, seen, 41.0),
            Scheduled(JOBS[0], NOW + 1, NOW + 16),
        ]
    )
    journal.close()
    kinds = Counter(statement.split()[0] for statement in said)
    assert kinds["BEGIN"] == kinds["COMMIT"] == 1
    assert len(said) <= 6, said


def test_observations_that_come_together_share_one_transaction(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    journal.record([Added(job, NOW, Service.MODELING) for job in JOBS])
    seen = Progress(41.5, "Active", RUN)
    said: list[str] = []
    journal._connection.set_trace_callback(said.append)
    journal.record([Moved(job, NOW + 1, seen, 41.0) for job in JOBS])
    journal.close()
    assert said.count("COMMIT") == 1
    assert len(said) <= 3 * len(JOBS) + 4


class Painted(QObject):
    """Counts painted rows: whole ones, and partial ones.

    By Qt's paint events: a delegate's own method cannot be patched temporarily, because PySide6
    keeps calling the method that it found first.
    """

    def __init__(self, rows: JobList) -> None:
        super().__init__(rows)
        self._rows = rows
        self._region = QRegion()
        rows.viewport().installEventFilter(self)
        self.since()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - as in Qt
        if isinstance(event, QPaintEvent):
            self._region = self._region.united(event.region())
        return super().eventFilter(watched, event)

    def since(self) -> tuple[int, int]:
        """Return the rows painted since the last call, and how many of them completely."""
        QApplication.processEvents()
        region, self._region = self._region, QRegion()
        seen = self._rows.viewport().rect()
        places = [
            self._rows.visualRect(self._rows.model().index(row, 0)).intersected(seen)
            for row in range(self._rows.model().rowCount())
        ]
        painted = [place for place in places if not place.isEmpty() and region.intersects(place)]
        whole = [place for place in painted if region.intersected(place) == QRegion(place)]
        return len(painted), len(whole)


@pytest.fixture
def shown(qtbot: QtBot) -> tuple[ShownWindow, Painted]:
    progress, details = Progress(40.0, "Active", RUN), Details("Harbour", state="active")
    jobs = [
        Job(job, progress=progress, details=details, checked=NOW, next_check=NOW + 10 + number)
        for number, job in enumerate(JOBS)
    ]
    window = ShownWindow(qtbot, jobs)
    window.choose(JOBS[0])
    return window, Painted(window.rows)


def test_an_update_paints_its_own_row(shown: tuple[ShownWindow, Painted]) -> None:
    window, painted = shown
    window.store.apply(Moved(JOBS[3], NOW, Progress(41.0, "Active", RUN), 40.0))
    assert painted.since() == (1, 1)


def test_a_tick_paints_the_times_that_passed_and_no_row_whole(
    shown: tuple[ShownWindow, Painted],
) -> None:
    window, painted = shown
    window.window._tick()
    assert painted.since() == (0, 0), "nothing says something else yet"
    window.now += 1
    window.window._tick()
    rows, whole = painted.since()
    height = window.rows.viewport().height()
    assert 0 < rows <= height / window.rows.visualRect(window.rows.currentIndex()).height() + 1
    assert whole == 0


def test_a_hidden_window_follows_nothing(qtbot: QtBot) -> None:
    window = ShownWindow(qtbot, [Job(job) for job in JOBS])
    window.window.hide()
    painted = Painted(window.rows)
    window.store.apply(Moved(JOBS[3], NOW, Progress(41.0, "Active", RUN), 40.0))
    assert painted.since() == (0, 0)
    assert not window.window._ticking.isActive()


def test_the_ring_is_painted_when_something_to_be_seen_changed(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    rings: list[object] = []

    def counted(*args: Any, **kwargs: Any) -> QIcon:
        rings.append(args)
        return glyph_icon(*args, **kwargs)

    monkeypatch.setattr("ccwatch.ui.tray.tray.glyph_icon", counted)
    tray = Tray()
    store = JobStore([Job(job, added=NOW, details=Details("J")) for job in JOBS])
    rings.clear()
    for tenth in range(400, 421):
        for job in JOBS:
            seen = Progress(tenth / 10, "Active", RUN)
            store.apply(Seen(job, NOW, seen))
        tray.show(summarise(store.jobs.values(), store.status, NOW))
    assert len(rings) == 3, "at 40, 41 and 42 %"


def test_a_part_of_a_row_is_small(shown: tuple[ShownWindow, Painted]) -> None:
    window, _ = shown
    rect = window.rows.visualRect(window.rows.currentIndex())
    window.now += 1
    delegate = window.rows.itemDelegate()
    assert isinstance(delegate, ProgressDelegate)
    part = delegate.outdated(rect, window.rows.currentIndex())
    assert not part.isEmpty()
    assert _area(part) < _area(rect) / 8


def _area(rect: QRect) -> int:
    return rect.width() * rect.height()


def test_a_day_of_a_moving_job_stays_small(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = Journal(path)
    job = JobId("4f6c2b7a-90d4-4e58-a6b3-7c5d1e0f8a24")
    journal.record([Added(job, NOW, Service.MODELING)])
    empty = path.stat().st_size
    seen = [Progress(number / 60, "Active", RUN) for number in range(5760)]
    journal.record([Moved(job, NOW + 15 * n, each, 0.0) for n, each in enumerate(seen)])
    assert [point.percentage for point in recorded.course(journal, job)] == [
        each.percentage for each in seen
    ]
    journal.close()
    assert path.stat().st_size - empty < 300_000
