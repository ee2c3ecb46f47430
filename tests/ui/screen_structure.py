"""Describes a screen as lines of text, and finds faults in its layout."""

from collections.abc import Iterator
from itertools import combinations
from platform import python_version

from PySide6.QtCore import QRect, Qt, qVersion
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QToolButton,
    QTreeView,
    QWidget,
)

from ccwatch.ui.style.icon_button import IconButton, MenuButton
from ccwatch.ui.style.icons import Icon
from ccwatch.ui.style.scroll_page import ScrollPage
from ccwatch.ui.style.text_label import CountingLabel, TextLabel
from tests.ui.pseudo_language import clipped

_TEXTS = (QLabel, QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)
# These look the same as long as there is room.
_ALIKE: dict[type[QWidget], type[QWidget]] = {
    TextLabel: QLabel,
    CountingLabel: QLabel,
    IconButton: QToolButton,
    MenuButton: QToolButton,
    ScrollPage: QScrollArea,
}
_OF_THIS_COMPUTER = {python_version(): "(version)", qVersion(): "(version)"}


def structure(screen: QWidget) -> list[str]:
    """Return a line per visible item with its class and text, from the top left."""
    return list(_lines(screen))


def faults(screen: QWidget) -> list[str]:
    """Return the items that overlap, stick out or are cut off."""
    found = [f"cut off: {text}" for text in clipped(screen)]
    found += [
        f"sticks out: {_named(part)}"
        for part in _seen(screen)
        if (parent := part.parentWidget()) and not _scrolls(parent) and _sticks_out(part, parent)
    ]
    parts = [part for part in _seen(screen) if isinstance(part, _TEXTS) and words(part)]
    for one, other in combinations(parts, 2):
        if one.isAncestorOf(other) or other.isAncestorOf(one):
            continue
        if place(one, screen).intersects(place(other, screen)):
            found.append(f"overlap: {_named(one)}, {_named(other)}")
    return found


def words(part: QWidget) -> str:
    """Return the widget's text, or else its accessible name."""
    match part:
        case QLabel() | QAbstractButton():
            text = part.text()
        case QComboBox():
            text = part.currentText()
        case QLineEdit() | QAbstractSpinBox():
            text = part.text() or getattr(part, "placeholderText", str)()
        case QPlainTextEdit():
            text = part.placeholderText()
        case _:
            text = ""
    text = " ".join((text or part.accessibleName()).split())
    for mine, everybodys in _OF_THIS_COMPUTER.items():
        text = text.replace(mine, everybodys)
    return text


def place(part: QWidget, screen: QWidget) -> QRect:
    """Return the widget's visible rectangle on the screen."""
    rect = QRect(part.mapTo(screen, part.rect().topLeft()), part.size())
    parent = part.parentWidget()
    while parent and part is not screen:
        rect &= QRect(parent.mapTo(screen, parent.rect().topLeft()), parent.size())
        if parent is screen:
            break
        parent = parent.parentWidget()
    return rect


def _lines(part: QWidget) -> Iterator[str]:
    if said := words(part):
        state = " [x]" if isinstance(part, QCheckBox) and part.isChecked() else ""
        icons = [it.name.lower() for it in _icons(part)]
        state += f" [{', '.join(icons)}]" if icons else ""
        yield f"{_kind(part)}{state}: {said}" + ("" if part.isEnabled() else " (disabled)")
    if isinstance(part, QAbstractItemView):
        yield from (f"  {row}" for row in _rows(part))
    elif isinstance(part, QMenu):
        for action in part.actions():
            if action.isVisible():
                yield "  ---" if action.isSeparator() else f"  {action.text()}"
    elif not isinstance(part, QComboBox | QAbstractSpinBox | QLineEdit):
        for child in _in_order(_children(part)):
            yield from _lines(child)


def _icons(part: QWidget) -> list[Icon]:
    if not isinstance(part, IconButton):
        return []
    return [icon for icon in (part.before, part.after) if icon]


def _rows(view: QAbstractItemView) -> Iterator[str]:
    model, root = view.model(), view.rootIndex()
    columns = range(model.columnCount(root)) if isinstance(view, QTreeView) else range(1)
    for row in range(model.rowCount(root)):
        if isinstance(view, QListView) and view.isRowHidden(row):
            continue
        cells = [model.index(row, column, root) for column in columns]
        said = [str(it.data(Qt.ItemDataRole.AccessibleTextRole) or it.data() or "") for it in cells]
        ticked = cells[0].data(Qt.ItemDataRole.CheckStateRole)
        box = {None: "", 0: "[ ] "}.get(getattr(ticked, "value", ticked), "[x] ")
        chosen = view.selectionModel().isSelected(cells[0])
        yield ("> " if chosen else "- ") + box + " | ".join(said)


def _in_order(parts: list[QWidget]) -> list[QWidget]:
    """Return the widgets row by row from the left; those in a row overlap vertically."""
    rows: list[list[QWidget]] = []
    for part in sorted(parts, key=lambda part: part.y()):
        middle = part.geometry().center().y()
        if rows and middle <= max(it.geometry().bottom() for it in rows[-1]):
            rows[-1].append(part)
        else:
            rows.append([part])
    return [part for row in rows for part in sorted(row, key=lambda part: part.x())]


def _children(part: QWidget) -> list[QWidget]:
    found = part.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [it for it in found if it.isVisible() and not it.isWindow() and not it.size().isEmpty()]


def _seen(part: QWidget) -> Iterator[QWidget]:
    for child in _children(part):
        yield child
        if not isinstance(child, QAbstractItemView | QAbstractSpinBox | QComboBox | QLineEdit):
            yield from _seen(child)


def _scrolls(parent: QWidget) -> bool:
    return isinstance(parent.parentWidget(), QScrollArea | QAbstractScrollArea)


def _sticks_out(part: QWidget, parent: QWidget) -> bool:
    return not parent.rect().contains(part.geometry())


def _kind(part: QWidget) -> str:
    kind = _ALIKE.get(type(part), type(part))
    return kind.__name__.lstrip("_")


def _named(part: QWidget) -> str:
    return f"{_kind(part)} “{words(part)}”"
