"""A program in a separate process that hangs, or cannot listen: commands detect it."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ccwatch.cli import main
from ccwatch.disk.paths import paths_for
from ccwatch.ipc import client
from tests.virtual_desktop import wait_until

unix = pytest.mark.skipif(sys.platform == "win32", reason="a pipe there, and no SIGSTOP")
Output = pytest.CaptureFixture[str]
SILENT = "ccwatch: The running program: ccwatch is running, but does not answer."


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("CCWATCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CCWATCH_API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("CCWATCH_ACCESS_TOKEN", "t")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    return tmp_path / "home"


# The program, which writes its window's messages to a file of this name.
_PROGRAM = """
import sys
from ccwatch.cli import main
if len(sys.argv) > 1:
    import ccwatch.desktop.start
    from ccwatch.ui.window.job_window import JobWindow
    file = open(sys.argv[1], "a", encoding="utf-8", buffering=1)
    JobWindow.show_message = lambda window, text, *_: print(text, file=file)
main(["--hidden"])
"""


@contextmanager
def started(ready: Callable[[], bool], *said: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the program in a separate process until the block ends."""
    command = [sys.executable, "-c", _PROGRAM, *map(str, said)]
    nowhere = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=nowhere, stderr=nowhere) as process:
        try:
            wait_until(ready, "the program", 40)
            yield process
        finally:
            process.send_signal(signal.SIGCONT)
            process.kill()


def told(capsys: Output, *arguments: str) -> tuple[int, str, str]:
    """Return the command's exit code and output."""
    capsys.readouterr()
    code = main(arguments)
    return (code, *capsys.readouterr())


@unix
def test_a_program_that_hangs_is_running_and_answers_later(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    with started(lambda: told(capsys, "status")[1].startswith("ccwatch 0")) as process:
        assert told(capsys, "add", "a-1") == (0, "Watching a-1\n", "")
        process.send_signal(signal.SIGSTOP)
        monkeypatch.setattr(client, "PATIENCE", 0.5)
        for command in (["status"], ["add", "a-1"], ["remove", "b-2"], ["sign-out"]):
            code, out, err = told(capsys, *command)
            assert (code, out) == (8, "")
            assert err.startswith(SILENT)
        code, out, _ = told(capsys, "status", "--json")
        found = json.loads(out)
        assert code == 8
        assert (found["running"], found["answering"], found["watched"]) == (True, False, 1)
        process.send_signal(signal.SIGCONT)
        monkeypatch.setattr(client, "PATIENCE", 20.0)
        code, out, _ = told(capsys, "status", "--json")
        assert (code, json.loads(out)["answering"]) == (0, True)
        assert told(capsys, "quit") == (0, "ccwatch is quitting.\n", "")
    assert told(capsys, "status") == (0, "ccwatch is not running.\n", "")


@unix
@pytest.mark.parametrize("why", ["a folder in its place", "a path that is too long"])
def test_a_program_that_cannot_listen_says_so_and_counts_as_running(
    home: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    if why == "a folder in its place":
        (home / "ccwatch.sock" / "inner").mkdir(parents=True)
        home.chmod(0o700)
    else:
        home = home.with_name("h" * 100)
        runtime = home.with_name("r" * 100)
        runtime.mkdir(mode=0o700)
        monkeypatch.setenv("CCWATCH_HOME", str(home))
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    log = paths_for({"CCWATCH_HOME": str(home)}).log
    said = home.with_name("said")
    with started(lambda: said.exists() and "\n" in said.read_text("utf-8"), said):
        shown = said.read_text("utf-8")
        assert shown.startswith("Commands and links cannot reach this program: ")
        assert "Remove what is at that path" in shown
        assert "cannot be opened" in log.read_text("utf-8")
        monkeypatch.setattr(client, "PATIENCE", 0.5)
        for command in ("status", "quit"):
            code, out, err = told(capsys, command)
            assert (code, out) == (8, "")
            assert err.startswith(SILENT)
    assert told(capsys, "status") == (0, "ccwatch is not running.\n", "")
