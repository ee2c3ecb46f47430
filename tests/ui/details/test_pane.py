"""The details pane: the time left, and the commands for its job."""

from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from ccwatch.core.estimate import Range
from ccwatch.core.events import Started
from ccwatch.core.job import Details as Known
from ccwatch.core.job import Job, JobId, Output, Phase, Progress, Remark
from ccwatch.core.job_words import percent
from ccwatch.ui.details.chart import Chart
from ccwatch.ui.details.pane import DetailsPane
from ccwatch.ui.details.remarks import ErrorCard
from ccwatch.ui.intent_signals import IntentSignals
from ccwatch.ui.style.icon_button import MenuButton
from tests.ui.sample_jobs import JOBS, NOW
from tests.ui.shown_window import ShownWindow, entries


@pytest.mark.parametrize(
    ("left", "words", "near"),
    [
        (Range(3000.0, 4200.0), "50 min – 1 h 10 left", True),
        (Range(3000.0, 9000.0), "50 min – 2 h 30 left", False),
        (Range(0.0, 1200.0), "up to 20 min left", False),
        (None, "Active", False),
    ],
    ids=["narrow", "wide", "open", "unknown"],
)
def test_only_a_narrow_range_names_a_time_to_be_done_near(
    qtbot: QtBot, left: Range | None, words: str, near: bool
) -> None:
    details = DetailsPane(lambda: NOW, lambda job, now: left, IntentSignals())
    qtbot.addWidget(details)
    details.show_job(JOBS[Phase.ACTIVE])
    said = [label.text() for label in details.findChildren(QLabel)]
    assert any(text.startswith(words) for text in said)
    assert any("done around" in text for text in said) is near


def test_a_time_to_be_done_near_that_is_tomorrow_names_the_hour(qtbot: QtBot) -> None:
    now = datetime(2026, 11, 24, 22, 0).timestamp()
    details = DetailsPane(lambda: now, lambda job, now: Range(10_000.0, 11_600.0), IntentSignals())
    qtbot.addWidget(details)
    details.show_job(JOBS[Phase.ACTIVE])
    said = [label.text() for label in details.findChildren(QLabel)]
    assert any(text.endswith("done around Wed 01:00") for text in said)


def test_the_timeline_names_the_hour_of_an_earlier_day(qtbot: QtBot) -> None:
    noon = datetime(2026, 11, 24, 12, 0).timestamp()
    details = DetailsPane(lambda: noon, lambda job, now: None, IntentSignals())
    qtbot.addWidget(details)
    details.show_job(JOBS[Phase.ACTIVE])
    for at in (noon - 86_400, noon):
        details.add_event(Started(JOBS[Phase.ACTIVE].id, at, Progress(50.0, "Active")))
    said = [label.text() for label in details.findChildren(QLabel)]
    assert "Mon 12:00" in said
    assert "12:00" in said


def test_outputs_with_ids_are_listed_and_copied(qtbot: QtBot) -> None:
    details = DetailsPane(lambda: NOW, lambda job, now: None, IntentSignals())
    qtbot.addWidget(details)
    known = Known(outputs=(Output("3MX", "o-1"), Output("LAS"), Output("scene", "o-2\n\u202e")))
    details.show_job(Job(JobId("a"), details=known))
    said = [label.text() for label in details.findChildren(QLabel)]
    assert "Outputs (2)" in said
    assert {"3MX · o-1", "scene · o-2"} <= set(said)
    copies = details.findChildren(QPushButton)
    (copy,) = (it for it in copies if it.accessibleName() == "Copy the outputs")
    copy.click()
    assert QGuiApplication.clipboard().text() == "3MX · o-1\nscene · o-2"


@pytest.fixture
def shown(qtbot: QtBot) -> ShownWindow:
    """A window with two jobs chosen: the details are about the second."""
    made = ShownWindow(qtbot, JOBS.values())
    made.choose(JOBS[Phase.QUEUED].id, JOBS[Phase.ACTIVE].id)
    made.heard.clear()
    return made


def test_the_menu_is_for_the_job_that_is_shown(shown: ShownWindow) -> None:
    (more,) = (it for it in shown.details.findChildren(MenuButton))
    for text, command in (
        ("Save chart as picture…", "save-chart"),
        ("Export history…", "export"),
        ("Diagnostics…", "diagnostics"),
    ):
        entries(more.menu())[text].trigger()
        assert shown.heard[-1] == (command, (JOBS[Phase.ACTIVE].id,))


def test_the_buttons_are_for_the_job_that_is_shown(shown: ShownWindow) -> None:
    assert not shown.button(shown.details, "Open in browser").isVisible()
    shown.window.allow(browsing=True)
    for text, command in (("Copy", "copy"), ("Open in browser", "browse")):
        shown.button(shown.details, text).click()
        assert shown.heard[-1] == (command, (JOBS[Phase.ACTIVE].id,))


def test_the_charts_menu_offers_a_picture(shown: ShownWindow) -> None:
    chart = shown.details.findChild(Chart)
    assert chart is not None
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(chart, QContextMenuEvent(reason, QPoint(9, 9), QPoint(9, 9)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert list(entries(menu)) == ["Save chart as picture…"]
    entries(menu)["Save chart as picture…"].trigger()
    menu.close()
    assert shown.heard[-1] == ("save-chart", (JOBS[Phase.ACTIVE].id,))


WENT_WRONG = replace(
    JOBS[Phase.FAILED],
    details=Known(
        "Tunnel", errors=(Remark("E1", "", "No overlap."), Remark("E2", "", "No position."))
    ),
)


def shown_in_details(qtbot: QtBot, job: Job) -> DetailsPane:
    details = DetailsPane(lambda: NOW, lambda job, now: None, IntentSignals())
    qtbot.addWidget(details)
    details.show_job(job)
    details.show()
    return details


def test_why_a_job_failed_is_above_its_progress(qtbot: QtBot) -> None:
    details = shown_in_details(qtbot, WENT_WRONG)
    texts = [label.text() for label in details.findChildren(QLabel) if label.isVisible()]
    assert texts.index("Errors (2)") < texts.index(percent(WENT_WRONG.percentage))
    card = details.findChild(ErrorCard)
    assert card is not None
    assert card.isVisible()
    assert card.geometry().bottom() < details.findChildren(Chart)[0].geometry().top()


def test_the_card_of_errors_goes_with_the_job_that_had_them(qtbot: QtBot) -> None:
    details = shown_in_details(qtbot, WENT_WRONG)
    details.show_job(JOBS[Phase.ACTIVE])
    card = details.findChild(ErrorCard)
    assert card is not None
    assert not card.isVisible()


def test_a_job_of_which_nothing_is_known_has_no_dash_for_a_percentage_and_no_empty_axes(
    qtbot: QtBot,
) -> None:
    details = shown_in_details(qtbot, Job(JobId("new")))
    (chart,) = details.findChildren(Chart)
    assert not chart.isVisible()
    large = [label for label in details.findChildren(QLabel) if label.font().pixelSize() > 30]
    assert [label.text() for label in large if label.isVisible()] == []
    details.show_job(JOBS[Phase.ACTIVE])
    assert chart.isVisible()
    assert [label.text() for label in large if label.isVisible()] == [
        percent(JOBS[Phase.ACTIVE].percentage)
    ]
