"""What must stay whole in the narrowest window, in each language: buttons, numbers, URIs."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from ccwatch.core.language import NAMES, number, tr
from ccwatch.core.settings import Settings
from ccwatch.ui.dialogs.welcome_page import WelcomePage
from ccwatch.ui.languages import speak_language
from ccwatch.ui.style.icon_button import MenuButton
from ccwatch.ui.style.text_label import TextLabel
from ccwatch.ui.window.job_window import JobWindow
from tests.ui.screens import ADDRESSES
from tests.ui.stage import Stage, settled, staged

NARROWEST = 420


@pytest.fixture(params=NAMES)
def stage(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Stage]:
    with staged(qapp, "light") as stage:
        speak_language(qapp, request.param)
        yield stage


def narrowest(stage: Stage, *, jobs: bool = True) -> JobWindow:
    window = stage.window(jobs=jobs)
    window.resize(NARROWEST, 620)
    settled()
    assert window.width() == NARROWEST
    return window


def test_until_when_the_notifications_are_snoozed_is_not_cut_off(stage: Stage) -> None:
    window = narrowest(stage)
    window.show_unread(3)
    window.show_snooze("14:05")
    settled()
    buttons = [it for it in window.findChildren(MenuButton) if it.isVisible()]
    assert any("14:05" in it.text() for it in buttons)
    assert [it.text() for it in buttons if it.elided()] == []


def test_a_long_account_is_cut_off_before_the_number_of_requests(stage: Stage) -> None:
    window = narrowest(stage)
    account = tr("Signed in as {name}", name="a.rather.long.name@organisation.example.org")
    requests = tr("{used} of {limit} requests this hour", used=number(1204), limit=number(4500))
    window.show_account(account, requests)
    settled()
    labels = {it.text(): it for it in window.findChildren(TextLabel)}
    assert labels[account].elided()
    assert not labels[requests].elided()


def test_the_redirect_uris_to_register_are_shown_whole(stage: Stage) -> None:
    window = narrowest(stage, jobs=False)
    page = WelcomePage(Settings(), ADDRESSES)
    window.show_page(page)
    settled()
    fields = [it for it in page.findChildren(QLineEdit) if it.text() in ADDRESSES]
    assert len(fields) == len(ADDRESSES)
    for field in fields:
        margin = field.cursorRect().center().x()  # the cursor is at the start
        needed = field.fontMetrics().horizontalAdvance(field.text())
        assert needed <= field.width() - 2 * margin, field.text()
