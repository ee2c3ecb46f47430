"""A pseudo-locale: every text gets accents, 40 % more length, and brackets.

Text shown without brackets did not go through the translator; a widget too small for it is too
small for many real languages as well.
"""

import re
from collections.abc import Iterator

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QTreeWidget,
    QWidget,
)

from ccwatch.core.job_words import SERVICE_WORDS
from ccwatch.core.language import NAMES, Language
from ccwatch.ui.style.icon_button import IconButton
from ccwatch.ui.style.text_label import TextLabel
from tests.ui.sample_jobs import JOBS

LONGER = 0.4
EDGES = 16
_LETTERS = str.maketrans("aceinorstuyACEINORSTUY", "áčéíñóřšťúýÁČÉÍÑÓŘŠŤÚÝ")
_PLACE = re.compile(r"(\{\w*\})")
_INNERMOST = re.compile(r"\[[^\[\]]*\]")
_SHORT = QLocale.FormatType.ShortFormat
# Texts shown as they came from the service, the user or the system.
_DATA = {"ccwatch", "native-0a1B2c3D…", "Reconstruction", "Run production", *NAMES.values()}
_DATA |= set(SERVICE_WORDS.values())
_DATA |= {QLocale.c().monthName(month, _SHORT) for month in range(1, 13)}
_DATA |= {QLocale.c().dayName(day, _SHORT) for day in range(1, 8)}
for _job in JOBS.values():
    _DATA |= {_job.id, _job.name, _job.state or _job.id}
    _DATA |= {remark.text for remark in (_job.details.errors if _job.details else ())}


def _pseudo(text: str, comment: str, n: int | None) -> str:
    text = text if n is None else text.partition("|")[0 if n == 1 else 2]
    parts = _PLACE.split(text)
    words = "".join(part if part.startswith("{") else part.translate(_LETTERS) for part in parts)
    length = round(len(_PLACE.sub("", text)) * LONGER)
    more = " ···" * max(length // 4, 1) if " " in text else "n" * length
    return f"[{words}{more}]"


PSEUDO = Language(_pseudo)


def untranslated(text: str, *known: str) -> str:
    """Return the text if any words in it did not go through the translator, else "".

    `known` are more texts that are not the program's own.
    """
    rest = text
    while (less := _INNERMOST.sub("", rest)) != rest:
        rest = less
    for data in sorted({*_DATA, *known}, key=len, reverse=True):
        rest = rest.replace(data, "")
    return text if any(map(str.isalpha, rest)) else ""


def texts(whole: QWidget) -> Iterator[str]:
    """Yield all texts of the widget and its children, including accessible names and tooltips."""
    for part in (whole, *whole.findChildren(QWidget)):
        yield from (part.windowTitle(), part.toolTip())
        yield from (part.accessibleName(), part.accessibleDescription())
        yield from (action.text() for action in part.actions())
        if isinstance(part, QLabel | QAbstractButton):
            yield part.text()
        elif isinstance(part, QLineEdit | QPlainTextEdit):
            yield part.placeholderText()
        elif isinstance(part, QComboBox):
            yield from (part.itemText(row) for row in range(part.count()))
        elif isinstance(part, QListWidget):
            yield from (part.item(row).text() for row in range(part.count()))
        elif isinstance(part, QMenu):
            yield part.title()
        elif isinstance(part, QTreeWidget):
            rows = [part.headerItem(), *map(part.topLevelItem, range(part.topLevelItemCount()))]
            yield from (item.text(column) for item in rows if item for column in range(3))


def clipped(whole: QWidget) -> list[str]:
    """Return the texts that do not fit their widgets, unless these wrap or elide them."""
    return [text for part in whole.findChildren(QWidget) if (text := _clipped(part))]


def _clipped(part: QWidget) -> str:
    if not part.isVisible():
        return ""
    if isinstance(part, QScrollArea):
        inside = part.widget()
        scrolls = part.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        fits = inside is None or scrolls or inside.width() <= part.viewport().width()
        return "" if fits else f"what is in {type(part).__name__}"
    if isinstance(part, TextLabel | IconButton):
        if part.elided():
            return "" if part.toolTip() else part.text()
        fits = part.height() >= part.heightForWidth(part.width())
        return "" if fits else part.text()
    if isinstance(part, QLabel):
        if part.wordWrap():
            words = map(part.fontMetrics().horizontalAdvance, part.text().split())
            fits = part.height() >= part.heightForWidth(part.width())
            fits = fits and part.contentsRect().width() >= max(words, default=0)
        else:
            fits = part.width() >= part.sizeHint().width()
        return "" if fits else part.text()
    if isinstance(part, QPushButton | QToolButton | QCheckBox):
        return "" if part.width() >= part.sizeHint().width() else part.text()
    if isinstance(part, QComboBox):
        return "" if part.width() >= part.sizeHint().width() else part.currentText()
    if isinstance(part, QLineEdit | QPlainTextEdit):
        needed = QFontMetrics(part.font()).horizontalAdvance(part.placeholderText())
        return "" if part.width() >= needed + EDGES else part.placeholderText()
    return ""
