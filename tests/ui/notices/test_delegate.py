"""Painting of the history's rows: unread ones are marked, and nothing overlaps."""

import itertools

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from ccwatch.core.notice import LoggedNotice
from ccwatch.ui.notices.delegate import DAY_HEIGHT
from ccwatch.ui.notices.list_view import NoticeList
from ccwatch.ui.notices.model import NoticeModel
from ccwatch.ui.style.tokens import LIGHT, ROW_HEIGHT
from tests.ui.sample_jobs import NOW
from tests.ui.sample_notices import kept

DOT = QRect(14, 22, 8, 8)


def painted(
    qtbot: QtBot,
    notice: LoggedNotice,
    *,
    width: int = 400,
    row: int = 1,
    ratio: float = 1.0,
    **state: bool,
) -> QImage:
    model = NoticeModel(lambda: NOW)
    rows = NoticeList(model, lambda kept: kept.notice.job is not None)
    qtbot.addWidget(rows)
    model.show([notice])
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, width, ROW_HEIGHT)
    for name in state:
        option.state |= QStyle.StateFlag[f"State_{name}"]
    image = QImage(round(width * ratio), round(ROW_HEIGHT * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.magenta)
    painter = QPainter(image)
    rows.itemDelegate().paint(painter, option, model.index(row))
    painter.end()
    return image


def colours(image: QImage, rect: QRect) -> set[QColor]:
    xs, ys = range(rect.left(), rect.right() + 1), range(rect.top(), rect.bottom() + 1)
    return {QColor(image.pixel(x, y)).name() for x in xs for y in ys}  # type: ignore[misc]


def test_an_unread_notice_has_a_dot_and_a_read_one_none(qtbot: QtBot) -> None:
    assert LIGHT.active.name() in colours(painted(qtbot, kept(1)), DOT)
    assert colours(painted(qtbot, kept(1, read=NOW)), DOT) == {LIGHT.panel.name()}


@pytest.mark.parametrize("width", [280, 400, 1200])
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_a_row_fills_its_place_at_any_size(qtbot: QtBot, width: int, ratio: float) -> None:
    evil = kept(1, title="W" * 500, body="\n".join("x" * 300 for _ in range(9)), taken=False)
    image = painted(qtbot, evil, width=width, ratio=ratio)
    corners = ((0, 0), (image.width() - 1, 0), (image.width() - 1, image.height() - 1))
    assert all(QColor(image.pixel(*corner)).name() != "#ff00ff" for corner in corners)


def test_the_body_leaves_room_for_the_delivery_status(qtbot: QtBot) -> None:
    """There is a gap between body and delivery status, however long the body is."""
    image = painted(qtbot, kept(1, body="x" * 300, taken=False), width=400)
    lower = [
        x for x in range(80, 384) if colours(image, QRect(x, 28, 1, 14)) != {LIGHT.panel.name()}
    ]
    gaps = [after - before for before, after in itertools.pairwise(lower)]
    assert max(gaps) >= 9


def test_the_chosen_row_and_the_one_pointed_at_are_marked(qtbot: QtBot) -> None:
    spot = QRect(60, 2, 1, 1)
    plain = colours(painted(qtbot, kept(1)), spot)
    assert plain == {LIGHT.panel.name()}
    for state in ("Selected", "MouseOver"):
        assert colours(painted(qtbot, kept(1), **{state: True}), spot) == {LIGHT.selection.name()}
    assert colours(painted(qtbot, kept(1, job=None), MouseOver=True), spot) == plain


def test_a_day_is_lower_than_a_notice(qtbot: QtBot) -> None:
    model = NoticeModel(lambda: NOW)
    rows = NoticeList(model, lambda _: True)
    qtbot.addWidget(rows)
    model.show([kept(1)])
    assert [rows.sizeHintForRow(row) for row in (0, 1)] == [DAY_HEIGHT, ROW_HEIGHT]
    assert LIGHT.window.name() in colours(painted(qtbot, kept(1), row=0), QRect(0, 0, 3, 3))
