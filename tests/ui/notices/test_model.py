"""The rows of the history: days and notices, changed only where they differ."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from ccwatch.core.notice import LoggedNotice
from ccwatch.core.notice_kind import NoticeKind, Subject
from ccwatch.ui.notices.model import NOTICE_ROLE, NoticeModel
from tests.ui.sample_jobs import NOW
from tests.ui.sample_notices import DAY, HOUR, kept
from tests.ui.tips import read

TODAY = [kept(5, HOUR), kept(4, 2 * HOUR)]
BEFORE = [kept(3, DAY), kept(2, DAY + HOUR), kept(1, 9 * DAY)]


@pytest.fixture
def model(qapp: object) -> NoticeModel:
    return NoticeModel(lambda: NOW)


def shown(model: QAbstractItemModel) -> list[str | int]:
    """Return days as texts and notices as numbers."""
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    return [row.data(NOTICE_ROLE).number if row.data(NOTICE_ROLE) else row.data() for row in rows]


def test_notices_are_below_their_days(model: NoticeModel) -> None:
    model.show([*TODAY, *BEFORE])
    assert shown(model)[:6] == ["Today", 5, 4, "Yesterday", 3, 2]
    assert shown(model)[7:] == [1]


def test_a_day_cannot_be_chosen(model: NoticeModel) -> None:
    model.show(TODAY)
    chosen = [bool(model.flags(model.index(row)) & Qt.ItemFlag.ItemIsSelectable) for row in (0, 1)]
    assert chosen == [False, True]
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsEnabled


def test_a_new_notice_is_put_in_and_the_others_stay(model: NoticeModel, qtbot: QtBot) -> None:
    model.show(TODAY)
    removed: list[object] = []
    model.rowsRemoved.connect(removed.append)
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        model.show([kept(6), *TODAY])
    assert inserted.args is not None
    assert inserted.args[1:] == [1, 1]
    assert removed == []
    assert shown(model) == ["Today", 6, 5, 4]


def test_older_ones_go_on_below(model: NoticeModel, qtbot: QtBot) -> None:
    model.show(TODAY)
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        model.show([*TODAY, *BEFORE])
    assert inserted.args is not None
    assert inserted.args[1:] == [3, 7]


def test_a_delivery_status_changes_only_its_row(model: NoticeModel) -> None:
    model.show([*TODAY, *BEFORE])
    changed: list[int] = []
    model.dataChanged.connect(lambda first, last: changed.append(first.row()))
    model.show([TODAY[0], TODAY[1]._replace(read=NOW), *BEFORE])
    assert changed == [2]
    model.show([TODAY[0], TODAY[1]._replace(read=NOW), *BEFORE])
    assert changed == [2]


def test_words_and_subjects_choose_the_notices(model: NoticeModel) -> None:
    failed = kept(
        9, HOUR, kind=NoticeKind.FAILED, title="Dam — failed", body="No overlap.", job=None
    )
    model.show([failed, *BEFORE])
    model.filter_by("overlap DAM", None)
    assert shown(model) == ["Today", 9]
    model.filter_by("", frozenset({Subject.PASSING}))
    assert shown(model)[:3] == ["Yesterday", 3, 2]
    model.filter_by("active-1", frozenset({Subject.FAILURE}))
    assert shown(model) == []
    model.filter_by("", None)
    assert shown(model)[0:2] == ["Today", 9]


def test_the_tooltip_has_what_a_row_has_no_room_for(model: NoticeModel) -> None:
    model.show([kept(1, body="x" * 200, taken=False)])
    tip = read(model.index(1).data(Qt.ItemDataRole.ToolTipRole))
    assert "x" * 200 in tip
    assert "The system did not show it." in tip


def test_a_name_is_one_line_whatever_it_holds(model: NoticeModel) -> None:
    model.show([kept(1, title="a\nb\u202ec")])
    assert model.index(1).data() == "a b c"


HISTORIES = st.lists(
    st.lists(st.integers(0, 12), unique=True, max_size=8).map(lambda n: sorted(n, reverse=True)),
    max_size=6,
)


@given(HISTORIES, st.integers(0, 2))
def test_any_changes_leave_a_consistent_model(
    qapp: object, histories: Sequence[Sequence[int]], days: int
) -> None:
    model = NoticeModel(lambda: NOW)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for numbers in histories:
        wanted: list[LoggedNotice] = [kept(n, (12 - n) * days * 8 * HOUR) for n in numbers]
        model.show(wanted)
        assert [row for row in shown(model) if isinstance(row, int)] == list(numbers)
    del tester
