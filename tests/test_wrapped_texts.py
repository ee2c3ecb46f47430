"""User-visible texts are passed to `tr` or `mark`, checked in the source itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "ccwatch"
SHOWING = [
    *sorted(PACKAGE.glob("ui/**/*.py")),
    *sorted(PACKAGE.glob("intents/*.py")),
    *sorted(PACKAGE.glob("notify/*.py")),
    *sorted(PACKAGE.glob("desktop/*.py")),
]
SPOKEN = ("tr", "mark")
# Functions of Qt and of this package that show text.
SHOWN_BY = {
    "QAction", "QCheckBox", "QDialogButtonBox", "QGroupBox", "QLabel", "QListWidgetItem",
    "QMessageBox", "QPushButton", "QRadioButton", "QTreeWidgetItem",
    "addAction", "addButton", "addItem", "addItems", "addMenu", "addTab", "addSection",
    "drawText", "setAccessibleDescription", "setAccessibleName", "setHeaderLabels",
    "setInformativeText", "setItemText", "setPlaceholderText", "setPrefix", "setStatusTip",
    "setSuffix", "setText", "setTitle", "setToolTip", "setWhatsThis", "setWindowTitle",
    "showMessage",
    "Action", "Column", "CopyField", "Notice", "NotShown", "StorageFault", "SignInNeeded",
    "_button", "_label", "_link", "_say", "_show", "_words", "ask", "offer_undo",
    "say", "show_error", "show_message", "signed_out",
}  # fmt: skip
# For calls with keys among their arguments, which arguments are texts.
TEXTS = {"Action": slice(1, 2), "Column": slice(1, 2), "Notice": slice(2, 4)}
NAMED_TEXTS = ("advice", "body", "label", "message", "text", "title")
ALLOWED = {"", "ccwatch", "native-0a1B2c3D…"}


def called(node: ast.Call) -> str:
    name = node.func
    return name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")


def texts_shown(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield the literals that are shown untranslated."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in SHOWN_BY:
            named = [word.value for word in node.keywords if word.arg in NAMED_TEXTS]
            for argument in node.args[TEXTS.get(called(node), slice(None))] + named:
                yield from literals(argument)


def literals(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            yield node
        case ast.IfExp(body=body, orelse=other):
            yield from literals(body)
            yield from literals(other)
        case ast.BoolOp(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
            for part in parts:
                yield from literals(part)
        case ast.BinOp(left=left, right=right):
            yield from literals(left)
            yield from literals(right)
        case ast.Lambda(body=body):
            yield from literals(body)


def words_of(text: ast.expr) -> str:
    """Return the visible text of a literal, without its placeholders."""
    if isinstance(text, ast.JoinedStr):
        return "".join(map(words_of, text.values))
    value = text.value if isinstance(text, ast.Constant) else ""
    return value if isinstance(value, str) else ""


def unwrapped(source: str) -> list[str]:
    shown = map(words_of, texts_shown(ast.parse(source)))
    return [words for words in shown if words not in ALLOWED and any(map(str.isalpha, words))]


@pytest.mark.parametrize("file", SHOWING, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_text_that_is_shown_can_be_translated(file: Path) -> None:
    assert unwrapped(file.read_text(encoding="utf-8")) == []


def test_a_text_that_cannot_be_translated_is_found() -> None:
    assert unwrapped('QLabel("Name")') == ["Name"]
    assert unwrapped('box.setText(f"{n} jobs" if n else tr("None"))') == [" jobs"]
    assert unwrapped('menu.addAction(tr("Quit"), quit)') == []
    assert unwrapped('Action("check", lambda _: "Check now", "F5")') == ["Check now"]


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: file.name)
def test_a_text_to_translate_is_one_that_translators_can_get(file: Path) -> None:
    calls = [
        node
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and called(node) in SPOKEN and node.args
    ]
    assert [node.lineno for node in calls if isinstance(node.args[0], ast.JoinedStr)] == []
    # lupdate treats any third argument as the number for a plural.
    plain = [node for node in calls if len(node.args) == 2 and node.keywords]
    assert [node.lineno for node in plain] == []
