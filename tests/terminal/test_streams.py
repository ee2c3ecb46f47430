"""Output works in any encoding; when it is lost, an error message says so."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from ccwatch.core.job import Job, JobId, Outcome, Progress
from ccwatch.core.jobs import Status
from ccwatch.terminal.job_table import job_table
from ccwatch.terminal.streams import in_cells, in_lines, streams

NOW = 1_800_000_000.0
FULL = Path("/dev/full")
NEEDS_FULL = pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
NEEDS_SHELL = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
LOST = "ccwatch: Standard output cannot be written: No space left on device.\n"


def encoded(text: str, encoding: str) -> str:
    with streams():
        return text.encode(encoding, "ccwatch.lines").decode(encoding)


def run(
    arguments: list[str], home: Path, *, shell_end: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command in a shell, with its streams as `shell_end` says."""
    line = f'exec "$0" -m ccwatch "$@" {shell_end}'
    return subprocess.run(
        ["/bin/sh", "-c", line, sys.executable, *arguments],
        env={**os.environ, "CCWATCH_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Harbour — 63\u202f% · Run production", "Harbour - 63 % - Run production"),
        ("1 h 10 – 1 h 40", "1 h 10 - 1 h 40"),
        ("“not a job” is the caller’s", '"not a job" is the caller\'s'),
        ("✓ Proxy: none, ✗ TLS, – Log", "ok Proxy: none, FAIL TLS, - Log"),
        ("5b1a…c7", "5b1a...c7"),
        ("Old town façades, Köln, Čáslav", "Old town facades, Koln, Caslav"),
        ("橋 \ud800 🏗\ufe0f", "? ? ?"),
        ("e\u0301te\u0301", "ete"),
        ("½ ﬁ ²", "? ? 2"),
    ],
)
def test_what_ascii_lacks_is_written_in_other_characters(text: str, plain: str) -> None:
    assert encoded(text, "ascii") == plain


@pytest.mark.parametrize(
    ("encoding", "plain"),
    [
        ("latin-1", "é - 63 % · ok"),
        ("cp1252", "é — 63 % · ok"),
        ("cp437", "é - 63 % · ok"),
        ("utf-8", "é — 63\u202f% · ✓"),
    ],
)
def test_what_an_encoding_has_stays(encoding: str, plain: str) -> None:
    assert encoded("é — 63\u202f% · ✓", encoding) == plain


def test_other_faults_of_an_encoding_are_no_business_of_it() -> None:
    fault = UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad")
    for handler in (in_lines, in_cells):
        with pytest.raises(UnicodeDecodeError):
            handler(fault)


def test_a_table_keeps_its_columns_in_ascii() -> None:
    seen = (Progress(63.0, "Active", "Run_Production"), Progress(100.0, "Success"))
    names = ("A very long name of a bridge over the harbour — west", "橋梁 façade")
    ends = (None, Outcome.SUCCEEDED)
    jobs = [
        Job(JobId(f"job-{n}"), alias=names[n], progress=seen[n], outcome=ends[n]) for n in range(2)
    ]
    with streams():
        written = io.BytesIO()
        file = io.TextIOWrapper(written, encoding="ascii", errors="ccwatch.cells")
        console = Console(file=file, width=60, force_terminal=False)
        console.print(job_table(jobs, Status(), NOW, 60))
        file.flush()
    head, *rows = written.getvalue().decode("ascii").splitlines()
    assert max(map(len, [head, *rows])) <= 60
    at = head.index("State")
    assert [row[at - 1 : at + 3] for row in rows[:2]] == [" Run", " Fin"]
    assert rows[0].lstrip()[0] in "*o"
    assert rows[1].startswith("+")
    assert "????" in rows[1]


@NEEDS_FULL
@pytest.mark.parametrize("arguments", [["list", "--json"], ["status"], ["--version"], ["--help"]])
def test_a_full_disk_is_said_in_a_sentence(arguments: list[str], tmp_path: Path) -> None:
    for buffered in ("", "1"):
        done = run(arguments, tmp_path, shell_end=">/dev/full", PYTHONUNBUFFERED=buffered)
        assert (done.returncode, done.stderr) == (70, LOST)


@NEEDS_FULL
def test_a_full_disk_under_both_streams_is_an_exit_code(tmp_path: Path) -> None:
    for arguments, code in ((["status"], 70), (["wach"], 2)):
        done = run(arguments, tmp_path, shell_end=">/dev/full 2>/dev/full")
        assert done.returncode == code


@NEEDS_SHELL
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_a_closed_stream_ends_nothing(closed: str, tmp_path: Path) -> None:
    done = run(["list"], tmp_path, shell_end=closed)
    assert (done.returncode, done.stderr) == (0, "")


@NEEDS_SHELL
@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "cp437:strict"},
    ],
)
def test_a_command_speaks_ascii(environment: dict[str, str], tmp_path: Path) -> None:
    done = run(["wach", "5b1a"], tmp_path, **environment)
    assert done.returncode == 2
    assert done.stderr == 'ccwatch: There is no command "wach". Did you mean "watch"?\n' + (
        "Try: ccwatch --help\n"
    )


class Redirected(io.TextIOWrapper):
    """A stream to a file as Windows opens it, or to its console."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding="cp1252", newline="")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.mark.parametrize(
    ("terminal", "wanted", "written"),
    [
        (False, None, "✓ façade — 橋".encode()),
        (False, "cp1252", "ok façade — ?".encode("cp1252")),
        (True, None, "ok façade — ?".encode("cp1252")),
    ],
)
def test_what_is_redirected_on_windows_is_utf8_unless_the_user_wants_another(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, wanted: str | None, written: bytes
) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    if wanted:
        monkeypatch.setenv("PYTHONIOENCODING", wanted)
    for name in ("stdout", "stderr"):
        stream = Redirected(terminal=terminal)
        monkeypatch.setattr(f"sys.{name}", stream)
        with streams():
            print("✓ façade — 橋", end="", file=getattr(sys, name))
        stream.flush()
        assert stream.buffer.getvalue() == written  # type: ignore[attr-defined]
