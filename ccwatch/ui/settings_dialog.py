"""The settings, one control each, made from their table; a change is applied at once."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ccwatch.core.errors import SettingRefused
from ccwatch.core.settings import Settings, about, with_value
from ccwatch.ui.theme import font


class SettingsDialog(QDialog):
    """Shows all settings.

    changed(name, value): a setting has another value, one that can be used.
    test_notice_wanted(): send a notification to see whether it arrives.
    """

    changed = Signal(str, object)
    test_notice_wanted = Signal()

    def __init__(self, settings: Settings, environ: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self.resize(520, 640)
        self._settings = settings
        self._complaints: dict[str, QLabel] = {}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(6)
        group, form = "", QFormLayout()
        for entry in fields(Settings):
            known = about(entry.name)
            if known.group != group:
                group = known.group
                heading = QLabel(group)
                heading.setFont(font(15, bold=True))
                column.addSpacing(8)
                column.addWidget(heading)
                form = QFormLayout()
                form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
                column.addLayout(form)
            managed = known.env if known.env and environ.get(known.env) else None
            self._add_field(form, entry.name, managed)
        test = QPushButton("Send a test notification")
        test.clicked.connect(self.test_notice_wanted)
        column.addSpacing(12)
        column.addWidget(test, 0, Qt.AlignmentFlag.AlignLeft)
        self.answer = _remark("")
        column.addWidget(self.answer)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _add_field(self, form: QFormLayout, name: str, managed: str | None) -> None:
        known, value = about(name), getattr(self._settings, name)
        control = self._control(name, value)
        control.setAccessibleName(known.label)
        control.setObjectName(name)
        control.setEnabled(managed is None)
        if isinstance(control, QCheckBox):
            control.setText(known.label)
            form.addRow(control)
        else:
            form.addRow(known.label, control)
        words = f"Set by {managed}." if managed else known.help
        if words:
            form.addRow("", _remark(words))
        complaint = self._complaints[name] = _remark("", role="failed")
        complaint.hide()
        form.addRow("", complaint)

    def _control(self, name: str, value: Any) -> QWidget:
        if isinstance(value, bool):
            box = QCheckBox()
            box.setChecked(value)
            box.toggled.connect(lambda on: self._take(name, on))
            return box
        if isinstance(value, int):
            known, spin = about(name), QSpinBox()
            spin.setRange(known.low or 0, known.high or 1_000_000)
            spin.setValue(value)
            spin.valueChanged.connect(lambda number: self._take(name, number))
            return spin
        if choices := about(name).choices:
            combo = QComboBox()
            combo.addItems([choice.capitalize() for choice in choices])
            combo.setCurrentIndex(choices.index(value))
            combo.currentIndexChanged.connect(lambda row: self._take(name, choices[row]))
            return combo
        line = QLineEdit(value)
        line.editingFinished.connect(lambda: self._take(name, line.text()))
        return line

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


def _remark(text: str, role: str = "secondary") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setFont(font(12))
    return label
