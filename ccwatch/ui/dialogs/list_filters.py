"""The filters of the list of the user's own jobs: a text, and what its columns have in common."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ccwatch.core.language import mark, tr
from ccwatch.ui.style.tooltips import set_tooltip

_SHOWN_LETTERS = 10


class Facts(NamedTuple):
    """What a job can be filtered by; "" for what is not known."""

    state: str
    type: str
    itwin: str


_ALL = Facts(mark("All states"), mark("All types"), mark("All iTwins"))
_SPOKEN = Facts(mark("Filter by state"), mark("Filter by type"), mark("Filter by iTwin"))


class ListFilters(QWidget):
    """A field for a text, and a choice for each fact of which there are several.

    changed(): the filters changed.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Filter"))
        self.field.setClearButtonEnabled(True)
        self.field.setAccessibleName(tr("Filter my jobs"))
        self.field.textChanged.connect(self.changed)
        self._choices = [_choice(spoken) for spoken in _SPOKEN]
        row = QHBoxLayout()
        row.setSpacing(8)
        for choice in self._choices:
            choice.currentIndexChanged.connect(self.changed)
            row.addWidget(choice, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addLayout(row)

    def offer(self, jobs: Iterable[Facts]) -> None:
        """Offer what these jobs have, where they differ."""
        for choice, every, values in zip(self._choices, _ALL, _columns(jobs), strict=True):
            choice.clear()
            choice.addItem(tr(every), None)
            for value in values:
                choice.addItem(value, value)
            choice.setVisible(len(values) > 1)

    def fits(self, facts: Facts, words: Sequence[str]) -> bool:
        """Return whether to show a job with these facts, whose row has these words."""
        wanted = self.field.text().strip().casefold()
        if not any(wanted in word.casefold() for word in (*words, *facts)):
            return False
        chosen = (choice.currentData() for choice in self._choices)
        return all(value in (None, fact) for value, fact in zip(chosen, facts, strict=True))


def _columns(jobs: Iterable[Facts]) -> list[list[str]]:
    jobs = tuple(jobs)
    return [
        sorted({getattr(job, name) for job in jobs} - {""}, key=str.casefold)
        for name in Facts._fields
    ]


def _choice(spoken: str) -> QComboBox:
    choice = QComboBox()
    choice.setAccessibleName(tr(spoken))
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(_SHOWN_LETTERS)
    choice.currentTextChanged.connect(lambda text: set_tooltip(choice, text))
    return choice
