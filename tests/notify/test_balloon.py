import asyncio

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from pytestqt.qtbot import QtBot

from ccwatch.core.glyph import Glyph
from ccwatch.core.notice import Notice
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.notify.balloon import BalloonNotices
from ccwatch.notify.notifier import NoticeAction, NotShown

NOTICE = Notice(NoticeKind.STEP, Glyph.ACTIVE, "Dam — Reconstruction", "41 %")


class Tray(QObject):
    """A fake tray that shows balloons while `there`."""

    balloon_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.there = True
        self.shown: list[tuple[str, str]] = []

    def show_balloon(self, title: str, text: str, picture: QIcon | None, lasting_ms: int) -> bool:
        if self.there:
            self.shown.append((title, text))
        return self.there


def test_a_click_means_the_last_balloon(qtbot: QtBot) -> None:
    tray, answers = Tray(), list[tuple[int, NoticeAction]]()
    notices = BalloonNotices(tray, lambda number, answer: answers.append((number, answer)))
    for number in (4, 5):
        asyncio.run(notices.show(number, NOTICE, None))
    tray.balloon_clicked.emit()
    assert tray.shown == [(NOTICE.title, NOTICE.body)] * 2
    assert answers == [(5, NoticeAction.OPEN)]


def test_without_a_tray_nothing_is_shown_and_the_click_stays_with_the_last(qtbot: QtBot) -> None:
    tray, answers = Tray(), list[tuple[int, NoticeAction]]()
    notices = BalloonNotices(tray, lambda number, answer: answers.append((number, answer)))
    asyncio.run(notices.show(4, NOTICE, None))
    tray.there = False
    with pytest.raises(NotShown):
        asyncio.run(notices.show(5, NOTICE, None))
    tray.balloon_clicked.emit()
    assert answers == [(4, NoticeAction.OPEN)]
