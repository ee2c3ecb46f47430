"""The settings, one control each, made from their table; a change is applied at once."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ccwatch.core.errors import SettingRefused
from ccwatch.core.language import tr
from ccwatch.core.settings import (
    CHOICE_WORDS,
    SERVICE_GROUP,
    TIME_OF_DAY,
    Settings,
    about,
    managed_by,
    with_value,
)
from ccwatch.ui.connection_test import ConnectionTest, Line
from ccwatch.ui.languages import NAMES
from ccwatch.ui.theme import edge_palette, font, tokens

_GROUPS_WIDTH = 156
_GROUP_SIZE = QSize(0, 34)
_SHORT_SIZE = QSize(120, 30)


class SettingsDialog(QDialog):
    """Shows all settings, a page for each group.

    changed(name, value): a setting has another value, one that can be used.
    test_notice_wanted(): send a notification to see whether it arrives.
    connection_test_wanted(): find out which layer of the connection works.
    """

    changed = Signal(str, object)
    test_notice_wanted = Signal()
    connection_test_wanted = Signal()

    def __init__(self, settings: Settings, environ: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self.resize(660, 680)
        self._settings = settings
        self._environ = environ
        self._complaints: dict[str, QLabel] = {}
        self._still = _OnlyWithFocus(self)
        self._connection = ConnectionTest()
        self._connection.wanted.connect(self.connection_test_wanted)
        self.groups = QListWidget()
        self.groups.setObjectName("groups")
        self.groups.setAccessibleName(tr("Groups of settings"))
        self.groups.setFixedWidth(_GROUPS_WIDTH)
        self._pages = QStackedWidget()
        self.groups.currentRowChanged.connect(self._pages.setCurrentIndex)
        for group in dict.fromkeys(about(entry.name).group for entry in fields(Settings)):
            item = QListWidgetItem(tr(group), self.groups)
            item.setSizeHint(_GROUP_SIZE)
            self._pages.addWidget(self._page(group))
        self.groups.setCurrentRow(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.groups)
        middle.addWidget(self._pages, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(middle, 1)
        whole.addWidget(self._foot())

    def show_answer(self, text: str) -> None:
        """Say what became of the test notification."""
        self._answer.setText(text)

    def show_connection(self, lines: Iterable[Line]) -> None:
        """Say what each layer of the connection did: name, whether it works, words."""
        self._connection.show_lines(lines)

    def _foot(self) -> QWidget:
        test = QPushButton(tr("Send a test notification"))
        test.clicked.connect(self.test_notice_wanted)
        close = QPushButton(tr("Close"))
        close.clicked.connect(self.accept)
        for button in (test, close):
            button.setAutoDefault(False)  # Enter in a field is for that field
        self._answer = _remark("")
        foot = QWidget()
        foot.setObjectName("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(test)
        row.addWidget(self._answer, 1)
        row.addWidget(close)
        return foot

    def _page(self, group: str) -> QWidget:
        body = QWidget()
        body.setObjectName("page")
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(4)
        heading = QLabel(tr(group))
        heading.setFont(font(15, bold=True))
        column.addWidget(heading)
        for entry in fields(Settings):
            if about(entry.name).group == group:
                self._add_field(column, entry.name)
        if group == SERVICE_GROUP:
            column.addWidget(self._connection)
        column.addStretch()
        page = QScrollArea()
        page.setWidgetResizable(True)
        page.setFrameShape(QFrame.Shape.NoFrame)
        page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page.setWidget(body)
        return page

    def _add_field(self, column: QVBoxLayout, name: str) -> None:
        known = about(name)
        managed = managed_by(name, self._environ)
        control = self._control(name, getattr(self._settings, name))
        control.setObjectName(name)
        if not isinstance(control, QLineEdit):
            control.setPalette(edge_palette(tokens()))
        control.setEnabled(managed is None)
        control.setAccessibleName(tr(known.label))
        words = tr("Set by {variable}.", variable=managed) if managed else tr(known.help)
        control.setAccessibleDescription(words)
        column.addSpacing(6)
        if isinstance(control, QCheckBox):
            control.setText(tr(known.label))
        else:
            label = QLabel(tr(known.label))
            label.setBuddy(control)
            column.addWidget(label)
        column.addWidget(control)
        complaint = self._complaints[name] = _remark("", role="failed")
        complaint.hide()
        for remark in (*([_remark(words)] if words else []), complaint):
            remark.setIndent(24 if isinstance(control, QCheckBox) else 0)
            column.addWidget(remark)

    def _control(self, name: str, value: Any) -> QWidget:
        known = about(name)
        if isinstance(value, bool):
            box = QCheckBox()
            box.setChecked(value)
            box.toggled.connect(lambda on: self._take(name, on))
            return box
        if isinstance(value, int):
            spin = QSpinBox()
            spin.setRange(known.low or 0, known.high or 1_000_000)
            spin.setValue(value)
            spin.setKeyboardTracking(False)  # half a number is no value
            spin.valueChanged.connect(lambda number: self._take(name, number))
            return self._short(spin)
        if choices := known.choices:
            combo = QComboBox()
            combo.addItems([_choice_words(choice) for choice in choices])
            combo.setCurrentIndex(choices.index(value))
            combo.currentIndexChanged.connect(lambda row: self._take(name, choices[row]))
            return self._short(combo)
        line = QLineEdit(value)
        line.editingFinished.connect(lambda: self._take(name, line.text()))
        return self._short(line) if known.form == TIME_OF_DAY else line

    def _short(self, control: QWidget) -> QWidget:
        control.setFixedSize(_SHORT_SIZE)
        control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        control.installEventFilter(self._still)
        return control

    def _take(self, name: str, value: object) -> None:
        complaint = self._complaints[name]
        try:
            settings = with_value(self._settings, name, value)
        except SettingRefused as error:
            complaint.setText(error.message)
            complaint.show()
            return
        complaint.hide()
        if settings != self._settings:
            self._settings = settings
            self.changed.emit(name, getattr(settings, name))


class _OnlyWithFocus(QObject):
    """Keeps a wheel that scrolls the page from changing the values it comes across."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        wheel = event.type() is QEvent.Type.Wheel
        if wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


def _choice_words(choice: str) -> str:
    """Return a choice in words; a language is called by its own name."""
    return NAMES.get(choice) or tr(CHOICE_WORDS[choice])


def _remark(text: str, role: str = "secondary") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setFont(font(12))
    return label
