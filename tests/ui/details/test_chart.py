"""The chart as a control: values are read out with the pointer and the keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ccwatch.core.estimate import time_left
from ccwatch.core.job import Job, JobId
from ccwatch.ui.details.chart import LEFT, Chart
from ccwatch.ui.time_text import clock_time
from tests.ui.sample_course import GAP, HOUR, JOB, PAST, START
from tests.ui.sample_jobs import NOW


@pytest.fixture
def chart(qtbot: QtBot) -> Chart:
    made = Chart(lambda: NOW, time_left)
    qtbot.addWidget(made)
    made.resize(360, 190)
    made.show_job(JOB)
    made.show_past(PAST)
    made.show()
    return made


def point_at(chart: Chart, x: float) -> None:
    """Move the pointer to this x."""
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    where = QPointF(x, 60)
    event = QMouseEvent(
        QEvent.Type.MouseMove, where, chart.mapToGlobal(where), buttons, buttons, keys
    )
    QApplication.sendEvent(chart, event)


def picture(chart: Chart) -> QImage:
    return chart.grab().toImage()


def test_the_pointer_reads_out_time_percentage_and_step(chart: Chart) -> None:
    before = picture(chart)
    point_at(chart, LEFT + 4)
    words = chart.reading().split(" · ")
    assert clock_time(START) <= words[0] <= clock_time(START + HOUR)
    assert words[1].endswith("\u202f%")
    assert words[2] == "Prepare"
    assert chart.accessibleDescription() == chart.reading()
    assert picture(chart) != before
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert (chart.reading(), picture(chart)) == ("", before)


def test_beside_the_chart_nothing_is_read(chart: Chart) -> None:
    point_at(chart, 3)
    assert chart.reading() == ""


def test_in_a_gap_it_says_that_nothing_was_known(chart: Chart) -> None:
    chart._read((GAP.since + GAP.until) / 2)
    since, until = clock_time(GAP.since), clock_time(GAP.until)
    assert chart.reading() == f"No data from {since} to {until}"


def test_the_keys_step_through_the_course(chart: Chart) -> None:
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.reading().startswith(f"{clock_time(NOW - 30)} · 63.8")
    QTest.keyClick(chart, Qt.Key.Key_Home)
    first = chart.reading()
    assert first == f"{clock_time(START)} · 0\u202f% · Prepare"
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.reading() == first
    QTest.keyClick(chart, Qt.Key.Key_Right)
    second = chart.reading()
    assert second != first
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.reading() == first
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert chart.reading().startswith(f"{clock_time(NOW - 30)} · 63.8")
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.reading() == ""


def test_escape_without_a_reading_is_not_handled(chart: Chart) -> None:
    chart.setFocus()
    assert not QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.reading() == ""


def test_another_job_clears_the_reading(chart: Chart) -> None:
    chart._read(START + HOUR)
    chart.show_job(replace(JOB, id=JobId("other")))
    assert chart.reading() == ""
    chart.show_job(None)
    chart.show_job(Job(JobId("empty")))
    QTest.keyClick(chart, Qt.Key.Key_Right)
    point_at(chart, 100)
    assert chart.reading() == ""
    assert not picture(chart).isNull()


def test_an_update_of_the_same_job_keeps_the_reading(chart: Chart) -> None:
    chart._read(START + HOUR)
    chart.show_job(replace(JOB, checked=NOW))
    assert chart.reading()


def test_a_screen_reader_gets_the_progress(chart: Chart) -> None:
    assert chart.accessibleName() == "Progress: 63.8\u202f%"
