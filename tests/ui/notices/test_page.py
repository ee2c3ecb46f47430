"""The history page: its contents, what counts as seen, and the keys."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QMainWindow, QToolButton
from pytestqt.qtbot import QtBot

from ccwatch.core.notice import LoggedNotice
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.ui.notices.list_view import NoticeList
from ccwatch.ui.notices.model import NOTICE_ROLE
from ccwatch.ui.notices.page import NoticeLogPage
from tests.ui.sample_jobs import NOW
from tests.ui.sample_notices import DAY, kept, page
from tests.ui.shown_window import entries

CTRL = Qt.KeyboardModifier.ControlModifier


class Shown:
    """A page in a window; `heard` records each signal with its arguments."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.page = NoticeLogPage(lambda: NOW)
        self.window.setCentralWidget(self.page)
        self.window.resize(600, 400)
        self.heard: list[tuple[str, object]] = []
        for name in ("back_wanted", "older_wanted", "all_read_wanted"):
            getattr(self.page, name).connect(lambda it=name: self.heard.append((it, None)))
        for name in ("opened", "seen"):
            getattr(self.page, name).connect(lambda said, it=name: self.heard.append((it, said)))
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    @property
    def rows(self) -> NoticeList:
        found = self.page.findChild(NoticeList)
        assert found is not None
        return found

    @property
    def filter(self) -> QLineEdit:
        found = self.page.findChild(QLineEdit, "filter")
        assert found is not None
        return found

    def button(self, text: str) -> QAbstractButton:
        return next(it for it in self.page.findChildren(QAbstractButton) if it.text() == text)

    def numbers(self) -> list[int]:
        model = self.rows.model()
        found = (model.index(row, 0).data(NOTICE_ROLE) for row in range(model.rowCount()))
        return [notice.number for notice in found if notice]

    def settle(self) -> None:
        """Let the rows be laid out and marked as seen."""
        self.qtbot.wait(10)


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    return Shown(qtbot)


MANY = [kept(number, (60 - number) * 60.0) for number in range(60, 0, -1)]


def test_the_newest_are_listed_with_how_many_there_are(shown: Shown) -> None:
    shown.page.show_notices(page(*MANY, total=1204))
    assert shown.numbers() == list(range(60, 0, -1))
    labels = {label.text() for label in shown.page.findChildren(type(shown.page._shown))}
    assert {"60 unread", "The newest 60 of 1,204 notifications"} <= labels
    shown.button("Show older").click()
    assert shown.heard == [("older_wanted", None)]


def test_in_a_narrow_window_the_buttons_have_the_room(shown: Shown) -> None:
    shown.page.show_notices(page(*MANY))
    assert shown.page._counts.isVisible()
    shown.window.resize(420, 400)
    assert not shown.page._counts.isVisible()


def test_without_older_ones_none_are_offered(shown: Shown) -> None:
    shown.page.show_notices(page(kept(1, read=NOW)))
    assert not shown.button("Show older").isVisible()
    assert not shown.button("Mark all as read").isEnabled()


def test_all_can_be_marked_as_read(shown: Shown) -> None:
    shown.page.show_notices(page(*MANY))
    shown.button("Mark all as read").click()
    assert shown.heard == [("all_read_wanted", None)]


def test_a_click_opens_a_notice(shown: Shown) -> None:
    shown.page.show_notices(page(*MANY))
    shown.settle()
    index = shown.rows.model().index(2, 0)
    place = shown.rows.visualRect(index).center()
    QTest.mouseClick(shown.rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown.heard == [("opened", MANY[1])]


def test_a_click_on_a_day_opens_nothing(shown: Shown) -> None:
    shown.page.show_notices(page(*MANY))
    shown.settle()
    place = shown.rows.visualRect(shown.rows.model().index(0, 0)).center()
    QTest.mouseClick(shown.rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown.heard == []


def test_the_keys_go_over_the_days_open_and_copy(shown: Shown) -> None:
    shown.page.setFocus()
    shown.page.show_notices(page(kept(9), kept(8, DAY), kept(7, 2 * DAY)))
    for expected in (9, 8, 7, 7):
        QTest.keyClick(shown.rows, Qt.Key.Key_Down)
        current = shown.rows.current()
        assert current is not None
        assert current.number == expected
    QTest.keyClick(shown.rows, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "Bridge — step 7\n41 %"
    QTest.keyClick(shown.rows, Qt.Key.Key_Return)
    ((name, notice),) = shown.heard
    assert name == "opened"
    assert isinstance(notice, LoggedNotice)
    assert notice.number == 7


def test_a_notice_is_copied_as_a_plain_line_each_for_title_and_body(shown: Shown) -> None:
    hostile = "Dam\n\x1b[2J\u202egnp\r\nrm -rf x"
    shown.page.show_notices(page(kept(1, title=hostile, body=hostile)))
    QTest.keyClick(shown.rows, Qt.Key.Key_Down)
    QTest.keyClick(shown.rows, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "Dam [2J gnp rm -rf x\nDam · [2J gnp · rm -rf x"


def test_escape_clears_the_filter_and_then_goes_back(shown: Shown) -> None:
    shown.page.show_notices(page(*MANY))
    shown.filter.setFocus()
    shown.filter.setText("step 60")
    assert shown.numbers() == [60]
    QTest.keyClick(shown.filter, Qt.Key.Key_Escape)
    assert (shown.filter.text(), len(shown.numbers()), shown.heard) == ("", 60, [])
    QTest.keyClick(shown.filter, Qt.Key.Key_Escape)
    assert shown.heard == [("back_wanted", None)]


def test_a_button_goes_back_as_well(shown: Shown) -> None:
    shown.button("Back").click()
    assert shown.heard == [("back_wanted", None)]


def test_kinds_are_chosen_in_words(shown: Shown) -> None:
    shown.page.show_notices(
        page(
            kept(4, kind=NoticeKind.UNREADABLE),
            kept(3),
            kept(2, kind=NoticeKind.FAILED),
            kept(1, kind=NoticeKind.SIGN_IN),
        )
    )
    (button,) = shown.page.findChildren(QToolButton, "plain")
    for words, numbers in (
        ("Failed jobs", [2]),
        ("Ended jobs", [4, 2]),
        ("Jobs in progress", [3]),
        ("Account and service", [1]),
        ("All notifications", [4, 3, 2, 1]),
    ):
        entries(button.menu())[words].trigger()
        assert shown.numbers() == numbers
        assert button.accessibleName() == f"Showing: {words}"


def test_what_was_in_view_is_seen_once_it_no_longer_is(shown: Shown) -> None:
    read = MANY[1]._replace(read=NOW)
    shown.page.show_notices(page(MANY[0], read, *MANY[2:]))
    shown.settle()
    in_view = {notice.number for notice in shown.rows.in_view()}
    assert 3 < len(in_view) < 20
    assert shown.heard == []
    shown.window.hide()
    ((name, numbers),) = shown.heard
    assert name == "seen"
    assert numbers == tuple(sorted(in_view - {read.number}))
    shown.window.show()
    shown.page.show_notices(page(*(notice._replace(read=NOW) for notice in MANY)))
    shown.settle()
    shown.window.hide()
    assert len(shown.heard) == 1


def test_what_was_scrolled_to_is_seen_too(shown: Shown) -> None:
    shown.page.show_notices(page(*MANY))
    shown.settle()
    shown.rows.scrollToBottom()
    shown.settle()
    shown.window.hide()
    ((_, numbers),) = shown.heard
    assert isinstance(numbers, tuple)
    assert (numbers[0], numbers[-1]) == (1, 60)
    assert 30 not in numbers


def test_an_inactive_window_marks_nothing_as_seen(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NoticeLogPage, "isActiveWindow", lambda _: False)
    shown.page.show_notices(page(*MANY))
    shown.settle()
    shown.window.hide()
    assert shown.heard == []


def test_activating_the_window_marks_notices_as_seen(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(NoticeLogPage, "isActiveWindow", lambda _: False)
        shown.page.show_notices(page(kept(1)))
        shown.settle()
    shown.page.changeEvent(QEvent(QEvent.Type.ActivationChange))
    shown.settle()
    shown.window.hide()
    assert shown.heard == [("seen", (1,))]


def test_an_empty_history_says_what_will_be_in_it(shown: Shown) -> None:
    assert shown.rows.empty_text == ("", "")  # still loading
    shown.page.show_notices(page())
    assert shown.rows.empty_text[0] == "No notifications yet"
    shown.page.show_notices(page(kept(1), total=9))
    shown.filter.setText("nothing like this")
    assert shown.rows.empty_text == (
        "No matching notifications",
        "Older notifications are available.",
    )


def test_a_history_that_cannot_be_read_says_why(shown: Shown) -> None:
    shown.page.show_notices(page(kept(1)))
    shown.page.show_fault("The disk is gone.")
    assert shown.rows.empty_text == ("The history cannot be read", "The disk is gone.")
    assert shown.numbers() == []
    shown.window.grab()
