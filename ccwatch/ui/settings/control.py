"""One setting in the dialog: its control, explanation and reset link."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ccwatch.core.errors import SettingRefused
from ccwatch.core.language import NAMES, tr
from ccwatch.core.setting_checks import time_of_day
from ccwatch.core.settings import (
    CHOICE_WORDS,
    Settings,
    about,
    managed_by,
    with_value,
)
from ccwatch.ui.style.flat_button import flat_button
from ccwatch.ui.style.text_label import TextLabel
from ccwatch.ui.style.tokens import font
from ccwatch.ui.style.type_scale import FollowsFont, scaled

BESIDE_BOX = 24
_SHORT_WIDTH, _HEIGHT = 160, 30


class SettingRow(QWidget):
    """A row of the dialog that the search can find by its words."""

    def __init__(self, *words: str) -> None:
        super().__init__()
        self._words = " ".join(words).casefold()

    def has(self, words: list[str]) -> bool:
        """Return whether the row contains all these lower-case words."""
        return all(word in self._words for word in words)

    def first_control(self) -> QWidget | None:
        """Return the first control in the row that takes the focus."""
        controls = self.findChildren(QWidget)
        return next((it for it in controls if it.isEnabled() and _takes_tab(it)), None)


class SettingControl(SettingRow, FollowsFont):
    """A control for the setting, made from its entry in the table.

    entered(name, value): the user entered a valid value; for an invalid one the row shows an error.
    """

    entered = Signal(str, object)

    def __init__(self, name: str, settings: Settings, environ: Mapping[str, str]) -> None:
        known = about(name)
        managed = managed_by(name, environ)
        choices = map(choice_words, known.choices)
        super().__init__(
            tr(known.label), tr(known.help), tr(known.group), known.env or "", *choices
        )
        self.name = name
        self._settings = settings
        self._managed = managed is not None
        self._side = Qt.AlignmentFlag(0)
        self.control = self._made(getattr(settings, name))
        self.control.setObjectName(name)
        self.control.setEnabled(managed is None)
        self.control.setAccessibleName(tr(known.label))
        words = tr("Set by {variable}.", variable=managed) if managed else tr(known.help)
        self.control.setAccessibleDescription(words)
        self._reset = _reset_link(tr(known.label))
        self._reset.clicked.connect(self._to_default)
        self._complaint = remark("", role="failed")
        self._complaint.hide()
        self._lay_out(tr(known.label), words)
        self.fit_font()
        self._fit_reset()

    def fit_font(self) -> None:
        for below in self._below:
            below.setIndent(scaled(BESIDE_BOX) if isinstance(self.control, QCheckBox) else 0)
        if self._side:
            self.control.setFixedHeight(scaled(_HEIGHT))
            self.control.setMinimumWidth(scaled(_SHORT_WIDTH))
            if isinstance(self.control, QLineEdit):
                self.control.setFixedWidth(scaled(_SHORT_WIDTH))

    def show_value(self, settings: Settings) -> None:
        """Show the value in force without emitting `entered`."""
        self._settings = settings
        self._complaint.hide()
        self.control.blockSignals(True)
        _put(self.control, getattr(settings, self.name), about(self.name).choices)
        self.control.blockSignals(False)
        self._fit_reset()

    def _lay_out(self, label: str, words: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        if isinstance(self.control, QCheckBox):
            self.control.setText(label)
            head.addWidget(self.control)
        else:
            above = QLabel(label)
            above.setBuddy(self.control)
            head.addWidget(above)
        head.addWidget(self._reset)
        head.addStretch()
        column.addLayout(head)
        if not isinstance(self.control, QCheckBox):
            column.addWidget(self.control, 0, self._side)
        self._below = [*([remark(words)] if words else []), self._complaint]
        for below in self._below:
            column.addWidget(below)

    def _made(self, value: Any) -> QWidget:
        known = about(self.name)
        if isinstance(value, bool):
            box = QCheckBox()
            box.toggled.connect(self._take)
            made: QWidget = box
        elif isinstance(value, int):
            spin = QSpinBox()
            spin.setRange(known.low or 0, known.high or 1_000_000)
            spin.setKeyboardTracking(False)  # a partly typed number is not a value
            spin.lineEdit().setTextMargins(8, 0, 8, 0)  # WORKAROUND: no padding of a style sheet
            spin.valueChanged.connect(self._take)
            made = self._short(spin)
        elif choices := known.choices:
            combo = QComboBox()
            combo.addItems([choice_words(choice) for choice in choices])
            combo.currentIndexChanged.connect(lambda row: self._take(choices[row]))
            made = self._short(combo)
        else:
            line = QLineEdit()
            line.editingFinished.connect(lambda: self._take(line.text()))
            made = line
            if known.check is time_of_day:
                made = self._short(line)
        made.blockSignals(True)
        _put(made, value, known.choices)
        made.blockSignals(False)
        return made

    def _short(self, control: QWidget) -> QWidget:
        self._side = Qt.AlignmentFlag.AlignLeft
        control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        control.installEventFilter(_OnlyWithFocus(self))
        return control

    def _take(self, value: object) -> None:
        try:
            settings = with_value(self._settings, self.name, value)
        except SettingRefused as error:
            self._complaint.setText(error.message)
            self._complaint.show()
            return
        self._complaint.hide()
        if settings != self._settings:
            self._settings = settings
            self._fit_reset()
            self.entered.emit(self.name, getattr(settings, self.name))

    def _to_default(self) -> None:
        self.control.setFocus()  # the link is about to vanish
        default = getattr(Settings(), self.name)
        _put(self.control, default, about(self.name).choices)
        self._take(default)

    def _fit_reset(self) -> None:
        differs = getattr(self._settings, self.name) != getattr(Settings(), self.name)
        self._reset.setVisible(differs and not self._managed)


class _OnlyWithFocus(QObject):
    """Keeps the mouse wheel from changing values while it scrolls the page."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        wheel = event.type() is QEvent.Type.Wheel
        if wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible()


def choice_words(choice: str) -> str:
    """Return the label of a choice; languages are listed by their own names."""
    return NAMES.get(choice) or tr(CHOICE_WORDS[choice])


def remark(text: str, role: str = "secondary") -> TextLabel:
    """Return a label for a small text under a control."""
    return TextLabel(text, font(12), role=role)


def _reset_link(label: str) -> QPushButton:
    spoken = tr("Reset “{setting}” to default", setting=label)
    return flat_button(tr("Reset to default"), spoken)


def _put(control: QWidget, value: Any, choices: tuple[str, ...]) -> None:
    if isinstance(control, QCheckBox):
        control.setChecked(value)
    elif isinstance(control, QSpinBox):
        control.setValue(value)
    elif isinstance(control, QComboBox):
        control.setCurrentIndex(choices.index(value))
    elif isinstance(control, QLineEdit):
        control.setText(value)
