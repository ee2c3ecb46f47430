"""Rows of the settings dialog that are not settings: start at sign-in, export and import."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout

from ccwatch.core.language import tr
from ccwatch.core.plain_text import plain_line
from ccwatch.ui.dialogs.save_dialog import make_accessible
from ccwatch.ui.settings.control import BESIDE_BOX, SettingRow, remark
from ccwatch.ui.style.type_scale import FollowsFont, scaled

FILE_NAME = "ccwatch-settings.json"


class LoginSwitch(SettingRow, FollowsFont):
    """The switch for starting at sign-in; the state is the system's, not stored by ccwatch.

    wanted(on): the user switched it on or off.
    """

    wanted = Signal(bool)

    def __init__(self) -> None:
        label = tr("Start ccwatch when I sign in to this computer")
        super().__init__(label, tr("Autostart"))
        self._box = QCheckBox(label)
        self._box.setObjectName("login_start")
        self._box.setAccessibleName(label)
        self._box.setEnabled(False)
        self._box.toggled.connect(self.wanted)
        self._remark = remark("")
        self._complaint = remark("", role="failed")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._box)
        for below in (self._remark, self._complaint):
            below.hide()
            column.addWidget(below)
        self.fit_font()

    def fit_font(self) -> None:
        for below in (self._remark, self._complaint):
            below.setIndent(scaled(BESIDE_BOX))

    def show_state(self, on: bool | None, words: str = "", complaint: str = "") -> None:
        """Show the system's state; None: cannot be changed, and `words` says why."""
        self._box.blockSignals(True)
        self._box.setChecked(bool(on))
        self._box.blockSignals(False)
        self._box.setEnabled(on is not None)
        self._box.setAccessibleDescription(plain_line(words))
        for label, text in ((self._remark, words), (self._complaint, complaint)):
            label.setText(text)
            label.setVisible(bool(text))


class SettingsFiles(SettingRow):
    """Buttons to export all settings to a file and to import them.

    export_wanted(path), import_wanted(path).
    """

    export_wanted = Signal(str)
    import_wanted = Signal(str)

    def __init__(self) -> None:
        export, bring = tr("Export settings…"), tr("Import settings…")
        words = tr(
            "All settings in one file, for use on another computer. Your sign-in is not included."
        )
        super().__init__(export, bring, words)
        self._export, self._import = QPushButton(export), QPushButton(bring)
        self._export.clicked.connect(self._ask_where)
        self._import.clicked.connect(self._ask_which)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self._export, self._import):
            button.setAutoDefault(False)  # Enter belongs to the field it is pressed in
            row.addWidget(button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 18, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(remark(words))

    def _ask_where(self) -> None:
        dialog = self._dialog(tr("Export settings"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(FILE_NAME)
        dialog.fileSelected.connect(self.export_wanted)
        dialog.open()

    def _ask_which(self) -> None:
        dialog = self._dialog(tr("Import settings"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.import_wanted)
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        make_accessible(dialog)
        dialog.setNameFilters([tr("Settings (*.json)"), tr("All files (*)")])
        dialog.finished.connect(dialog.deleteLater)
        return dialog
