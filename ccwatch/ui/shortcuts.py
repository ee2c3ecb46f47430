"""All keys, as data: what makes the shortcuts and what the page of shortcuts shows.

The keys of what is done with chosen jobs are in `actions.ACTIONS`; here they are listed with
the rest. What Qt's own list and fields do by themselves is listed as well, and tested.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ccwatch.core.language import mark, tr
from ccwatch.ui.commands import ACTIONS

WINDOW = mark("Everywhere in the window")
LIST = mark("In the list")
JOBS = mark("With the chosen jobs")
DETAILS = mark("In the details")
CHART = mark("In the chart")
HISTORY = mark("In the history")
FIELD = mark("In the field for new jobs")
FILTER = mark("In the filter")


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One deed with its keys, in Qt's portable writing, and what it is called (marked)."""

    key: str
    place: str
    label: str
    keys: tuple[str, ...]


SHORTCUTS = (
    Shortcut("add", WINDOW, mark("Go to the field for new jobs"), ("Ctrl+N",)),
    Shortcut("filter", WINDOW, mark("Go to the filter"), ("Ctrl+F",)),
    Shortcut("notices", WINDOW, mark("Open the history"), ("Ctrl+H",)),
    Shortcut("paste", WINDOW, mark("Watch the jobs on the clipboard"), ("Ctrl+V", "Shift+Ins")),
    Shortcut(
        "offer", WINDOW, mark("Take what the line below the toolbar offers"), ("Ctrl+Return",)
    ),
    Shortcut("settings", WINDOW, mark("Open the settings"), ("Ctrl+,",)),
    Shortcut("menu", WINDOW, mark("Open the menu at the top right"), ("F10",)),
    Shortcut("shortcuts", WINDOW, mark("Show this page"), ("F1",)),
    Shortcut("close", WINDOW, mark("Close the window"), ("Ctrl+W",)),
    Shortcut("quit", WINDOW, mark("Quit ccwatch"), ("Ctrl+Q",)),
    Shortcut("details", LIST, mark("Go to the details"), ("Enter",)),
    Shortcut("unfilter", LIST, mark("Clear the filter"), ("Esc",)),
    Shortcut("row menu", LIST, mark("Open the menu of the chosen jobs"), ("Menu", "Shift+F10")),
    Shortcut("all", LIST, mark("Choose all jobs"), ("Ctrl+A",)),
    Shortcut("more", LIST, mark("Choose more jobs"), ("Shift+Up", "Shift+Down")),
    Shortcut("back", DETAILS, mark("Back to the list"), ("Esc",)),
    Shortcut("read", CHART, mark("Read out another time"), ("Left", "Right")),
    Shortcut("read ends", CHART, mark("Read out the first or the last time"), ("Home", "End")),
    Shortcut("open notice", HISTORY, mark("Open the job of a notice"), ("Enter",)),
    Shortcut("copy notice", HISTORY, mark("Copy the notice"), ("Ctrl+C",)),
    Shortcut("leave", HISTORY, mark("Clear the filter, or go back to the list"), ("Esc",)),
    Shortcut("submit", FIELD, mark("Watch the jobs"), ("Enter",)),
    Shortcut("line", FIELD, mark("Begin another line"), ("Shift+Enter",)),
    Shortcut("empty", FIELD, mark("Empty the field"), ("Esc",)),
    Shortcut("clear", FILTER, mark("Clear the filter, and go to the list"), ("Esc",)),
    Shortcut("to list", FILTER, mark("Go to the list"), ("Enter", "Down")),
)
_PLACES = (WINDOW, LIST, JOBS, DETAILS, CHART, HISTORY, FIELD, FILTER)


def keys_of(key: str) -> tuple[str, ...]:
    """Return the keys of a deed."""
    return next(it.keys for it in SHORTCUTS if it.key == key)


def make_shortcuts(window: QWidget, acts: Mapping[str, Callable[[], object]]) -> None:
    """Make the shortcuts of the window; `acts` does what each of them names."""
    for shortcut in SHORTCUTS:
        if shortcut.place == WINDOW:
            for keys in shortcut.keys:
                QShortcut(QKeySequence(keys), window, acts[shortcut.key])


def make_shortcut(key: str, widget: QWidget, act: Callable[[], object]) -> None:
    """Make one shortcut that works in this widget and what is in it."""
    for keys in keys_of(key):
        made = QShortcut(QKeySequence(keys), widget, act)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)


def pressed(event: QKeyEvent, key: str) -> bool:
    """Return whether the event is a key of this deed; which Enter it is does not matter."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    combined = QKeySequence((Qt.Key.Key_Enter if enter else event.key()) | modifiers.value)
    return any(combined == QKeySequence(keys) for keys in keys_of(key))


def page() -> Iterator[tuple[str, list[tuple[str, list[str]]]]]:
    """Yield each place with its deeds and their keys, as a person reads them."""
    native = QKeySequence.SequenceFormat.NativeText
    of_jobs = [Shortcut(it.key, JOBS, it.label([]), (it.shortcut,)) for it in ACTIONS]
    for place in _PLACES:
        here = of_jobs if place == JOBS else [it for it in SHORTCUTS if it.place == place]
        yield (
            tr(place),
            [
                (
                    it.label if place == JOBS else tr(it.label),
                    [QKeySequence(keys).toString(native) for keys in it.keys],
                )
                for it in here
            ],
        )
