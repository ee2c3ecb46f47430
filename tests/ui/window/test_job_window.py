"""The window: adding jobs, keys, details, closing, and the intents it emits."""

import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QByteArray, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QPixmap,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QDialog,
    QLineEdit,
    QMenu,
    QSplitter,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ccwatch.core.events import (
    Added,
    Ended,
    Moved,
    Removed,
    Renamed,
    Seen,
    SignedIn,
    SignInWanted,
    StepChanged,
)
from ccwatch.core.job import JobId, Outcome, Phase, Progress, Service
from ccwatch.core.past import Past
from ccwatch.core.window_state import WindowState
from ccwatch.resource_files import resource_path
from ccwatch.ui.jobs.view_menu import ViewMenu
from ccwatch.ui.style.icons import Icon
from ccwatch.ui.window.job_window import JobWindow
from tests.ui.sample_jobs import JOBS, NOW
from tests.ui.shown_window import ShownWindow, entries

CTRL = Qt.KeyboardModifier.ControlModifier
ACTIVE, QUEUED, FAILED = JOBS[Phase.ACTIVE], JOBS[Phase.QUEUED], JOBS[Phase.FAILED]
LINES = "8f6c-1\nhttps://example.org/jobs/8f6c-2\nnot one"


@pytest.fixture
def shown(qtbot: QtBot) -> ShownWindow:
    seen = [replace(job, unseen=False) for job in JOBS.values()]
    return ShownWindow(qtbot, seen)


@pytest.fixture
def empty(qtbot: QtBot) -> ShownWindow:
    return ShownWindow(qtbot)


@pytest.mark.skipif(sys.platform == "darwin", reason="the bundle has the icon there")
def test_the_window_and_its_dialogs_have_the_icon_of_the_program(empty: ShownWindow) -> None:
    icon = QPixmap(str(resource_path("ccwatch.png"))).toImage()
    assert not icon.isNull()
    for window in (empty.window, QDialog(empty.window)):
        assert window.windowIcon().pixmap(icon.size()).toImage() == icon


def test_several_pasted_lines_are_submitted_whole_by_enter(empty: ShownWindow) -> None:
    QGuiApplication.clipboard().setText(LINES)
    before = empty.add.height()
    empty.add.setFocus()
    QTest.keyClick(empty.add, Qt.Key.Key_V, CTRL)
    assert empty.add.height() > before
    QTest.keyClick(empty.add, Qt.Key.Key_Return)
    assert empty.said("add") == [LINES]


def test_the_add_button_submits_and_an_empty_field_does_not(empty: ShownWindow) -> None:
    button = empty.button(empty.window, "Add")
    button.click()
    empty.add.setPlainText("  \n ")
    button.click()
    assert empty.heard == []
    empty.add.setPlainText("a-1")
    button.click()
    assert empty.said("add") == ["a-1"]


def test_what_was_refused_stays_in_the_field_with_the_reason(empty: ShownWindow) -> None:
    empty.add.setPlainText(LINES)
    empty.window.show_added([], ["not one"], "“not one” does not look\nlike a job ID.")
    assert empty.add.toPlainText() == "not one"
    assert empty.words(empty.notes) == ["“not one” does not look like a job ID."]


def test_what_was_taken_is_chosen_and_the_field_is_free_again(shown: ShownWindow) -> None:
    shown.add.setPlainText("x")
    shown.window.show_added([QUEUED.id], [], "")
    assert shown.add.toPlainText() == ""
    assert shown.rows.current_job() == QUEUED.id
    assert not shown.notes.isVisible()


def test_escape_empties_the_field(empty: ShownWindow) -> None:
    empty.add.setPlainText("x")
    QTest.keyClick(empty.add, Qt.Key.Key_Escape)
    assert empty.add.toPlainText() == ""


def test_text_can_be_pasted_onto_the_list(shown: ShownWindow) -> None:
    QGuiApplication.clipboard().setText(LINES)
    shown.rows.setFocus()
    QTest.keyClick(shown.rows, Qt.Key.Key_V, CTRL)
    assert shown.said("add") == [LINES]


def test_what_is_pasted_onto_a_page_in_the_place_of_the_jobs_is_left_alone(
    shown: ShownWindow,
) -> None:
    QGuiApplication.clipboard().setText(LINES)
    page = QWidget()
    shown.window.show_page(page)
    QTest.keyClick(shown.window, Qt.Key.Key_V, CTRL)
    assert shown.said("paste") == [()]
    assert shown.said("add") == []
    shown.window.show_page(None)
    QTest.keyClick(shown.window, Qt.Key.Key_V, CTRL)
    assert shown.said("add") == [LINES]


@pytest.mark.parametrize(
    ("text", "links", "wanted"),
    [
        (LINES, [], LINES),
        ("", ["https://a/jobs/1", "https://a/jobs/2"], "https://a/jobs/1\nhttps://a/jobs/2"),
        ("My job", ["https://a/jobs/1"], "https://a/jobs/1"),
    ],
)
def test_text_and_links_can_be_dropped(
    empty: ShownWindow, text: str, links: list[str], wanted: str
) -> None:
    data = QMimeData()
    if text:
        data.setText(text)
    if links:
        data.setUrls([QUrl(link) for link in links])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(200, 200), copy, data, buttons, keys)
    QApplication.sendEvent(empty.window, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(200, 200), copy, data, buttons, keys)
    QApplication.sendEvent(empty.window, drop)
    assert empty.said("add") == [wanted]


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_F5])
def test_keys_act_on_all_chosen_jobs(shown: ShownWindow, key: Qt.Key) -> None:
    shown.choose(ACTIVE.id, QUEUED.id)
    QTest.keyClick(shown.rows, key)
    name = "remove" if key is Qt.Key.Key_Delete else "check"
    (jobs,) = shown.said(name)
    assert set(jobs) == {ACTIVE.id, QUEUED.id}


def test_f2_renames_in_place(shown: ShownWindow) -> None:
    shown.choose(ACTIVE.id)
    QTest.keyClick(shown.rows, Qt.Key.Key_F2)
    editor = shown.rows.findChild(QLineEdit)
    assert editor
    assert editor.text() == ACTIVE.name
    editor.setText("  Pier 4 ")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    shown.qtbot.waitUntil(lambda: bool(shown.said("renamed")))
    assert shown.said("renamed") == [(ACTIVE.id, "Pier 4")]


def test_escape_leaves_the_name(shown: ShownWindow) -> None:
    shown.choose(ACTIVE.id)
    QTest.keyClick(shown.rows, Qt.Key.Key_F2)
    editor = shown.rows.findChild(QLineEdit)
    assert editor
    editor.setText("Pier 4")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert shown.said("renamed") == []


def test_a_name_is_for_the_job_where_it_was_begun(shown: ShownWindow) -> None:
    shown.choose(ACTIVE.id)
    QTest.keyClick(shown.rows, Qt.Key.Key_F2)
    editor = shown.rows.findChild(QLineEdit)
    assert editor
    editor.setText("Pier 4")
    shown.window.show_job(QUEUED.id)
    shown.qtbot.wait(1)
    assert shown.said("renamed") == [(ACTIVE.id, "Pier 4")]


def test_a_name_for_a_job_removed_meanwhile_is_not_given_to_another(shown: ShownWindow) -> None:
    shown.choose(ACTIVE.id)
    QTest.keyClick(shown.rows, Qt.Key.Key_F2)
    editor = shown.rows.findChild(QLineEdit)
    assert editor
    editor.setText("Pier 4")
    shown.store.apply(Removed(ACTIVE.id, NOW))
    shown.qtbot.wait(1)
    assert shown.said("renamed") == []


@pytest.mark.parametrize(
    ("key", "command"), [(Qt.Key.Key_C, "copy"), (Qt.Key.Key_M, "mute"), (Qt.Key.Key_E, "export")]
)
def test_a_key_says_the_command_with_the_chosen_job(
    shown: ShownWindow, key: Qt.Key, command: str
) -> None:
    shown.choose(ACTIVE.id)
    QTest.keyClick(shown.rows, key, CTRL)
    assert shown.heard[-1] == (command, (ACTIVE.id,))


def test_keys_without_a_chosen_job_do_nothing(empty: ShownWindow) -> None:
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_F5, Qt.Key.Key_F2):
        QTest.keyClick(empty.rows, key)
    assert empty.heard == []


def test_keys_in_a_field_are_for_the_field(shown: ShownWindow) -> None:
    shown.choose(ACTIVE.id)
    shown.add.setFocus()
    shown.add.setPlainText("abc")
    QTest.keyClick(shown.add, Qt.Key.Key_Delete)
    assert shown.said("remove") == []


def test_ctrl_f_and_ctrl_n_go_to_their_fields(shown: ShownWindow) -> None:
    shown.rows.setFocus()
    QTest.keyClick(shown.rows, Qt.Key.Key_F, CTRL)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit)
    assert focused.accessibleName() == "Filter jobs"
    QTest.keyClicks(focused, "harbour")
    assert shown.names() == ["Harbour bridge"]
    QTest.keyClick(focused, Qt.Key.Key_N, CTRL)
    assert QApplication.focusWidget() is shown.add


def menu_of(shown: ShownWindow) -> QMenu:
    reason = QContextMenuEvent.Reason.Keyboard
    event = QContextMenuEvent(reason, QPoint(5, 5), shown.rows.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(shown.rows.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()
    return menu


def test_the_context_menu_offers_what_fits_one_job(shown: ShownWindow) -> None:
    shown.choose(ACTIVE.id)
    offered = entries(menu_of(shown))
    labels = ["Check now", "Rename", "Mute", "Copy ID", "Open in browser"]
    labels.insert(4, "Copy errors and warnings")
    labels += ["Export history…", "Stop watching"]
    assert [label for label in offered if label] == labels
    assert not offered["Open in browser"].isEnabled()
    assert not offered["Copy errors and warnings"].isEnabled()
    shown.window.allow(browsing=True)
    offered = entries(menu_of(shown))
    offered["Open in browser"].trigger()
    offered["Stop watching"].trigger()
    assert shown.heard[-2:] == [("browse", (ACTIVE.id,)), ("remove", (ACTIVE.id,))]


def test_errors_can_be_copied_where_one_of_the_chosen_jobs_has_some(shown: ShownWindow) -> None:
    shown.choose(JOBS[Phase.FAILED].id, ACTIVE.id)
    entries(menu_of(shown))["Copy errors and warnings"].trigger()
    assert set(*shown.said("copy-errors")) == {JOBS[Phase.FAILED].id, ACTIVE.id}


def test_the_context_menu_of_several_jobs(qtbot: QtBot) -> None:
    shown = ShownWindow(qtbot, [replace(job, muted=True) for job in (ACTIVE, QUEUED)])
    shown.choose(ACTIVE.id, QUEUED.id)
    offered = entries(menu_of(shown))
    assert "Copy IDs" in offered
    assert not offered["Rename"].isEnabled()
    offered["Unmute"].trigger()
    assert set(*shown.said("mute")) == {ACTIVE.id, QUEUED.id}


def test_an_empty_list_has_no_menu(empty: ShownWindow) -> None:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(empty.rows.viewport(), event)
    assert QApplication.activePopupWidget() is None


def test_the_details_follow_the_choice(shown: ShownWindow) -> None:
    shown.choose(ACTIVE.id)
    assert "Harbour bridge" in shown.words(shown.details)
    shown.choose(FAILED.id)
    words = shown.words(shown.details)
    assert "Tunnel portal" in words
    assert "Harbour bridge" not in words
    assert shown.said("past")[-2:] == [ACTIVE.id, FAILED.id]


def test_what_happened_is_shown_for_the_chosen_job_only(shown: ShownWindow) -> None:
    shown.choose(ACTIVE.id)
    began = StepChanged(ACTIVE.id, NOW - 60, Progress(1.0, "Active", "Texturing"), None)
    shown.window.show_past(QUEUED.id, Past((began,)))
    assert "Texturing started" not in shown.words(shown.details)
    shown.window.show_past(ACTIVE.id, Past((began,)))
    assert "Texturing started" in shown.words(shown.details)
    shown.choose(QUEUED.id)
    assert "Texturing started" not in shown.words(shown.details)


def test_what_happened_while_it_was_asked_for_stays(shown: ShownWindow) -> None:
    shown.choose(ACTIVE.id)
    shown.store.apply(Ended(ACTIVE.id, NOW, Outcome.CANCELLED))
    began = StepChanged(ACTIVE.id, NOW - 60, Progress(1.0, "Active", "Texturing"), None)
    shown.window.show_past(ACTIVE.id, Past((began,)))
    words = shown.words(shown.details)
    assert words.index("Cancelled") < words.index("Texturing started")


def test_events_missed_while_hidden_are_requested(shown: ShownWindow) -> None:
    shown.choose(ACTIVE.id)
    shown.window.hide()
    shown.heard.clear()
    shown.window.show()
    assert shown.said("past") == [ACTIVE.id]


def test_an_answer_after_a_long_silence_asks_for_the_gap(shown: ShownWindow) -> None:
    shown.choose(ACTIVE.id)
    shown.heard.clear()
    shown.store.apply(Seen(ACTIVE.id, NOW + 60, Progress(60.0, "Active")))
    assert shown.said("past") == []
    shown.store.apply(Seen(ACTIVE.id, NOW + 9000, Progress(60.0, "Active")))
    assert shown.said("past") == [ACTIVE.id]


def test_what_happens_to_the_chosen_job_is_shown_at_once(shown: ShownWindow) -> None:
    shown.choose(ACTIVE.id)
    shown.store.apply(Moved(ACTIVE.id, NOW, Progress(61.0, "Active", "Run_Production"), 60.0))
    assert "61\u202f%" in shown.words(shown.details)
    shown.store.apply(Ended(ACTIVE.id, NOW, Outcome.CANCELLED))
    assert "Cancelled" in shown.words(shown.details)


def test_selecting_an_unseen_failure_marks_it_as_seen(qtbot: QtBot) -> None:
    shown = ShownWindow(qtbot, [ACTIVE, replace(FAILED, unseen=True)])
    shown.choose(ACTIVE.id)
    shown.heard.clear()
    shown.choose(FAILED.id)
    assert shown.said("looked_at") == [FAILED.id]


def test_a_failure_is_marked_as_seen_only_in_an_active_window(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = ShownWindow(qtbot, [ACTIVE])
    shown.choose(ACTIVE.id)
    monkeypatch.setattr(JobWindow, "isActiveWindow", lambda _: False)
    shown.store.apply(Ended(ACTIVE.id, NOW, Outcome.FAILED))
    assert shown.said("looked_at") == []
    monkeypatch.undo()
    QApplication.sendEvent(shown.window, QEvent(QEvent.Type.ActivationChange))
    assert shown.said("looked_at") == [ACTIVE.id]


def test_a_window_shown_again_before_it_lost_activation_is_active(
    shown: ShownWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = shown.window
    monkeypatch.setattr(QGuiApplication, "focusWindow", window.windowHandle)
    window.hide()
    assert not window.isActiveWindow()
    window.show()
    assert window.isActiveWindow()


def test_a_removed_job_leaves_the_details_to_the_next(shown: ShownWindow) -> None:
    shown.choose(ACTIVE.id)
    shown.store.apply(Removed(ACTIVE.id, NOW))
    assert shown.rows.current_job() not in (None, ACTIVE.id)
    assert "Harbour bridge" not in shown.words(shown.details)


def test_removing_the_last_job_closes_the_details(qtbot: QtBot) -> None:
    shown = ShownWindow(qtbot, [ACTIVE])
    assert shown.details.isVisible()
    shown.store.apply(Removed(ACTIVE.id, NOW))
    assert not shown.details.isVisible()


def test_a_narrow_window_folds_the_details(shown: ShownWindow) -> None:
    assert shown.details.isVisible()
    shown.window.resize(859, 500)
    assert not shown.details.isVisible()
    shown.window.resize(860, 500)
    assert shown.details.isVisible()


def test_a_notice_opens_its_job_even_behind_a_filter(shown: ShownWindow) -> None:
    QTest.keyClick(shown.rows, Qt.Key.Key_F, CTRL)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit)
    focused.setText("harbour")
    shown.window.hide()
    shown.window.show_job(FAILED.id)
    assert shown.window.isVisible()
    assert shown.rows.current_job() == FAILED.id


def test_closing_hides_where_a_tray_can_bring_it_back(shown: ShownWindow) -> None:
    shown.window.hides_on_close = True
    shown.window.close()
    assert not shown.window.isVisible()
    assert shown.said("quit") == []


def test_closing_ends_the_program_where_nothing_could_bring_it_back(shown: ShownWindow) -> None:
    shown.window.close()
    assert shown.said("quit") == [()]
    assert shown.window.isVisible()


def test_a_hidden_window_does_no_work(shown: ShownWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    shown.choose(ACTIVE.id)
    shown.window.hide()
    assert not shown.window._ticking.isActive()
    shown.heard.clear()
    monkeypatch.setattr(shown.window._jobs, "_show_status", lambda: pytest.fail("shown for nobody"))
    shown.store.apply(Moved(ACTIVE.id, NOW, Progress(61.0, "Active"), 60.0))
    shown.store.apply(SignedIn(NOW))
    assert shown.heard == []
    monkeypatch.undo()
    shown.window.show()
    assert shown.window._ticking.isActive()
    assert "61\u202f%" in shown.words(shown.details)


def test_a_removal_can_be_taken_back_for_some_seconds(shown: ShownWindow) -> None:
    shown.window.offer_undo("No longer watching A\nB.")
    assert shown.words(shown.notes) == ["No longer watching A B."]
    shown.button(shown.notes, "Undo").click()
    assert shown.said("undo") == [()]
    assert not shown.notes.isVisible()


def test_an_offer_disappears_and_a_message_stays(
    shown: ShownWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccwatch.ui.window.job_window.UNDO_MS", 1)
    shown.window.offer_undo("Gone.")
    shown.qtbot.waitUntil(lambda: not shown.notes.isVisible())
    shown.window.offer_undo("Gone.")
    shown.window.show_message("Signed in.")
    shown.qtbot.wait(20)
    assert shown.words(shown.notes) == ["Signed in."]
    assert not shown.button(shown.notes, "").isVisible()


def test_the_window_is_put_back_on_a_screen_that_exists(shown: ShownWindow) -> None:
    shown.window.setGeometry(60, 70, 700, 500)
    place = shown.window.place()
    shown.window.resize(500, 400)
    shown.window.put(place)
    assert (shown.window.width(), shown.window.height()) == (700, 500)
    for nothing in (b"", b"rubbish"):
        shown.window.put(WindowState(geometry=nothing))
    assert shown.window.width() == 700


def test_an_off_screen_position_is_moved_onto_a_screen(
    shown: ShownWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def far_away(_: QByteArray) -> bool:
        shown.window.setGeometry(-9000, -9000, 5000, 400)
        return True

    monkeypatch.setattr(shown.window, "restoreGeometry", far_away)
    shown.window.put(WindowState(geometry=b"a place"))
    screen = QGuiApplication.primaryScreen().availableGeometry()
    assert screen.contains(shown.window.frameGeometry())


def test_the_menu_reaches_what_the_tray_reaches(shown: ShownWindow) -> None:
    (more,) = (it for it in shown.window.findChildren(QToolButton) if it.accessibleName() == "More")
    for text, signal in (
        ("My jobs…", "my-jobs"),
        ("Send a test notification", "test-notice"),
        ("Settings…", "settings"),
        ("Keyboard shortcuts", "shortcuts"),
        ("About ccwatch", "about"),
        ("Quit", "quit"),
        ("Sign in", "sign-in"),
    ):
        entries(more.menu())[text].trigger()
        assert shown.heard[-1] == (signal, ())
    assert "Sign out" not in entries(more.menu())
    shown.store.apply(SignedIn(NOW))
    assert "Sign in" not in entries(more.menu())
    entries(more.menu())["Sign out"].trigger()
    assert shown.heard[-1] == ("sign-out", ())


def test_with_a_given_token_the_menu_offers_no_sign_in(shown: ShownWindow) -> None:
    (more,) = (it for it in shown.window.findChildren(QToolButton) if it.accessibleName() == "More")
    shown.window.show_account("Signed in through CCWATCH_ACCESS_TOKEN", given_token=True)
    assert not {"Sign in", "Sign out"} & set(entries(more.menu()))
    shown.store.apply(SignedIn(NOW))
    assert not {"Sign in", "Sign out"} & set(entries(more.menu()))
    shown.window.show_account("Not signed in")
    assert "Sign out" in entries(more.menu())


def test_a_snooze_is_chosen_shown_and_ended(shown: ShownWindow) -> None:
    (button,) = (
        it for it in shown.window.findChildren(QToolButton) if it.text().startswith("Snooze")
    )
    assert "End now" not in entries(button.menu())
    entries(button.menu())["1 hour"].trigger()
    shown.window.show_snooze("14:30")
    assert "14:30" in button.text()
    entries(button.menu())["Until tomorrow"].trigger()
    entries(button.menu())["End now"].trigger()
    said = [command for command, _ in shown.heard if command.startswith("snooze")]
    assert said == ["snooze-hour", "snooze-tomorrow", "snooze-end"]


def view_menu(shown: ShownWindow) -> ViewMenu:
    found = shown.window.findChild(ViewMenu)
    assert found is not None
    return found


def test_sorting_is_chosen_in_words_and_reversed_by_choosing_again(shown: ShownWindow) -> None:
    button = view_menu(shown)
    upwards = sorted(shown.names(), key=str.casefold)
    for icon, spoken, names in (
        (Icon.ASCENDING, "Sorted by Name", upwards),
        (Icon.DESCENDING, "Sorted by Name, reversed", upwards[::-1]),
        (Icon.ASCENDING, "Sorted by Name", upwards),
    ):
        entries(button.menu())["Name"].trigger()
        assert (button.before, button.text(), button.after) == (icon, "Name", Icon.DOWN)
        assert button.accessibleName() == spoken
        assert shown.names() == names
    entries(button.menu())["Reverse order"].trigger()
    assert shown.names() == upwards[::-1]
    entries(button.menu())["State"].trigger()
    assert button.text() == "State"
    assert not entries(button.menu())["Reverse order"].isChecked()


def test_what_a_row_shows_is_chosen(shown: ShownWindow) -> None:
    seen: list[object] = []
    view_menu(shown).parts_changed.connect(seen.append)
    before = shown.rows.grab().toImage()
    entries(view_menu(shown).menu())["Progress line"].trigger()
    assert seen == [("type", "check")]
    assert shown.rows.grab().toImage() != before
    entries(view_menu(shown).menu())["Progress line"].trigger()
    assert shown.rows.grab().toImage() == before


def test_the_window_is_left_and_put_back_as_it_was(qtbot: QtBot) -> None:
    first, second = ShownWindow(qtbot, JOBS.values()), ShownWindow(qtbot, JOBS.values())
    first.window.resize(1000, 500)
    entries(view_menu(first).menu())["Name"].trigger()
    entries(view_menu(first).menu())["Name"].trigger()
    entries(view_menu(first).menu())["Job type"].trigger()
    split = first.window.findChild(QSplitter)
    assert split is not None
    split.setSizes([500, 499])
    split.splitterMoved.emit(500, 1)
    left = first.window.place()
    assert (left.sort, left.descending, left.parts) == ("name", True, ("course", "check"))
    second.window.put(left)
    assert replace(second.window.place(), geometry=b"") == replace(left, geometry=b"")
    assert second.names() == first.names()
    second.window.resize(1000, 500)
    other = second.window.findChild(QSplitter)
    assert other is not None
    qtbot.waitUntil(lambda: other.sizes() == split.sizes())


def test_a_column_of_another_version_is_as_at_first(shown: ShownWindow) -> None:
    shown.window.put(WindowState(sort="colour", split=(500, 300)))
    assert view_menu(shown).text() == "Time left"


def test_who_is_signed_in_is_plain_text(shown: ShownWindow) -> None:
    shown.window.show_account("<b>ada</b>")
    assert "<b>ada</b>" in shown.words(shown.window)


def test_each_control_says_to_a_screen_reader_what_it_is(shown: ShownWindow) -> None:
    shown.window.allow(browsing=True)
    shown.choose(FAILED.id)
    shown.store.apply(SignInWanted(NOW, "Signed out."))
    shown.window.offer_undo("Gone.")
    controls = [
        it
        for it in shown.window.findChildren(QWidget)
        if it.isVisible()
        and it.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and isinstance(it, QAbstractButton | QLineEdit | QAbstractScrollArea)
    ]
    assert len(controls) >= 8
    nameless = [
        it
        for it in controls
        if not (it.accessibleName() or (isinstance(it, QAbstractButton) and it.text()))
    ]
    assert nameless == []


def test_rows_hold_still_under_an_open_menu_and_an_open_name(shown: ShownWindow) -> None:
    entries(view_menu(shown).menu())["Name"].trigger()
    shown.choose(ACTIVE.id)
    before = shown.names()

    def rename(name: str) -> list[str]:
        shown.store.apply(Renamed(ACTIVE.id, NOW, name))
        shown.store.apply(Added(JobId(f"new-{name}"), NOW, Service.MODELING))
        return [it for it in shown.names() if not it.startswith("new-")]

    QTest.keyClick(shown.rows, Qt.Key.Key_F2)
    assert rename("aaa") == [{"Harbour bridge": "aaa"}.get(it, it) for it in before]
    editor = shown.rows.findChild(QLineEdit)
    assert editor
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert shown.names()[0] == "aaa"
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(shown.rows.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    held = shown.names()
    assert rename("zzz")[0] == "zzz"
    assert shown.names()[: len(held)] == ["zzz", *held[1:]]
    # Moving the pointer from the list to the menu does not release the rows.
    QApplication.sendEvent(shown.rows, QEvent(QEvent.Type.Leave))
    assert shown.names()[0] == "zzz"
    menu.close()
    assert shown.names()[-1] == "zzz"
    assert shown.rows.current_job() == ACTIVE.id


def test_rows_hold_still_once_the_pointer_moves_on_them_and_not_before(shown: ShownWindow) -> None:
    shown.rows.order.sort_by("progress")
    percentages = iter((1.0, 99.5, 2.0, 99.0))

    def moves() -> bool:
        before = shown.names()
        seen = Progress(next(percentages), "Active", "Run_Production")
        shown.store.apply(Moved(JobId("active-1"), NOW, seen, None))
        return shown.names() != before

    QApplication.sendEvent(shown.rows.viewport(), QEvent(QEvent.Type.Enter))
    assert moves()
    QTest.mouseMove(shown.rows.viewport(), QPoint(40, 40))
    QTest.mouseMove(shown.rows.viewport(), QPoint(41, 41))
    assert not moves()
    QApplication.sendEvent(shown.rows, QEvent(QEvent.Type.Leave))
    assert shown.names()[0] != "Harbour bridge"
    assert moves()
