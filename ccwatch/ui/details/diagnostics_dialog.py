"""A plain-text report about a job, to read and to copy."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from ccwatch.core.job_words import LONGEST_NAME
from ccwatch.core.language import tr
from ccwatch.core.plain_text import one_line, printable
from ccwatch.ui.clipboard import to_clipboard
from ccwatch.ui.style.copy_field import COPIED_MS
from ccwatch.ui.style.first_size import give_size
from ccwatch.ui.style.type_scale import FollowsFont, scaled

_PIXELS = 12


class DiagnosticsDialog(QDialog, FollowsFont):
    """Shows the report with a Copy button; not modal."""

    def __init__(self, name: str, report: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = one_line(name, LONGEST_NAME).replace("[*]", "[*][*]")  # Qt's mark of changes
        self.setWindowTitle(tr("Diagnostics of {job}", job=shown))
        give_size(self, 560, 560)
        self._text = QPlainTextEdit(printable(report))
        self._text.setReadOnly(True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setAccessibleName(tr("Diagnostics"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._copy = buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.fit_font()
        self._copy.clicked.connect(self._copied)
        buttons.rejected.connect(self.reject)
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(COPIED_MS)
        self._back.timeout.connect(lambda: self._copy.setText(tr("Copy")))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addWidget(self._text, 1)
        column.addWidget(buttons)

    def fit_font(self) -> None:
        face = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        face.setPixelSize(scaled(_PIXELS))
        self._text.setFont(face)
        copied = self._copy.fontMetrics().horizontalAdvance(tr("Copied"))
        self._copy.setMinimumWidth(copied + scaled(40))

    def _copied(self) -> None:
        to_clipboard(self._text.toPlainText())
        self._copy.setText(tr("Copied"))
        self._back.start()
