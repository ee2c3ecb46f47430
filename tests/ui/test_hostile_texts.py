"""No external text reaches a widget as markup, or with invisible or control characters."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar, cast

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtGui import Qt as Text
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from ccwatch.core.errors import SignInFailed
from ccwatch.core.events import Limited, SignInWanted, WentUnreachable
from ccwatch.core.job import Job, Remark, Trouble
from ccwatch.core.job_words import remark_lines
from ccwatch.intents.jobs import JobIntents
from ccwatch.ui.dialogs.sign_in_dialog import SignInDialog
from ccwatch.ui.store import JobStore
from ccwatch.watching.watcher import Watcher
from tests.terminal.hostile import HOSTILE as STEERING
from tests.terminal.hostile import steering
from tests.ui import screens, stage
from tests.ui.screens import SCREENS, Screen
from tests.ui.sketched_jobs import LIVES, NOW, Sketch, sketch
from tests.ui.stage import Stage, settled, staged

T = TypeVar("T")
MARKUP = "<b>bold</b><img src='http://127.0.0.1:9/x'>"
HOSTILE = f"\u202e{MARKUP}{STEERING}"  # first, as the end may be cut off
ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
    Qt.ItemDataRole.EditRole,
)
TEXTS = ("text", "title", "placeholderText", "toPlainText", "currentText", "suffix", "prefix")
OUTSIDE = {"alias", "name", "type", "state", "step", "quality", "outputs", "itwin", "errors"}
OUTSIDE |= {"warnings", "code", "title", "message", "body", "reason", "reasons", "trouble", "was"}


def spoilt(value: T, *, outside: bool = False) -> T:
    """Return the value with hostile characters appended to each external text."""
    made: Any = value
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        made = value + HOSTILE if outside and value else value
    elif is_dataclass(value) and not isinstance(value, type):
        known = {field.name: getattr(value, field.name) for field in fields(value)}
        made = replace(
            value,
            **{
                name: spoilt(part, outside=(name in OUTSIDE and name != "state") or outside)
                for name, part in known.items()
                if name not in ("id", "job", "kind", "glyph", "progress")
            },
        )
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        made = type(value)(*(spoilt(part, outside=outside) for part in value))
    elif isinstance(value, tuple | list):
        made = type(value)(spoilt(part, outside=outside) for part in value)
    return cast(T, made)


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> Sketch:
    """Make all screens show jobs, histories and notifications with hostile texts."""
    plain = sketch()
    made = Sketch(
        spoilt(plain.jobs),
        {job: spoilt(past) for job, past in plain.pasts.items()},
        spoilt(plain.notices),
    )
    lives = [replace(life, details=spoilt(life.details)) for life in LIVES]
    monkeypatch.setattr(screens, "LIVES", lives)
    for module in (screens, stage):
        monkeypatch.setattr(module, "sketch", lambda: made)
    return made


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record each text that is painted directly rather than held by a widget."""
    texts: list[str] = []
    draw = QPainter.drawText

    def noted(painter: QPainter, *args: Any) -> Any:
        texts.extend(arg for arg in args if isinstance(arg, str))
        return draw(painter, *args)

    monkeypatch.setattr(QPainter, "drawText", noted)
    return texts


def shown(widget: QWidget) -> Iterator[tuple[str, str]]:
    """Yield each text and where it is."""
    for each in (widget, *widget.findChildren(QWidget)):
        name = f"{type(each).__name__} {each.objectName()}".strip()
        for told in ("toolTip", "accessibleName", "accessibleDescription", "windowTitle"):
            # Tooltips have zero-width spaces of our own in long words.
            yield f"{name}.{told}", getattr(each, told)().replace("\u200b", "")
        for told in TEXTS:
            if each.metaObject().indexOfProperty(told) >= 0 or told in ("toPlainText", "title"):
                found = each.property(told) if told != "toPlainText" else _whole(each)
                yield f"{name}.{told}", found if isinstance(found, str) else ""
        for action in each.actions():
            yield f"{name} action", f"{action.text()}{action.toolTip()}{action.iconText()}"
        if isinstance(each, QAbstractItemView) and (model := each.model()) is not None:
            for text in _cells(model, QModelIndex()):
                yield f"{name} cell", text


def _whole(widget: QWidget) -> str:
    return widget.toPlainText() if isinstance(widget, QPlainTextEdit | QTextEdit) else ""


def _cells(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    for row in range(model.rowCount(parent)):
        for column in range(99):
            if not (index := model.index(row, column, parent)).isValid():
                break
            for role in ROLES:
                if isinstance(text := index.data(role), str):
                    tip = role == Qt.ItemDataRole.ToolTipRole
                    yield text.replace("\u200b", "") if tip else text
        yield from _cells(model, model.index(row, 0, parent))


def read_as_markup(widget: QWidget) -> Iterator[tuple[str, str]]:
    """Yield each external text that Qt would interpret as markup, and where it is."""
    for each in (widget, *widget.findChildren(QWidget)):
        name, tips = type(each).__name__, [each.toolTip()]
        if isinstance(each, QLabel) and each.textFormat() is not Qt.TextFormat.PlainText:
            tips.append(each.text())
        if isinstance(each, QAbstractItemView) and (model := each.model()) is not None:
            rows = (model.index(row, 0) for row in range(model.rowCount()))
            tips += (str(row.data(Qt.ItemDataRole.ToolTipRole) or "") for row in rows)
        yield from ((name, tip) for tip in tips if "<b>" in tip and Text.mightBeRichText(tip))


def faults(widget: QWidget) -> list[str]:
    settled()
    wrong = [(where, text) for where, text in shown(widget) if steering(text)]
    return sorted({f"{where}: {text!r}" for where, text in (*wrong, *read_as_markup(widget))})


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
@pytest.mark.usefixtures("hostile")
def test_no_screen_shows_a_hostile_character(
    screen: Screen, qapp: QApplication, painted: list[str]
) -> None:
    with staged(qapp, "light") as theatre:
        shown_screen = screen.show(theatre)
        assert not faults(shown_screen)
        shown_screen.grab()
        assert not [text for text in painted if steering(text)]


def test_the_names_are_hostile_and_are_shown(qapp: QApplication, hostile: Sketch) -> None:
    assert steering(hostile.jobs[0].name)
    assert steering(hostile.notices.notices[0].notice.title)
    with staged(qapp, "light") as theatre:
        assert any("egpj" in text or "gpj" in text for _, text in shown(theatre.window()))


TROUBLE = Trouble(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
SAYING: dict[str, Callable[[Stage], QWidget]] = {
    "sign-in": lambda it: it.window(SignInWanted(NOW, HOSTILE)),
    "unreachable": lambda it: it.window(WentUnreachable(NOW, NOW - 60, TROUBLE)),
    "limited": lambda it: it.window(Limited(NOW, NOW + 240, TROUBLE)),
    "account": lambda it: _said(it, lambda window: window.show_account(HOSTILE)),
    "undo": lambda it: _said(it, lambda window: window.offer_undo(HOSTILE)),
    "message": lambda it: _said(it, lambda window: window.show_message(HOSTILE)),
    "question": lambda it: _said(it, lambda window: window.ask(HOSTILE, "Yes", lambda: None)),
    "offer": lambda it: _said(it, lambda window: window.offer(HOSTILE, "Yes", lambda: None)),
    "hint": lambda it: _said(it, lambda window: window.hint(HOSTILE)),
    "added": lambda it: _said(it, lambda window: window.show_added([], [HOSTILE], HOSTILE)),
    "sign-in failed": lambda it: _failed(it, HOSTILE),
    "sign-in page": lambda it: _waiting(it, f"https://ims.example.org/{HOSTILE}"),
}


def _said(theatre: Stage, say: Callable[[Any], object]) -> QWidget:
    window = theatre.window()
    say(window)
    return window


def _failed(theatre: Stage, text: str) -> QWidget:
    dialog = SignInDialog(theatre.parent)
    dialog.show_failed(SignInFailed(text, title=text, advice=text))
    return dialog


def _waiting(theatre: Stage, address: str) -> QWidget:
    dialog = SignInDialog(theatre.parent)
    dialog.show_waiting(address)
    return dialog


@pytest.mark.parametrize("saying", SAYING)
def test_no_message_contains_a_hostile_character(saying: str, qapp: QApplication) -> None:
    with staged(qapp, "light") as theatre:
        assert not faults(SAYING[saying](theatre))


def test_what_is_copied_of_a_remark_is_plain() -> None:
    copied = remark_lines([Remark(HOSTILE, HOSTILE, HOSTILE), Remark("", "", "two\nlines")])
    assert not steering(copied)
    assert copied.endswith("\ntwo lines")


def test_what_is_copied_of_a_job_is_plain(qapp: QApplication, hostile: Sketch) -> None:
    job: Job = hostile.jobs[0]
    with staged(qapp, "light") as theatre:
        store = JobStore(hostile.jobs)
        jobs = JobIntents(cast("Watcher", None), store, theatre.window(), lambda: NOW)
        jobs.copy_ids([job.id])
        assert QGuiApplication.clipboard().text() == job.id
