"""The rows of the job list: found by ID, changed one at a time, sorted and filtered."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from ccwatch.core.estimate import time_left
from ccwatch.core.events import (
    Added,
    Moved,
    Muted,
    Removed,
    Renamed,
    SignedIn,
    StepChanged,
)
from ccwatch.core.job import Details, Job, JobId, Outcome, Phase, Progress, Service
from ccwatch.ui.jobs.job_model import JOB_ROLE, JobModel, JobRows
from ccwatch.ui.jobs.sort_orders import SORT_ORDERS
from ccwatch.ui.jobs.spoken_row import spoken
from ccwatch.ui.store import JobStore
from tests.ui.sample_jobs import JOBS, NOW, at, made

pytestmark = pytest.mark.usefixtures("qapp")
Spans = list[tuple[int, int]]


def named(name: str, percentage: float | None = None) -> Job:
    job = Job(JobId(name), alias=name)
    return job if percentage is None else replace(job, progress=at(percentage))


class Rows:
    """A store with its model and order, and every change the model reported."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self.store = JobStore(jobs)
        self.model = JobModel(self.store, lambda: NOW)
        self.order = self.model
        self.rows = JobRows(self.model)
        for each in (self.model, self.rows):
            QAbstractItemModelTester(
                each, QAbstractItemModelTester.FailureReportingMode.Warning, each
            )
        self.changed: Spans = []
        self.others: list[tuple[str, int, int]] = []
        self.model.dataChanged.connect(
            lambda first, last, _: self.changed.append((first.row(), last.row()))
        )
        self.model.rowsInserted.connect(lambda _, a, b: self.others.append(("in", a, b)))
        self.model.rowsRemoved.connect(lambda _, a, b: self.others.append(("out", a, b)))
        self.model.rowsMoved.connect(lambda _, a, b, __, c: self.others.append(("move", a, c)))
        self.model.modelReset.connect(lambda: self.others.append(("reset", 0, 0)))
        self.model.layoutChanged.connect(lambda *_: self.others.append(("layout", 0, 0)))

    def shown(self, model: QAbstractItemModel | None = None) -> list[str]:
        shown = model or self.rows
        return [shown.index(row, 0).data() for row in range(shown.rowCount())]


def moved(job: str, percentage: float) -> Moved:
    return Moved(JobId(job), NOW, Progress(percentage, "Active"), None)


def test_each_job_is_found_by_its_id() -> None:
    rows = Rows(JOBS.values())
    assert rows.model.rowCount() == len(JOBS)
    for row, job in enumerate(JOBS.values()):
        index = rows.model.index_of(job.id)
        assert index.row() == row
        assert index.data(JOB_ROLE) is job
    assert not rows.model.index_of(JobId("none")).isValid()
    assert rows.model.rowCount(rows.model.index(0, 0)) == 0


def test_an_event_changes_only_its_own_row_of_a_thousand() -> None:
    rows = Rows(named(f"job-{number}") for number in range(1000))
    for event in (
        moved("job-500", 3.0),
        Renamed(JobId("job-7"), NOW, "Bridge"),
        StepChanged(JobId("job-999"), NOW, at(1.0), None),
        Muted(JobId("job-0"), NOW, True),
    ):
        rows.changed.clear()
        rows.store.apply(event)
        row = int(event.job.partition("-")[2])
        assert rows.changed == [(row, row)]
    assert rows.others == []


def test_what_concerns_no_job_changes_no_row() -> None:
    rows = Rows([named("a")])
    rows.store.apply(SignedIn(NOW))
    rows.store.apply(moved("unknown", 3.0))
    assert rows.changed == []
    assert rows.others == []


def test_a_job_comes_as_one_row_at_the_end_and_goes_as_one_row() -> None:
    rows = Rows([named("a"), named("b"), named("c")])
    rows.store.apply(Added(JobId("d"), NOW, Service.MODELING))
    rows.store.apply(Removed(JobId("b"), NOW))
    rows.store.apply(Removed(JobId("b"), NOW))
    assert rows.others == [("in", 3, 3), ("out", 1, 1)]
    assert rows.changed == []
    assert rows.shown(rows.model) == ["a", "c", "d"]
    assert [rows.model.index_of(JobId(job)).row() for job in "acd"] == [0, 1, 2]
    rows.store.apply(moved("d", 5.0))
    assert rows.changed == [(2, 2)]


@pytest.mark.parametrize(
    ("title", "value"),
    [("Name", "harbour bridge"), ("State", 4.0), ("Progress", 60.0), ("Added", -1_789_998_800.0)],
)
def test_what_is_compared_is_a_value(title: str, value: object) -> None:
    (order,) = (order for order in SORT_ORDERS if order.title == title)
    assert order.value(JOBS[Phase.ACTIVE], NOW, time_left) == value


def test_a_row_shows_the_name_and_has_it_edited() -> None:
    index = Rows([JOBS[Phase.ACTIVE]]).model.index(0)
    assert index.data() == index.data(Qt.ItemDataRole.EditRole) == "Harbour bridge"


def test_the_time_left_is_compared_by_its_later_end() -> None:
    (order,) = (order for order in SORT_ORDERS if order.title == "Time left")
    value = order.value(JOBS[Phase.ACTIVE], NOW, time_left)
    assert isinstance(value, float)
    assert 0 < value < 86_400


@pytest.mark.parametrize("descending", [False, True])
def test_unknown_values_come_last_both_ways(descending: bool) -> None:
    rows = Rows([named("none"), named("ten", 10.0), named("also none"), named("ninety", 90.0)])
    rows.order.sort_by("progress", descending=descending)
    known = ["ninety", "ten"] if descending else ["ten", "ninety"]
    assert rows.shown()[:2] == known
    assert set(rows.shown()[2:]) == {"none", "also none"}


def test_names_are_sorted_whatever_their_case() -> None:
    rows = Rows([named("b"), named("C"), named("A")])
    rows.order.sort_by("name")
    assert rows.shown() == ["A", "b", "C"]
    rows.order.sort_by("name", descending=True)
    assert rows.shown() == ["C", "b", "A"]


def test_jobs_that_need_attention_come_first_by_state() -> None:
    rows = Rows(reversed(JOBS.values()))
    rows.order.sort_by("state")
    phases = [rows.order.index(row, 0).data(JOB_ROLE).phase for row in range(4)]
    assert phases == [Phase.FAILED, Phase.UNREADABLE, Phase.UNAVAILABLE, Phase.STALLED]


def test_by_time_left_what_is_active_comes_first_and_what_ended_last() -> None:
    rows = Rows(JOBS.values())
    rows.order.sort_by("left")
    ranked = [rows.order.index(row, 0).data(JOB_ROLE) for row in range(len(JOBS))]
    assert ranked[0].phase is Phase.ACTIVE
    watched = [job.unfinished for job in ranked]
    assert watched == sorted(watched, reverse=True)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", 11),
        ("HARBOUR", 1),
        ("bridge harb", 1),
        ("bridge failed", 0),
        ("failed-1", 1),
        ("stalled", 1),
        ("hibernating", 1),
        ("run production old", 1),
        ("\t ", 11),
        ("no such words", 0),
    ],
)
def test_the_filter_wants_each_word_in_name_id_state_or_step(typed: str, found: int) -> None:
    rows = Rows(JOBS.values())
    rows.order.filter_by(typed)
    assert rows.order.rowCount() == found


def test_a_job_that_comes_to_fit_the_filter_appears() -> None:
    rows = Rows([named("a"), named("b")])
    rows.order.filter_by("bridge")
    rows.store.apply(Renamed(JobId("b"), NOW, "Bridge"))
    assert rows.shown() == ["Bridge"]


def test_rows_hold_still_under_the_pointer_and_are_sorted_afterwards() -> None:
    rows = Rows([named("low", 1.0), named("high", 50.0)])
    rows.order.sort_by("progress")
    rows.order.hold_still(True)
    rows.store.apply(moved("low", 90.0))
    assert rows.shown() == ["low", "high"]
    rows.order.hold_still(False)
    assert rows.shown() == ["high", "low"]


def test_the_selected_row_is_followed_when_the_order_changes() -> None:
    rows = Rows([named("low", 1.0), named("middle", 50.0), named("high", 90.0)])
    rows.order.sort_by("progress")
    chosen = [QPersistentModelIndex(rows.rows.index(row, 0)) for row in range(3)]
    rows.order.hold_still(True)
    rows.store.apply(moved("low", 95.0))
    rows.order.hold_still(False)
    assert rows.shown() == ["middle", "high", "low"]
    assert [index.data() for index in chosen] == ["low", "middle", "high"]
    rows.order.sort_by("name", descending=True)
    assert rows.shown() == ["middle", "low", "high"]
    assert [index.data() for index in chosen] == ["low", "middle", "high"]


def test_rows_move_immediately_without_a_pointer_on_them() -> None:
    rows = Rows([named("low", 1.0), named("high", 50.0)])
    rows.order.sort_by("progress")
    rows.store.apply(moved("low", 90.0))
    assert rows.shown() == ["high", "low"]


def test_a_screen_reader_gets_a_row_as_one_sentence() -> None:
    rows = Rows([JOBS[Phase.ACTIVE]])
    said = rows.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Harbour bridge, Active, 60\u202f%, Reconstruction, Run production, ")


def test_a_screen_reader_gets_the_usual_wait() -> None:
    def ran(number: int) -> Job:
        details = Details(type="Reconstruction", submitted=NOW, started=NOW + 600)
        return Job(JobId(f"ran-{number}"), details=details, outcome=Outcome.SUCCEEDED)

    queued = JOBS[Phase.QUEUED]
    rows = Rows([*map(ran, range(9)), queued])
    said = rows.model.index_of(queued.id).data(Qt.ItemDataRole.AccessibleTextRole)
    assert ", Queued for 2 h 00 min, usually about 10 min, Reconstruction, " in said


def test_unknown_values_are_left_out_of_the_sentence() -> None:
    queued = "Quarry, Queued for 2 h 00 min, Reconstruction, "
    assert spoken(JOBS[Phase.QUEUED], NOW) == f"{queued}waiting"
    assert spoken(made("id-1"), NOW) == "id-1, Not known yet, waiting"


def test_a_screen_reader_gets_a_name_as_one_line(qtbot: QtBot) -> None:
    hostile = named("A\nB\u202e" + "x" * 10_000)
    assert spoken(hostile, NOW).isprintable()
    assert len(spoken(hostile, NOW)) < 250


def test_the_editor_begins_with_the_name() -> None:
    rows = Rows([JOBS[Phase.ACTIVE]])
    index = rows.model.index(0, 0)
    assert index.data(Qt.ItemDataRole.EditRole) == "Harbour bridge"
    assert index.flags() & Qt.ItemFlag.ItemIsEditable


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdef"), st.sampled_from(("add", "go", "move", "hold", "sort")),
                  st.floats(0, 99)),
        max_size=40,
    ),
    st.sampled_from(["progress", "name", "left", "state"]),
    st.booleans(),
)  # fmt: skip
def test_whatever_happens_the_rows_are_those_of_a_fresh_model(
    deeds: list[tuple[str, str, float]], key: str, descending: bool
) -> None:
    rows = Rows([named("a", 3.0), named("c")])
    rows.order.sort_by(key, descending=descending)
    still = False
    for job, deed, value in deeds:
        before = [name for name in rows.shown() if JobId(name) in rows.store.jobs]
        match deed:
            case "add":
                rows.store.apply(Added(JobId(job), NOW, Service.MODELING))
            case "go":
                rows.store.apply(Removed(JobId(job), NOW))
                before = [name for name in before if name != job]
            case "move":
                rows.store.apply(moved(job, value))
            case "hold":
                still = not still
                rows.order.hold_still(still)
            case "sort" if not still:
                rows.order.sort_by(key, descending=descending)
        if still and deed != "hold":
            assert rows.shown()[: len(before)] == before
    rows.order.hold_still(False)
    fresh = Rows(rows.store.jobs.values())
    fresh.order.sort_by(key, descending=descending)
    assert rows.shown() == fresh.shown()
    assert rows.shown(rows.model) == rows.shown()


def test_a_moving_row_is_reported_as_moved_and_changes_in_its_new_place() -> None:
    rows = Rows(named(f"job-{number}", float(number)) for number in range(100))
    rows.order.sort_by("progress")
    rows.others.clear()
    rows.store.apply(moved("job-3", 50.5))
    assert rows.others == [("move", 3, 51)]
    assert rows.changed == [(50, 50)]
