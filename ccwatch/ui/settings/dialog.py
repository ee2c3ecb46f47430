"""The settings dialog: built from the table of settings, searchable, applied immediately."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ccwatch.core.check import Check
from ccwatch.core.language import tr
from ccwatch.core.settings import GENERAL_GROUP, SERVICE_GROUP, Settings, about
from ccwatch.ui.settings.autostart_and_export import LoginSwitch, SettingsFiles
from ccwatch.ui.settings.connection_panel import ConnectionPanel
from ccwatch.ui.settings.control import SettingControl, SettingRow, remark
from ccwatch.ui.style.clear_button import add_clear_button
from ccwatch.ui.style.first_size import give_size
from ccwatch.ui.style.scroll_page import ScrollPage
from ccwatch.ui.style.text_label import TextLabel
from ccwatch.ui.style.tokens import font
from ccwatch.ui.style.type_scale import FollowsFont, scaled

_LEFT_WIDTH = 180
_GROUP_HEIGHT = 34
_LATE_ANSWERS_MS = 60_000


class SettingsDialog(QDialog, FollowsFont):
    """Shows the settings of one group, or the search results from all groups.

    changed(name, value): the user changed a setting to a valid value.
    test_notice_wanted(): send a test notification.
    connection_test_wanted(): test each layer of the connection.
    login_start_wanted(on), export_wanted(path), import_wanted(path).
    """

    changed = Signal(str, object)
    test_notice_wanted = Signal()
    connection_test_wanted = Signal()
    login_start_wanted = Signal(bool)
    export_wanted = Signal(str)
    import_wanted = Signal(str)

    def __init__(self, settings: Settings, environ: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        give_size(self, 700, 680)
        self._settings = settings
        self._environ = environ
        self._controls: list[SettingControl] = []
        self._connection = ConnectionPanel()
        self._connection.wanted.connect(self.connection_test_wanted)
        self._login = LoginSwitch()
        self._login.wanted.connect(self.login_start_wanted)
        self._files = SettingsFiles()
        self._files.export_wanted.connect(self.export_wanted)
        self._files.import_wanted.connect(self.import_wanted)
        self.search = self._search_field()
        self.groups = QListWidget()
        self.groups.setObjectName("groups")
        self.groups.setAccessibleName(tr("Setting groups"))
        self._sections: list[_Section] = []
        self._page = self._made_page()
        self.groups.currentRowChanged.connect(self._show_group)
        self.groups.itemClicked.connect(lambda _: self._show_group(self.groups.currentRow()))
        self.groups.setCurrentRow(0)
        self._lay_out()
        self.fit_font()
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        # Answers to requests made here may arrive after the dialog is closed.
        self.finished.connect(lambda _: QTimer.singleShot(_LATE_ANSWERS_MS, self, self.deleteLater))
        self.groups.setFocus()

    def fit_font(self) -> None:
        self._side.setFixedWidth(scaled(_LEFT_WIDTH))
        for row in range(self.groups.count()):
            self.groups.item(row).setSizeHint(QSize(0, scaled(_GROUP_HEIGHT)))

    def show_settings(self, settings: Settings) -> None:
        """Show the values in force."""
        for control in self._controls:
            control.show_value(settings)

    def show_answer(self, text: str) -> None:
        """Show the result of a test notification, export or import."""
        self._answer.setText(text)

    def show_connection(self, checks: Iterable[Check]) -> None:
        """Show the result of the connection test, layer by layer."""
        self._connection.show_checks(checks)

    def show_login_start(self, on: bool | None, words: str = "", complaint: str = "") -> None:
        """Show whether the system starts the program at sign-in; None: cannot be changed."""
        self._login.show_state(on, words, complaint)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Esc clear the search before it closes the dialog, and Enter go to the results."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Escape if self.search.text():
                    self.search.clear()
                    return True
                case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._go_to_first()
                    return True
        return False

    def _search_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName("search")
        field.setPlaceholderText(tr("Search"))
        field.setAccessibleName(tr("Search settings"))
        add_clear_button(field)
        field.textChanged.connect(self._search_for)
        field.installEventFilter(self)
        return field

    def _made_page(self) -> ScrollPage:
        body = QWidget()
        body.setObjectName("page")
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(16)
        for group in dict.fromkeys(about(entry.name).group for entry in fields(Settings)):
            QListWidgetItem(tr(group), self.groups)
            section = _Section(tr(group), self._rows(group))
            self._sections.append(section)
            column.addWidget(section)
        self._nothing = remark(tr("No matching settings"))
        column.addWidget(self._nothing)
        column.addStretch()
        page = ScrollPage()
        page.setWidget(body)
        return page

    def _rows(self, group: str) -> list[SettingRow]:
        rows: list[SettingRow] = [self._login] if group == GENERAL_GROUP else []
        for entry in fields(Settings):
            told = about(entry.name)
            if told.group == group and told.system in ("", sys.platform):
                control = SettingControl(entry.name, self._settings, self._environ)
                control.entered.connect(self.changed)
                self._controls.append(control)
                rows.append(control)
        if group == GENERAL_GROUP:
            rows.append(self._files)
        if group == SERVICE_GROUP:
            rows.append(_row_of(self._connection, tr("Test the connection")))
        return rows

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(10, 12, 10, 0)
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addWidget(self.groups, 1)
        side = self._side = QWidget()
        side.setLayout(left)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(side)
        middle.addWidget(self._page, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(middle, 1)
        whole.addWidget(self._foot())

    def _foot(self) -> QWidget:
        test = QPushButton(tr("Send a test notification"))
        test.clicked.connect(self.test_notice_wanted)
        close = QPushButton(tr("Close"))
        close.clicked.connect(self.accept)
        for button in (test, close):
            button.setAutoDefault(False)  # Enter belongs to the field it is pressed in
        self._answer = remark("")
        foot = QWidget()
        foot.setObjectName("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(test)
        row.addWidget(self._answer, 1)
        row.addWidget(close)
        return foot

    def _show_group(self, number: int) -> None:
        if self.search.text():
            self.search.clear()  # this shows the group
            return
        for row, section in enumerate(self._sections):
            section.show_rows([])
            section.setVisible(row == number)
        self._nothing.hide()
        self._page.verticalScrollBar().setValue(0)

    def _search_for(self, text: str) -> None:
        words = text.casefold().split()
        if not words:
            self.groups.setCurrentRow(self.groups.currentRow())
            self._show_group(self.groups.currentRow())
            return
        self.groups.selectionModel().clearSelection()
        found = [section.show_rows(words) for section in self._sections]
        for section, any_row in zip(self._sections, found, strict=True):
            section.setVisible(any_row)
        self._nothing.setVisible(not any(found))
        self._page.verticalScrollBar().setValue(0)

    def _go_to_first(self) -> None:
        """Move the focus to the first visible control."""
        for section in self._sections:
            for row in section.rows:
                if row.isVisible() and (control := row.first_control()):
                    control.setFocus(Qt.FocusReason.TabFocusReason)
                    return


class _Section(QWidget):
    """The rows of a group under its heading."""

    def __init__(self, title: str, rows: Sequence[SettingRow]) -> None:
        super().__init__()
        self.rows = rows
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(TextLabel(title, font(15, bold=True)))
        for row in rows:
            column.addWidget(row)

    def show_rows(self, words: list[str]) -> bool:
        """Show the rows that contain all these words; return whether there are any."""
        found = [row.has(words) for row in self.rows]
        for row, has in zip(self.rows, found, strict=True):
            row.setVisible(has)
        return any(found)


def _row_of(widget: QWidget, *words: str) -> SettingRow:
    row = SettingRow(*words)
    column = QVBoxLayout(row)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
    return row
