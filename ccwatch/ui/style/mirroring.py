"""Right-to-left layouts: what Qt does not mirror by itself, because the program paints it."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyle


def mirrored(part: QRect, whole: QRect, direction: Qt.LayoutDirection) -> QRect:
    """Return where a part of a rectangle, given for left-to-right, is in this direction."""
    return QStyle.visualRect(direction, whole, part)


def mirrored_f(part: QRectF, whole: QRect | QRectF, direction: Qt.LayoutDirection) -> QRectF:
    """Return the same as `mirrored`, for fractions of pixels."""
    if direction is not Qt.LayoutDirection.RightToLeft:
        return part
    moved = QRectF(part)
    moved.moveRight(whole.x() + whole.width() - (part.x() - whole.x()))
    return moved


def reads_from_right() -> bool:
    """Return whether the layout is right-to-left."""
    return QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
