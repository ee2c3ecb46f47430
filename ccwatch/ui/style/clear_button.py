"""The button in a field that empties it."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QLineEdit, QToolButton

from ccwatch.core.language import tr
from ccwatch.ui.style.icons import Icon, paint_icon

SIZE = 16
_REPAINTED_ON = frozenset({QEvent.Type.PaletteChange, QEvent.Type.DevicePixelRatioChange})
_ACTION = "_q_qlineeditclearaction"  # Qt's name for it


def add_clear_button(field: QLineEdit) -> None:
    """Give the field Qt's button that empties it, with the name that Qt leaves out."""
    field.setClearButtonEnabled(True)
    for button in field.findChildren(QToolButton):
        button.setAccessibleName(tr("Clear"))
    _Cross(field)


class _Cross(QObject):
    """Keeps the button's icon in the colour of the field's hint; Qt's is dark grey in any theme."""

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self._field = field
        self._paint()
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _REPAINTED_ON:
            self._paint()
        return False

    def _paint(self) -> None:
        action = self._field.findChild(QAction, _ACTION)
        if not isinstance(action, QAction):
            return
        ratio = self._field.devicePixelRatioF()
        picture = QPixmap(round(SIZE * ratio), round(SIZE * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        colour = self._field.palette().placeholderText().color()
        box = QRectF(0, 0, SIZE, SIZE).adjusted(3, 3, -3, -3)
        paint_icon(painter, box, Icon.CLOSE, colour, self._field.layoutDirection())
        painter.end()
        action.setIcon(QIcon(picture))
