"""Every exit in the code has a test that sends hostile texts through it.

The exits are found in the code. A new one fails here until a test covers it, or it is listed as
unreachable for external text, with its code.
"""

import ast
from pathlib import Path

import pytest

# Importing them registers what they cover.
import tests.exits.test_file_exits
import tests.exits.test_network_exits
import tests.exits.test_screen_exits
import tests.exits.test_terminal_exits  # noqa: F401
from tests.exits.drivers import COVERED
from tests.exits.finder import exits_in, exits_of_the_program

ROOT = Path(__file__).parents[2]
# The complete code of exits that only the program's own texts reach, to be reviewed here when it
# changes. Numbers and times are not texts.
FIXED: dict[str, tuple[str, ...]] = {
    "cloud/credential_store credential": (
        # Base64 of random bytes.
        "_backend().set_password(SERVICE, self._name, text)",
    ),
    "cloud/token_file file": ("self._path.write_bytes(_NOTHING)",),
    "desktop/openers process": (
        "QProcess.startDetached(sys.executable, [*module, '--demo'])",
        # What this process was started with itself: its command and its environment.
        "QProcess()",
        "QProcess.nullDevice()",
    ),
    "disk/paths file": ("tempfile.gettempdir()",),
    "disk/paths writing": (
        "write_private(self._channel_secret, os.urandom(_SECRET_BYTES))",
    ),
    "disk/id_spelling statement": (
        # One of the statements at the top of the module.
        "connection.execute(statement, {'old': old, 'key': key})",
    ),
    "disk/schema statement": (
        "connection.executescript("
        "f'BEGIN IMMEDIATE; {step}; PRAGMA user_version = {number}; COMMIT;')",
        "connection.execute(query)",
    ),
    "system/file_lock file": ("self._path.open('ab')",),  # a path of `Paths`
    "system/hardening file": ("open(dumped, 'r+', encoding='ascii')",),
    "system/hardening library": ("ctypes.WinDLL('kernel32')", "ctypes.WinDLL('advapi32')"),
    "system/identity library": (
        "ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APP_USER_MODEL_ID)",
    ),
    "system/menu_entry process": (
        # A folder of the user's own, by the environment, to a tool found on the path.
        "subprocess.run([tool, str(self.file.parent)], stdout=subprocess.DEVNULL, "
        "stderr=subprocess.DEVNULL, timeout=_PATIENCE, check=False)",
    ),
    "system/missing_libraries library": (
        # A name in the table, or that of a plugin, without a path, in Qt's own folder.
        "ctypes.CDLL(library)",
    ),
    "system/dbus wire": (
        # The library's own greeting to the bus; queries contain no text of ours.
        "writer.write(line)",
        "writer.write(BEGIN)",
        "bus.send(call, serial=serial)",
    ),
    "error_reports file": (
        "path.open('w', encoding='utf-8')",
        "faulthandler.enable(self._crashes)",
        "faulthandler.disable()",
    ),
    "system/ownership/windows library": (
        "ctypes.WinDLL('advapi32', use_last_error=True)",
        "ctypes.WinDLL('kernel32', use_last_error=True)",
        "POINTER(c_wchar_p)",
        "c_wchar_p()",
    ),
    "stand_in/service print": ("print",) * 3,  # the default output function; a command passes `say`
    "system/taskbar/linux sending": ("self._bus.send(_signal(self._sent))",),  # numbers
    "system/taskbar/windows library": (
        "ctypes.windll.user32.RegisterWindowMessageW('TaskbarButtonCreated')",
        "ole = ctypes.windll.ole32",
        "ctypes.c_wchar_p(CLSID_TASKBAR_LIST)",
        "ctypes.c_wchar_p(IID_ITASKBARLIST3)",
    ),
    "terminal/streams file": (
        "os.open(os.devnull, os.O_WRONLY)",
        "open(os.devnull, mode, encoding='utf-8')",
    ),
    "ui/details/chart_image picture": ("QImageWriter(buffer, QByteArray(b'png'))",),
    "ui/style/glyphs picture": ("picture.save(str(file))",),  # named by glyph and percentage
    "ui/clipboard_watch clipboard": ("QGuiApplication.clipboard()",),  # it only reads
}  # fmt: skip
# How often a covered exit is used, if more than once: a new use must be covered by the tests of its
# exit.
MORE_USES = {
    "cloud/callback_server listener": 7,
    "desktop/openers opening": 2,
    "disk/job_rows statement": 2,
    "disk/past_rows statement": 2,
    "log log": 7,
    "stand_in/server listener": 6,
    "system/autostart/windows command line": 2,
    "system/autostart/windows registry": 2,
    "ipc/server wire": 2,
    "system/files file": 3,
    "terminal/live_table renderer": 2,
    "terminal/output print": 3,
    "ui/dialogs/my_jobs_dialog tooltip": 2,
    "ui/style/tooltips rich text": 2,
    "ui/tray/tray tooltip": 2,
}
# Exits that are tested together with their module.
ELSEWHERE: dict[str, str] = {
    "cloud/callback_server listener": (
        "tests/cloud/test_loopback.py::test_a_reason_is_shown_as_plain_text"
    ),
    "commands/signing_in opening": (
        "tests/desktop/test_openers.py::test_no_other_place_opens_anything"
    ),
}


def test_each_exit_is_covered_and_nothing_else_is() -> None:
    found = exits_of_the_program()
    assert len(found) > 60
    widgets = {it for it in found if it.startswith("ui/") and it.endswith(" widget")}
    assert len(widgets) > 20
    known = {*COVERED, *FIXED, *ELSEWHERE} - {"every widget"}
    assert sorted(found.keys() - widgets - known) == []
    assert sorted(known - found.keys()) == []
    assert "every widget" in COVERED  # test_widgets.py checks that it is every one


def test_a_covered_exit_is_used_no_more_than_its_tests_know() -> None:
    found = exits_of_the_program()
    uses = {name: len(found.get(name, ())) for name in (*COVERED, *ELSEWHERE)}
    assert {name: count for name, count in uses.items() if count > 1} == MORE_USES


def test_an_exit_is_in_one_table_only() -> None:
    assert not FIXED.keys() & COVERED.keys()
    assert not ELSEWHERE.keys() & (FIXED.keys() | COVERED.keys())


@pytest.mark.parametrize("name", FIXED)
def test_what_no_text_from_outside_reaches_is_as_it_was(name: str) -> None:
    uses = exits_of_the_program().get(name, [])
    assert sorted(use.code for use in uses) == sorted(FIXED[name])


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_test_elsewhere_is_there(name: str) -> None:
    file, _, test = ELSEWHERE[name].partition("::")
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    assert test in {it.name for it in tree.body if isinstance(it, ast.FunctionDef)}


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("print('x')", "print"),
        ("import sys\nsys.stdout.write(x)", "stream"),
        ("import sys\nsys.stderr.buffer.write(x)", "stream"),
        ("import os\nos.write(1, x)", "stream"),
        ("from subprocess import run as go\ngo(x)", "process"),
        ("import subprocess as it\nit.Popen(x)", "process"),
        ("import os\nos.system(x)", "process"),
        ("import os\nos.execvp(x, y)", "process"),
        ("from PySide6.QtCore import QProcess\nQProcess.startDetached(x)", "process"),
        (
            "from functools import partial\nimport webbrowser\npartial(webbrowser.open, x)",
            "opening",
        ),
        ("from PySide6.QtGui import QDesktopServices as D\nD.openUrl(x)", "opening"),
        ("self._session.post(x)", "request"),
        ("import requests\nrequests.get(x)", "request"),
        ("from urllib.request import urlopen\nurlopen(x)", "request"),
        ("path.write_text(x)", "file"),
        ("path.open('wb')", "file"),
        ("open(path, mode)", "file"),
        ("open(path, 'a')", "file"),
        ("open(path, mode='x')", "file"),
        ("from ccwatch.system.files import write_private\nwrite_private(x, y)", "writing"),
        ("from ccwatch.system.files import write_for_others as put\nput(x, y)", "writing"),
        ("db.execute(f'SELECT {x}')", "statement"),
        ("db.execute('SELECT ' + x)", "statement"),
        ("db.executescript(text)", "statement"),
        ("label.setText(x)", "widget"),
        ("box.setInformativeText(x)", "widget"),
        ("view.setHtml(x)", "rich text"),
        ("label.setTextFormat(Qt.TextFormat.RichText)", "rich text"),
        ("from PySide6.QtWidgets import QLabel\nQLabel(x)", "rich text"),
        ("from PySide6.QtWidgets import QTextBrowser\nQTextBrowser()", "rich text"),
        ("from PySide6.QtWidgets import QMessageBox\nQMessageBox.warning(x)", "rich text"),
        ("item.setToolTip(0, x)", "tooltip"),
        ("item.setData(0, Qt.ItemDataRole.ToolTipRole, x)", "tooltip"),
        ("self._icon.showMessage(x)", "balloon"),
        ("QGuiApplication.clipboard().setText(x)", "clipboard"),
        ("board = QGuiApplication.clipboard()", "clipboard"),
        ("system.send(x)", "sending"),
        ("winreg.SetValueEx(x)", "registry"),
        ("import plistlib\nplistlib.dump(x, y)", "property list"),
        ("import logging\nlogging.FileHandler(x)", "log"),
        ("import ctypes\nctypes.c_wchar_p(x)", "library"),
        ("self.wfile.write(x)", "listener"),
        ("link.sendall(x)", "wire"),
        ("console.print(x)", "renderer"),
    ],
)
def test_an_exit_is_found_under_any_name(source: str, kind: str) -> None:
    assert kind in {found for found, _ in exits_in(source)}


@pytest.mark.parametrize(
    "source",
    [
        "path.open('rb')",
        "open(path)",
        "dialog.open()",
        "text.replace('a', 'b')",
        "QGuiApplication.clipboard().text()",
        "db.execute('SELECT 1')",
        "db.execute(f'{_FIELDS} ORDER BY number')",
        "import subprocess\ntry:\n    x()\nexcept subprocess.TimeoutExpired:\n    pass",
        "def print_all(printed: str) -> None: ...",
    ],
)
def test_what_only_reads_is_no_exit(source: str) -> None:
    assert list(exits_in(source)) == []
