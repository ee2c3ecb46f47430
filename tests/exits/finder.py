"""Finds in the code where text leaves the program: each such place is an exit.

An exit is a module and a kind of call. Kinds are named after the libraries' functions, whatever
name an import gives them; a reference that is stored for later (`partial(webbrowser.open, …)`)
counts like a call.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import ccwatch

SOURCE = Path(ccwatch.__file__).parent
_WIDGET_TEXTS = (
    "setText|setPlainText|setPlaceholderText|setTitle|setWindowTitle|setAccessibleName"
    "|setAccessibleDescription|addItems?|addAction|addMenu|setHeaderLabels|insertItem|setSuffix"
    "|setPrefix|setItemText|setLabelText|setInformativeText|setDetailedText|setNameFilters?"
    "|appendPlainText|insertPlainText|setTabText|setIconText|setWindowFilePath|drawText|selectFile"
)
# Each is matched against the whole dotted name.
KINDS = {
    "print": r"print|input|builtins\.(print|input)|warnings\.warn|traceback\.print\w+",
    "stream": r"sys\.(__)?std(out|err)(__)?(\.buffer)?\.write(lines)?|os\.p?writev?"
    r"|.*\.stream\.write",
    "renderer": r"rich\..*\.print|.*[cC]onsole\.(print|out|log|rule|input)|rich\.live\.Live",
    "argparse": r"self\.exit|self\.print_\w+|.*\.set_title|.*\.parser\.exit",
    "process": r"subprocess\.(?!DEVNULL|PIPE|STDOUT|TimeoutExpired|list2cmdline)\w+"
    r"|.*QProcess(\.\w+)?|os\.(exec|spawn|posix_spawn|system|popen|startfile)\w*"
    r"|.*create_subprocess_\w+|pty\.\w+|multiprocessing\..*|ctypes.*ShellExecute\w*",
    "command line": r"subprocess\.list2cmdline|shlex\.\w+",
    "opening": r"webbrowser\.(?!Error)\w+|.*QDesktopServices(\.\w+)?",
    "request": r".*[sS]ession(\.|\(\)\.)(get|post|put|patch|delete|head|request|send)"
    r"|(.*\.)?requests\.(get|post|put|patch|delete|head|request)"
    r"|urllib\.request\..*|http\.client\.HTTPS?Connection|.*\.urlopen|socket\.create_connection",
    "listener": r".*\.(send_header|send_error|send_response\w*)|.*\.wfile\.write",
    "wire": r".*\.(sendall|sendto|sendmsg)|(.*\.)?(writer|link|pipe)\.write|.*\bbus\.send"
    r"|.*WriteFile",
    "sending": r"(?!.*\bbus\.send|.*[sS]ession).*\.send",
    "file": r"os\.(open|fdopen|symlink|link|rename|truncate)|.*\.(write_text|write_bytes|symlink_to"
    r"|hardlink_to)|shutil\.(copy|move)\w*|tempfile\.\w+|faulthandler\.\w+",
    "writing": r"ccwatch\.system\.files\.write_(private|for_others)",
    "registry": r".*\.(SetValue(Ex)?|CreateKey(Ex)?)",
    "property list": r"plistlib\.dumps?",
    "log": r"logging\..*Handler|.*\.addHandler|syslog\..*|logging\.basicConfig",
    "library": r"ctypes\.(c_wchar_p|c_char_p|create_unicode_buffer|WinDLL|CDLL|cdll|windll\..*)",
    "clipboard": r".*\.clipboard\(\)\.(?!text$|dataChanged).*|.*\.clipboard(\(\))?|.*QClipboard.*"
    r"|.*QMimeData",
    "rich text": r".*\.(setHtml|insertHtml|appendHtml|toHtml|setMarkdown|insertMarkdown"
    r"|convertFromPlainText|mightBeRichText|setOpenExternalLinks|RichText|AutoText|MarkdownText"
    r"|setDefaultStyleSheet)|.*\.(QTextDocument|QTextBrowser|QTextEdit|QStaticText|QErrorMessage"
    r"|QWebEngineView|QMessageBox|QLabel|QProgressDialog|QInputDialog|QSplashScreen|QWizard)"
    r"|.*\.(QMessageBox|QInputDialog|QErrorMessage)\.[a-z]\w*",
    "tooltip": r".*\.(setToolTip|setWhatsThis|setStatusTip|setToolTipDuration|ToolTipRole"
    r"|WhatsThisRole|StatusTipRole)|.*QToolTip\.showText|.*QWhatsThis.*",
    "balloon": r".*\.showMessage",
    "widget": rf".*\.({_WIDGET_TEXTS})",
    "picture": r".*QImageWriter|.*(pixmap|image|picture)\.save",
    "credential": r"keyring\.set_password|.*\.set_password",
}
_KINDS = {kind: re.compile(pattern) for kind, pattern in KINDS.items()}
_SQL = {"execute", "executemany", "executescript"}


class Use(NamedTuple):
    """One line of code that belongs to an exit, and its function."""

    line: int
    code: str
    function: str
    begins: int


Exits = dict[str, list[Use]]


@cache
def exits_of_the_program() -> Exits:
    """Return all exits, by "module kind": "ui/tray/tray balloon"."""
    found: Exits = {}
    for file in sorted(SOURCE.rglob("*.py")):
        module = file.relative_to(SOURCE).with_suffix("").as_posix()
        for kind, use in exits_in(file.read_text("utf-8")):
            found.setdefault(f"{module} {kind}", []).append(use)
    return found


def exits_in(source: str) -> Iterator[tuple[str, Use]]:
    """Yield the kind of each exit in a module, and the code that uses it."""
    tree = ast.parse(source)
    names = _imported(tree)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.expr):
            continue
        kind = None
        if isinstance(node, ast.Call):
            kind = _kind_of_call(node)
        elif isinstance(node, ast.Attribute | ast.Name) and not _is_part(node, parents):
            dotted = _dotted(node, names)
            kind = next((kind for kind, it in _KINDS.items() if it.fullmatch(dotted)), None)
        if kind:
            code = ast.unparse(_whole(node, parents))
            yield kind, Use(node.lineno, code, *_function(node, parents))


def _imported(tree: ast.Module) -> dict[str, str]:
    """Return the full name of each imported name."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {it.asname: it.name for it in node.names if it.asname}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {it.asname or it.name: f"{node.module}.{it.name}" for it in node.names}
    return found


def _is_part(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Return whether the name continues, is assigned to, or is an annotation."""
    parent = parents.get(node)
    if not isinstance(getattr(node, "ctx", None), ast.Load) or isinstance(parent, ast.Attribute):
        return True
    if isinstance(parent, ast.arg | ast.BinOp | ast.Subscript | ast.MatchClass):
        return True
    if isinstance(parent, ast.FunctionDef | ast.ClassDef):
        return True
    if isinstance(parent, ast.AnnAssign) and parent.annotation is node:
        return True
    # The method of a clipboard is the name around this one.
    called = isinstance(parent, ast.Call) and isinstance(parents.get(parent), ast.Attribute)
    return called and isinstance(node, ast.Attribute) and node.attr == "clipboard"


def _dotted(node: ast.expr, names: dict[str, str]) -> str:
    whole = ast.unparse(node)
    first, dot, rest = whole.partition(".")
    return names.get(first, first) + dot + rest


def _whole(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> ast.AST:
    """Return the call or the simple statement around the name."""
    whole = node
    while not isinstance(whole, ast.Call | ast.stmt) and whole in parents:
        whole = parents[whole]
    return node if hasattr(whole, "body") or isinstance(whole, ast.Match) else whole


def _function(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> tuple[str, int]:
    """Return the name and the first line of the innermost function."""
    while (node := parents[node]) in parents:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return node.name, min(it.lineno for it in (node, *node.decorator_list))
        if isinstance(node, ast.Lambda):
            return "<lambda>", node.lineno
    return "<module>", 0


def _kind_of_call(call: ast.Call) -> str | None:
    """Return the kind of a call that depends on its arguments."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
    if name in _SQL and call.args and not _literal(call.args[0]):
        return "statement"
    if name == "open" and ast.unparse(call.func) != "os.open":
        place = 0 if isinstance(call.func, ast.Attribute) else 1
        given = [it.value for it in call.keywords if it.arg == "mode"] or call.args[place:][:1]
        if given and _may_write(given[0], bare=place == 1):
            return "file"
    return None


def _may_write(mode: ast.expr, *, bare: bool) -> bool:
    """Return whether a file is opened for writing; other things that can be opened have no mode."""
    if isinstance(mode, ast.Constant):
        return re.fullmatch(r"[rbt]*[wax+][wax+bt]*", str(mode.value)) is not None
    return bare


def _literal(node: ast.expr) -> bool:
    """Return whether the text consists of literals only."""
    match node:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name.isupper()
        case ast.JoinedStr(values=parts):
            return all(map(_literal, parts))
        case ast.FormattedValue(value=part):
            return _literal(part)
        case ast.IfExp(body=one, orelse=other):
            return _literal(one) and _literal(other)
    return False
