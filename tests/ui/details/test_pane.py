"""The details pane: what it says of the time left."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ccwatch.core.estimate import Range
from ccwatch.core.job import Phase
from ccwatch.ui.details.pane import Details
from tests.ui.sample_jobs import JOBS, NOW


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
    details = Details(lambda: NOW, lambda job, now: left)
    qtbot.addWidget(details)
    details.show_job(JOBS[Phase.ACTIVE])
    said = [label.text() for label in details.findChildren(QLabel)]
    assert any(text.startswith(words) for text in said)
    assert any("done near" in text for text in said) is near
