"""The rows of a survey: one for the whole, which unfolds to one for each of its jobs."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from ccwatch.core.events import Added, Described, Ended, Moved, Removed, Seen
from ccwatch.core.job import Details, Job, JobId, Outcome, Output, Progress, Service
from ccwatch.core.survey import Survey
from ccwatch.ui.jobs.job_model import FOLD_ROLE, JOB_ROLE, JobModel, JobRows
from ccwatch.ui.jobs.survey_rows import Fold
from ccwatch.ui.store import JobStore
from tests.core.surveys_oracle import survey
from tests.ui.sample_jobs import NOW
from tests.ui.shown_window import ShownWindow

pytestmark = pytest.mark.usefixtures("qapp")
WHOLE = "Survey"
STEPS = ["FillImageProperties", "Calibration", "Tiling", "Production"]
ALONE = Job(JobId("alone"), alias="Alone", progress=Progress(70.0, "Active"))


def running(known: int = 3, percentage: float = 40.0) -> list[Job]:
    """Return a survey of which the last known job runs."""
    *ended, last = survey()[:known]
    assert last.details
    details = replace(last.details, state="active", ended=None, outputs=())
    progress = Progress(percentage, "Active")
    return [*ended, replace(last, details=details, outcome=None, progress=progress)]


class Rows:
    """A store and its model, as the list shows it."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self.store = JobStore(jobs)
        self.model = JobModel(self.store, lambda: NOW)
        self.rows = JobRows(self.model)
        for each in (self.model, self.rows):
            QAbstractItemModelTester(
                each, QAbstractItemModelTester.FailureReportingMode.Warning, each
            )
        self.changed: list[int] = []
        self.model.dataChanged.connect(lambda first, *_: self.changed.append(first.row()))

    def shown(self) -> list[str]:
        return [self.rows.index(row, 0).data() for row in range(self.rows.rowCount())]

    def folds(self) -> list[Fold]:
        return [self.model.index(row).data(FOLD_ROLE) for row in range(self.model.rowCount())]

    def unfold(self, row: int, *, unfolded: bool = True) -> None:
        self.model.fold(self.model.index(row).data(JOB_ROLE).id, unfolded=unfolded)


def test_a_survey_is_one_row_that_unfolds() -> None:
    rows = Rows([ALONE, *running()])
    assert rows.shown() == ["Alone", WHOLE]
    rows.unfold(1)
    assert rows.shown() == ["Alone", WHOLE, *STEPS[:3]]
    assert rows.folds() == [Fold.ALONE, Fold.UNFOLDED, *[Fold.MEMBER] * 3]
    rows.unfold(1, unfolded=False)
    assert rows.shown() == ["Alone", WHOLE]
    assert rows.folds()[1] is Fold.FOLDED


def test_the_row_of_a_survey_says_what_runs_and_how_far_the_whole_is() -> None:
    rows = Rows(running())
    whole = rows.model.index(0).data(JOB_ROLE)
    assert isinstance(whole, Survey)
    assert (whole.percentage, whole.state) == (60.0, "Active")
    assert whole.current.id == survey()[2].id
    spoken = rows.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert (
        spoken
        == "Survey, Active, 60\u202f%, Step 3 of 4, Tiling, waiting, survey of 3 jobs, collapsed"
    )
    rows.unfold(0)
    assert rows.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole).endswith(", expanded")


def test_a_job_in_a_folded_survey_is_found_in_the_survey_s_row() -> None:
    rows = Rows([ALONE, *running()])
    second = survey()[1].id
    assert rows.model.index_of(second).row() == 1
    rows.unfold(1)
    assert rows.model.index_of(second).row() == 3


def test_jobs_that_turn_out_to_be_one_survey_become_one_row() -> None:
    first, second = survey()[:2]
    rows = Rows([first, ALONE])
    rows.store.apply(Added(second.id, NOW, second.service))
    assert rows.shown() == ["Survey FillImageProperties", "Alone", second.id]
    assert second.details
    rows.store.apply(Described(second.id, NOW, second.details))
    assert rows.shown() == [WHOLE, "Alone"]
    rows.store.apply(Removed(first.id, NOW))
    assert rows.shown() == ["Alone", "Survey Calibration"]


def test_jobs_that_only_a_third_one_kept_apart_become_one_row_without_it() -> None:
    rows = Rows([])
    uses = {"first": ("F", "", "x"), "second": ("C", "x", ""), "third": ("D", "x", "")}
    for name, (kind, inputs, outputs) in uses.items():
        rows.store.apply(Added(JobId(name), NOW, Service.MODELING_2))
        rows.store.apply(Described(JobId(name), NOW, linked(name, kind, inputs, outputs)))
    assert rows.shown() == ["first", "second", "third"]
    rows.store.apply(Removed(JobId("third"), NOW))
    assert rows.shown() == ["first"]
    assert rows.folds() == [Fold.FOLDED]


def test_a_change_of_one_job_changes_its_row_and_that_of_the_survey() -> None:
    rows = Rows([ALONE, *running()])
    rows.unfold(1)
    rows.changed.clear()
    rows.store.apply(Moved(survey()[2].id, NOW, Progress(50.0, "Active"), 40.0))
    assert sorted(rows.changed) == [1, 4]
    assert rows.model.index(1).data(JOB_ROLE).percentage == 62.5


def test_the_row_of_a_survey_is_the_same_object_until_it_changes() -> None:
    rows = Rows([ALONE, *running()])
    before = rows.model.index(1).data(JOB_ROLE)
    rows.store.apply(Moved(ALONE.id, NOW, Progress(71.0, "Active"), 70.0))
    assert rows.model.index(1).data(JOB_ROLE) is before


def test_an_unfolded_survey_moves_as_a_whole() -> None:
    rows = Rows([ALONE, *running()])
    rows.model.sort_by("progress", descending=True)
    rows.unfold(1)
    assert rows.shown()[:2] == ["Alone", WHOLE]
    rows.store.apply(Moved(survey()[2].id, NOW, Progress(99.0, "Active"), 40.0))
    assert rows.shown() == [WHOLE, *STEPS[:3], "Alone"]


def test_it_unfolds_in_its_place_while_the_rows_are_held_still() -> None:
    rows = Rows([*running(), ALONE])
    rows.model.sort_by("progress")
    rows.model.hold_still(True)
    rows.store.apply(Moved(survey()[2].id, NOW, Progress(99.0, "Active"), 40.0))
    rows.unfold(0)
    assert rows.shown() == [WHOLE, *STEPS[:3], "Alone"]
    rows.model.hold_still(False)
    assert rows.shown() == ["Alone", WHOLE, *STEPS[:3]]


@pytest.mark.parametrize("typed", ["tiling", "survey tiling", "calibration"])
def test_the_filter_finds_a_survey_by_each_of_its_jobs(typed: str) -> None:
    rows = Rows([ALONE, *running()])
    rows.model.filter_by(typed)
    assert rows.shown() == [WHOLE]
    assert rows.model.filtered()
    rows.model.filter_by("")
    assert not rows.model.filtered()


def test_what_is_unfolded_is_remembered_by_the_first_job() -> None:
    rows = Rows([ALONE, *running()])
    rows.unfold(1)
    again = Rows([ALONE, *running()])
    again.model.unfold_these(rows.model.unfolded())
    assert again.shown() == rows.shown()
    assert rows.model.unfolded() == (survey()[0].id,)


def linked(name: str, kind: str, uses: str, makes: str) -> Details:
    outputs = tuple(Output("scene", each) for each in makes)
    return Details(name, kind, "active", inputs=tuple(uses), outputs=outputs, itwin="here")


deeds = st.lists(
    st.tuples(
        st.sampled_from("abcdef"),
        st.sampled_from(["add", "go", "link", "end", "move", "fold", "hold", "sort", "filter"]),
        st.sampled_from("FCTP"),
        st.text("xyz", max_size=1),
        st.text("xyz", max_size=2),
        st.integers(0, 99),
    ),
    max_size=40,
)


@settings(deadline=None)
@given(deeds, st.sampled_from(["progress", "name", "left", "state", "added"]), st.booleans())
def test_whatever_happens_the_rows_are_those_of_a_fresh_model(
    deeds: list[tuple[str, str, str, str, str, int]], key: str, descending: bool
) -> None:
    rows = Rows([])
    rows.model.sort_by(key, descending=descending)
    still = False
    for name, deed, kind, uses, makes, number in deeds:
        job = JobId(name)
        match deed:
            case "add":
                rows.store.apply(Added(job, NOW, Service.MODELING_2))
            case "go":
                rows.store.apply(Removed(job, NOW))
            case "link":
                rows.store.apply(Described(job, NOW, linked(name, kind, uses, makes)))
            case "end":
                rows.store.apply(
                    Ended(job, NOW, Outcome.FAILED if number < 30 else Outcome.SUCCEEDED)
                )
            case "move":
                seen = Progress(float(number), "Active")
                rows.store.apply(Seen(job, NOW, seen))
                rows.store.apply(Moved(job, NOW, seen, None))
            case "fold" if number < rows.model.rowCount():
                index = rows.model.index(number)
                if isinstance(index.data(JOB_ROLE), Survey):
                    rows.unfold(number, unfolded=index.data(FOLD_ROLE) is Fold.FOLDED)
            case "hold":
                still = not still
                rows.model.hold_still(still)
            case "filter":
                rows.model.filter_by(makes[:1].replace("x", "a"))
    if still:
        rows.model.hold_still(False)
    rows.model.filter_by("")
    fresh = Rows(rows.store.jobs.values())
    fresh.model.unfold_these(rows.model.unfolded())
    fresh.model.sort_by(key, descending=descending)
    assert rows.shown() == fresh.shown()
    assert rows.folds() == fresh.folds()
    heads = [row for row, fold in enumerate(rows.folds()) if fold is not Fold.MEMBER]
    for row, after in zip(heads, [*heads[1:], rows.model.rowCount()], strict=False):
        job = rows.model.index(row).data(JOB_ROLE)
        members = [rows.model.index(at).data(JOB_ROLE) for at in range(row + 1, after)]
        assert members == (list(job.jobs) if members else [])
        if isinstance(job, Survey):
            assert [rows.store.jobs[each.id] for each in job.jobs] == list(job.jobs)
        else:
            assert rows.store.jobs[job.id] == job


def test_a_click_on_the_arrow_or_a_key_unfolds_and_folds(qtbot: QtBot) -> None:
    shown = ShownWindow(qtbot, [ALONE, *running()])
    jobs = shown.rows
    assert jobs.choose(survey()[2].id)
    row = jobs.visualRect(jobs.currentIndex())
    arrow, count = QPoint(row.x() + 9, row.center().y()), jobs.model().rowCount
    QTest.mouseClick(jobs.viewport(), Qt.MouseButton.LeftButton, pos=arrow)
    assert count() == 5
    QTest.mouseClick(jobs.viewport(), Qt.MouseButton.LeftButton, pos=arrow)
    assert count() == 2
    QTest.keyClick(jobs, Qt.Key.Key_Right)
    assert count() == 5
    QTest.keyClick(jobs, Qt.Key.Key_Down)
    assert jobs.current_job() == survey()[0].id
    QTest.keyClick(jobs, Qt.Key.Key_Left)
    assert isinstance(jobs.currentIndex().data(JOB_ROLE), Survey)
    assert count() == 5
    QTest.keyClick(jobs, Qt.Key.Key_Left)
    assert count() == 2


def test_commands_act_on_all_jobs_of_a_survey_and_the_details_show_the_running_one(
    qtbot: QtBot,
) -> None:
    shown = ShownWindow(qtbot, [ALONE, *running()])
    jobs = shown.rows
    jobs.choose(survey()[2].id)
    assert [job.id for job in jobs.chosen_jobs()] == [job.id for job in survey()[:3]]
    assert jobs.current_job() == survey()[2].id
    jobs.selectAll()
    assert len(jobs.chosen_jobs()) == 4
    QTest.keyClick(jobs, Qt.Key.Key_Right)
    jobs.selectAll()
    assert len(jobs.chosen_jobs()) == 4


def test_the_details_go_on_to_the_job_that_runs_next(qtbot: QtBot) -> None:
    known = survey()
    shown = ShownWindow(qtbot, running())
    shown.rows.choose(known[2].id)
    store, next_one = shown.store, known[3]
    chosen: list[JobId | None] = []
    shown.rows.chosen.connect(chosen.append)
    assert known[2].details
    assert next_one.details
    store.apply(Described(known[2].id, NOW, known[2].details))
    store.apply(Ended(known[2].id, NOW, Outcome.SUCCEEDED))
    store.apply(Added(next_one.id, NOW, next_one.service))
    store.apply(Described(next_one.id, NOW, replace(next_one.details, state="active", ended=None)))
    assert shown.rows.model().rowCount() == 1
    assert shown.rows.current_job() == next_one.id
    assert chosen[-1:] == [next_one.id]


def test_a_job_of_a_folded_survey_is_renamed_in_its_own_row(qtbot: QtBot) -> None:
    shown = ShownWindow(qtbot, running())
    shown.rows.rename(survey()[1].id)
    assert shown.rows.model().rowCount() == 4


def test_a_job_that_the_details_of_its_survey_would_not_show_is_chosen_in_its_own_row(
    qtbot: QtBot,
) -> None:
    shown = ShownWindow(qtbot, running())
    assert shown.rows.choose(survey()[2].id)
    assert shown.rows.model().rowCount() == 1
    assert shown.rows.choose(survey()[0].id)
    assert shown.rows.model().rowCount() == 4
    assert shown.rows.current_job() == survey()[0].id


def test_a_selected_survey_stays_selected_when_the_filter_changes(qtbot: QtBot) -> None:
    shown = ShownWindow(qtbot, [ALONE, *running()])
    shown.rows.choose(survey()[2].id)
    QTest.keyClick(shown.rows, Qt.Key.Key_Right)
    shown.rows.order.filter_by("tiling")
    assert isinstance(shown.rows.currentIndex().data(JOB_ROLE), Survey)
    assert len(shown.rows.selectedIndexes()) == 1


def test_the_window_remembers_which_surveys_are_unfolded(qtbot: QtBot) -> None:
    shown = ShownWindow(qtbot, running())
    shown.rows.choose(survey()[0].id)
    QTest.keyClick(shown.rows, Qt.Key.Key_Right)
    left = shown.window.place()
    other = ShownWindow(qtbot, running())
    assert other.rows.model().rowCount() == 1
    other.window.put(left)
    assert other.rows.model().rowCount() == 4


def test_an_arrow_is_painted_before_a_survey_only(qtbot: QtBot) -> None:
    shown = ShownWindow(qtbot, [ALONE, *running()])

    def strips() -> list[QImage]:
        picture = shown.rows.viewport().grab().toImage()
        rects = [shown.rows.visualRect(shown.rows.model().index(row, 0)) for row in range(2)]
        return [picture.copy(rect.x() + 5, rect.y() + 4, 10, rect.height() - 8) for rect in rects]

    shown.rows.clearSelection()
    alone = next(row for row in range(2) if shown.rows.model().index(row, 0).data() == "Alone")
    folded = strips()
    assert folded[alone] != folded[1 - alone]
    shown.rows.setCurrentIndex(shown.rows.model().index(1 - alone, 0))
    QTest.keyClick(shown.rows, Qt.Key.Key_Right)
    shown.rows.clearSelection()
    if alone == 1:
        assert strips()[0] != folded[0]
