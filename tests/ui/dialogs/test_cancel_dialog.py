"""The dialog names the job and what is lost; its default is to keep the job."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.core.job import Details, Job, Phase
from ccwatch.ui.dialogs.cancel_dialog import CancelDialog
from ccwatch.ui.style.text_label import TextLabel
from tests.ui.sample_jobs import JOBS

ACTIVE = JOBS[Phase.ACTIVE]
DETAILS = Details(name="Pier 4", type="Full", itwin="3f1c2b7a-90d4-4e58-a6b3-7c5d1e0f8a24")


Open = Callable[[Job], CancelDialog]


@pytest.fixture
def opened(qtbot: QtBot) -> Open:
    """Return what shows the dialog of a job."""
    parent = QWidget()
    qtbot.addWidget(parent)

    def show(job: Job) -> CancelDialog:
        dialog = CancelDialog(job, parent)
        dialog.show()
        return dialog

    return show


def texts(dialog: CancelDialog) -> list[str]:
    return [label.text().replace("\u200b", "") for label in dialog.findChildren(TextLabel)]


def test_it_names_the_job_its_type_and_its_itwin(opened: Open) -> None:
    said = texts(opened(replace(ACTIVE, details=DETAILS)))
    assert said[0] == "Cancel “Pier 4”?"
    for known in ("Full", DETAILS.itwin, ACTIVE.id, "Reality Modeling"):
        assert known in said
    assert said[-1].endswith("What it has produced is lost, and this cannot be undone.")


def test_the_users_own_name_for_the_job_comes_first(opened: Open) -> None:
    said = texts(opened(replace(ACTIVE, details=DETAILS, alias="North pier")))
    assert said[0] == "Cancel “North pier”?"


def test_a_job_of_which_little_is_known_has_no_empty_rows(opened: Open) -> None:
    said = texts(opened(replace(ACTIVE, details=None)))
    assert "iTwin" not in said
    assert all(said)


@pytest.mark.parametrize("name", ["<b>x</b>", "a\nb", "\u202egpj", "W" * 4000])
def test_a_hostile_name_is_plain_and_fits(opened: Open, name: str) -> None:
    dialog = opened(replace(ACTIVE, details=replace(DETAILS, name=name, type=name)))
    for text in texts(dialog):
        assert "\n" not in text
        assert "\u202e" not in text
        assert len(text) < 120
    assert dialog.width() < 700


def test_keeping_the_job_is_the_default(opened: Open) -> None:
    buttons = {it.text(): it for it in opened(ACTIVE).findChildren(QPushButton)}
    assert set(buttons) == {"Keep job", "Cancel job"}
    assert buttons["Keep job"].isDefault()
    assert not buttons["Cancel job"].isDefault()
    assert not buttons["Cancel job"].autoDefault()
    assert buttons["Keep job"].window().focusWidget() is buttons["Keep job"]
