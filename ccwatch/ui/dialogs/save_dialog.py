"""A dialog for saving a file that does not block the rest of the program."""

import sys
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QFileDialog, QWidget


class SaveDialog(QFileDialog):
    """The system's own dialog; it asks before replacing an existing file.

    chosen(path): where to save the file.
    """

    chosen = Signal(object)

    def __init__(self, title: str, kind: str, ending: str, place: Path, parent: QWidget) -> None:
        super().__init__(parent, title, str(place.parent))
        make_accessible(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setFileMode(QFileDialog.FileMode.AnyFile)
        self.setNameFilter(f"{kind} (*{ending})")
        self.setDefaultSuffix(ending)
        self.selectFile(place.name)
        self.fileSelected.connect(lambda file: self.chosen.emit(Path(file)))


def make_accessible(dialog: QFileDialog) -> None:
    """Use Qt's own dialog for a screen reader on Linux, where it cannot read GTK's.

    See `one_accessible_application`.
    """
    if sys.platform.startswith("linux") and QAccessible.isActive():
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)


def documents() -> Path:
    """Return the user's documents folder, or else the home folder."""
    where = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(where) or Path.home())
