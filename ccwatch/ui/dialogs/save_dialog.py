"""A dialog for saving a file that does not block the rest of the program."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget


class SaveDialog(QFileDialog):
    """The system's own dialog; it asks before replacing an existing file.

    chosen(path): where to save the file.
    """

    chosen = Signal(object)

    def __init__(self, title: str, kind: str, ending: str, place: Path, parent: QWidget) -> None:
        super().__init__(parent, title, str(place.parent))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setFileMode(QFileDialog.FileMode.AnyFile)
        self.setNameFilter(f"{kind} (*{ending})")
        self.setDefaultSuffix(ending)
        self.selectFile(place.name)
        self.fileSelected.connect(lambda file: self.chosen.emit(Path(file)))


def documents() -> Path:
    """Return the user's documents folder, or else the home folder."""
    where = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(where) or Path.home())
