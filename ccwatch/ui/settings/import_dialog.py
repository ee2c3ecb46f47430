"""A preview of the changes that importing a settings file would make."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ccwatch.core.language import tr
from ccwatch.core.settings_exchange import Change
from ccwatch.ui.settings.control import remark
from ccwatch.ui.style.first_size import give_size
from ccwatch.ui.style.tokens import tokens
from ccwatch.ui.style.type_scale import scaled

_ROW_HEIGHT = 28


class ImportDialog(QDialog):
    """Lists each change with its old and new value; nothing changes before “Import” is pressed."""

    def __init__(self, name: str, changes: Iterable[Change], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Import settings"))
        give_size(self, 600, 420)
        changes = tuple(changes)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        said = tr(
            "{file} changes {n} setting:|{file} changes {n} settings:", "", len(changes), file=name
        )
        column.addWidget(remark(said, role=""))
        column.addWidget(self._table(changes), 1)
        if any(change.destination for change in changes):
            warning = tr(
                "The settings in bold decide where ccwatch signs in and checks your jobs. "
                "Import them only from someone you trust."
            )
            column.addWidget(remark(warning, role="failed"))
        column.addWidget(self._buttons())

    def _table(self, changes: Iterable[Change]) -> QTreeWidget:
        table = QTreeWidget()
        table.setAccessibleName(tr("Changes"))
        table.setRootIsDecorated(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setHeaderLabels([tr("Setting"), tr("Now"), tr("New")])
        table.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        for change in changes:
            row = QTreeWidgetItem(table, [change.label, change.before, change.after])
            row.setSizeHint(1, QSize(0, scaled(_ROW_HEIGHT)))
            row.setForeground(1, QBrush(tokens().secondary))
            if change.destination:
                for number in range(3):
                    bold = row.font(number)
                    bold.setBold(True)
                    row.setFont(number, bold)
        return table

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        take = buttons.addButton(tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        take.setAutoDefault(False)
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setDefault(True)
        cancel.setFocus()
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons
