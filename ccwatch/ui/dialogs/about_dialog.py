"""About ccwatch: its version, system, folders and libraries."""

from collections.abc import Iterable, Mapping
from platform import python_version

from PySide6.QtCore import QSize, Qt, Signal, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ccwatch.core.language import tr
from ccwatch.core.plain_text import plain_line
from ccwatch.system.libraries import Library
from ccwatch.ui.clipboard import to_clipboard
from ccwatch.ui.style.copy_field import CopyField
from ccwatch.ui.style.first_size import give_size
from ccwatch.ui.style.logo import Logo
from ccwatch.ui.style.text_label import TextLabel
from ccwatch.ui.style.tokens import font
from ccwatch.ui.style.tooltips import tooltip_text
from ccwatch.ui.style.type_scale import FollowsFont, scaled

_LABEL_WIDTH = 72  # minimum
_ROW_HEIGHT = 24
_WIDEST_COLUMN = 240
_NARROWEST = 460
_LOWEST = 48  # the list of libraries, on a small screen


class AboutDialog(QDialog, FollowsFont):
    """Shows facts about the program; the libraries are added once loaded.

    `system` is the operating system, `folders` are paths by label. folder_wanted(path): open it.
    """

    folder_wanted = Signal(str)

    def __init__(
        self, version: str, system: str, folders: Mapping[str, str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About ccwatch"))
        give_size(self, 600, 620)
        self.setMinimumWidth(_NARROWEST)
        on = f"Python {python_version()} · Qt {qVersion()} · {system}"
        self._facts = [f"ccwatch {version}", on, *(f"{it}: {folders[it]}" for it in folders)]
        self._libraries: list[Library] = []
        self._requests = _words("", role="secondary")
        self._list = _library_tree()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(6)
        column.addLayout(_head(version, on))
        column.addSpacing(8)
        self._names = names = [_words(label, role="secondary") for label in folders]
        for name, path in zip(names, folders.values(), strict=True):
            column.addLayout(self._folder(name, path))
        column.addWidget(self._requests)
        column.addSpacing(8)
        column.addWidget(_words(tr("Libraries"), bold=True))
        column.addWidget(self._list, 1)
        column.addLayout(self._buttons())
        self.fit_font()
        self._close.setFocus()

    def fit_font(self) -> None:
        widths = [it.fontMetrics().horizontalAdvance(it.text()) for it in self._names]
        for name in self._names:
            name.setFixedWidth(max(*widths, scaled(_LABEL_WIDTH)))
        self._list.header().setMaximumSectionSize(scaled(_WIDEST_COLUMN))
        for row in range(self._list.topLevelItemCount()):
            if item := self._list.topLevelItem(row):
                item.setSizeHint(0, QSize(0, scaled(_ROW_HEIGHT)))

    def show_libraries(self, libraries: Iterable[Library]) -> None:
        self._libraries = list(libraries)
        self._list.clear()
        for library in self._libraries:
            words = [plain_line(it) for it in (library.name, library.version, library.licence)]
            item = QTreeWidgetItem(words)
            for column, text in enumerate(words):
                item.setToolTip(column, tooltip_text(text))
            self._list.addTopLevelItem(item)
        self.fit_font()

    def show_requests(self, text: str) -> None:
        """Show how many requests were sent."""
        self._requests.setText(text)

    def details(self) -> str:
        """Return everything shown, as text to copy."""
        libraries = [f"{it.name} {it.version} ({it.licence})" for it in self._libraries]
        return "\n".join([*self._facts, self._requests.text(), *libraries])

    def _folder(self, name: TextLabel, path: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        opens = QPushButton(tr("Open"))
        opens.setAutoDefault(False)
        opens.setAccessibleName(tr("Open the folder: {folder}", folder=name.text()))
        opens.clicked.connect(lambda: self.folder_wanted.emit(path))
        row.addWidget(name)
        row.addWidget(CopyField(path, name.text()), 1)
        row.addWidget(opens)
        return row

    def _buttons(self) -> QHBoxLayout:
        copy = QPushButton(tr("Copy details"))
        copy.clicked.connect(lambda: to_clipboard(self.details()))
        close = QPushButton(tr("Close"))
        close.clicked.connect(self.accept)
        self._close = close
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addStretch()
        row.addWidget(close)
        return row


def _head(version: str, on: str) -> QHBoxLayout:
    beside = QVBoxLayout()
    beside.setSpacing(2)
    name_and_version = f"ccwatch {version}"
    beside.addWidget(_words(name_and_version, size=18, bold=True))
    beside.addWidget(_words(tr("Watches reconstruction jobs and shows their progress.")))
    beside.addWidget(_words(on, role="secondary"))
    licence = tr("Free software under the MIT licence. Not a product of Bentley Systems.")
    beside.addWidget(_words(licence, role="secondary"))
    row = QHBoxLayout()
    row.setSpacing(16)
    row.addWidget(Logo(), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(beside, 1)
    return row


def _library_tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName(tr("Libraries"))
    tree.setHeaderLabels([tr("Name"), tr("Version"), tr("Licence")])
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setMinimumHeight(_LOWEST)
    tree.header().setStretchLastSection(True)
    for column in (0, 1):
        tree.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    return tree


def _words(text: str, *, size: int = 13, bold: bool = False, role: str = "") -> TextLabel:
    return TextLabel(text, font(size, bold=bold), role=role)
