"""Shortcuts that work in one part of a window, and the contents of the shortcuts page.

Shortcuts of commands are in the table of commands. Keys that Qt's own list and fields handle are
listed here too, and tested.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ccwatch.core.language import mark, tr
from ccwatch.ui.commands import COMMANDS, Takes

WINDOW = mark("Anywhere in the window")
LIST = mark("In the list")
JOBS = mark("Selected jobs")
DETAILS = mark("In the details")
CHART = mark("In the chart")
HISTORY = mark("In the history")
FIELD = mark("In the field for new jobs")
FILTER = mark("In the filter")


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One action: its keys in Qt's portable notation, and its label (marked for translation)."""

    key: str
    place: str
    label: str
    keys: tuple[str, ...]


SHORTCUTS = (
    Shortcut("details", LIST, mark("Go to the details"), ("Enter",)),
    Shortcut("unfilter", LIST, mark("Clear the filter"), ("Esc",)),
    Shortcut("unfold", LIST, mark("Show the jobs of a survey"), ("Right",)),
    Shortcut("fold", LIST, mark("Hide the jobs of a survey"), ("Left",)),
    Shortcut("row menu", LIST, mark("Open the menu of the selected jobs"), ("Menu", "Shift+F10")),
    Shortcut("all", LIST, mark("Select all jobs"), ("Ctrl+A",)),
    Shortcut("more", LIST, mark("Select more jobs"), ("Shift+Up", "Shift+Down")),
    Shortcut("back", DETAILS, mark("Back to the list"), ("Esc",)),
    Shortcut("read", CHART, mark("Move along the chart"), ("Left", "Right")),
    Shortcut("read ends", CHART, mark("Go to the start or end of the chart"), ("Home", "End")),
    Shortcut("open notice", HISTORY, mark("Open the job of a notification"), ("Enter",)),
    Shortcut("copy notice", HISTORY, mark("Copy the notification"), ("Ctrl+C",)),
    Shortcut("leave", HISTORY, mark("Clear the filter, or go back to the list"), ("Esc",)),
    Shortcut("submit", FIELD, mark("Watch the jobs"), ("Enter",)),
    Shortcut("line", FIELD, mark("New line"), ("Shift+Enter",)),
    Shortcut("empty", FIELD, mark("Clear the field"), ("Esc",)),
    Shortcut("clear", FILTER, mark("Clear the filter, and go to the list"), ("Esc",)),
    Shortcut("to list", FILTER, mark("Go to the list"), ("Enter", "Down")),
)
_PLACES = (WINDOW, LIST, JOBS, DETAILS, CHART, HISTORY, FIELD, FILTER)


def keys_of(key: str) -> tuple[str, ...]:
    """Return the keys of a shortcut."""
    return next(it.keys for it in SHORTCUTS if it.key == key)


def make_shortcut(key: str, widget: QWidget, act: Callable[[], object]) -> None:
    """Create a QShortcut that works in this widget and its children."""
    for keys in keys_of(key):
        made = QShortcut(QKeySequence(keys), widget, act)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)


def pressed(event: QKeyEvent, key: str) -> bool:
    """Return whether the event is a key of this shortcut; both Enter keys count."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    combined = QKeySequence((Qt.Key.Key_Enter if enter else event.key()) | modifiers.value)
    return any(combined == QKeySequence(keys) for keys in keys_of(key))


def page() -> Iterator[tuple[str, list[tuple[str, list[str]]]]]:
    """Yield each place with the labels and keys that work there, as readable text."""
    of_commands = [
        Shortcut(
            it.id, WINDOW if it.takes is Takes.NOTHING else JOBS, it.on_page or it.text, it.keys
        )
        for it in COMMANDS
        if it.keys
    ]
    for place in _PLACES:
        here = [it for it in (*of_commands, *SHORTCUTS) if it.place == place]
        yield (
            tr(place),
            [(tr(it.label), list(map(_readable, it.keys))) for it in here],
        )


def _readable(keys: str) -> str:
    """Return the keys as written on the keyboard; both Enter keys count and have one name."""
    one, other = ("Enter", "Return") if sys.platform == "darwin" else ("Return", "Enter")
    return QKeySequence(keys.replace(one, other)).toString(QKeySequence.SequenceFormat.NativeText)
