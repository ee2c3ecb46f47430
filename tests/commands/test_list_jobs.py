"""The command `list`: a table, columns into a pipe, JSON, and warnings about a home."""

import json
import sys
from contextlib import closing
from pathlib import Path

import pytest

from ccwatch.cli import main
from ccwatch.commands.list_jobs import list_jobs
from ccwatch.core.events import Seen
from ccwatch.core.job import JobId, Progress
from ccwatch.disk.journal import Journal
from ccwatch.disk.paths import Paths, paths_for

Output = pytest.CaptureFixture[str]
A, B = "a-1", "b_2"


@pytest.fixture(autouse=True)
def paths(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Paths:
    monkeypatch.setenv("CCWATCH_HOME", str(tmp_path))
    return paths_for({"CCWATCH_HOME": str(tmp_path)})


@pytest.mark.parametrize("terminal", [True, False])
def test_without_jobs_a_person_reads_how_to_add_one_and_a_pipe_gets_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: Output, *, terminal: bool
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    assert list_jobs(as_json=False) == 0
    out, err = capsys.readouterr()
    assert ("ccwatch add JOB" in out) is terminal
    assert bool(out) is terminal
    assert err == ""


def test_the_list_is_columns_in_a_pipe(capsys: Output) -> None:
    main(["add", A, B])
    capsys.readouterr()
    assert main(["list"]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert rows == [[A, "Not known yet", "—", "—", A], [B, "Not known yet", "—", "—", B]]


def test_the_list_as_json_is_an_array(paths: Paths, capsys: Output) -> None:
    main(["add", A])
    with closing(Journal(paths.database)) as journal:
        journal.record([Seen(JobId(A), 1_790_000_000.0, Progress(56, "Active", "Reconstruction"))])
    capsys.readouterr()
    assert main(["list", "--json"]) == 0
    [job] = json.loads(capsys.readouterr().out)
    assert list(job) == [
        *("job", "name", "service", "watch", "state", "percentage", "step"),
        *("added", "checked", "next_check", "outcome"),
        "queued_seconds",
        "outputs",
        "survey",
    ]
    assert (job["job"], job["percentage"], job["step"]) == (A, 56, "Reconstruction")
    assert (job["checked"], job["next_check"]) == ("2026-09-21T14:13:20Z", None)


@pytest.mark.parametrize(("arguments", "out"), [(["list"], ""), (["list", "--json"], "[]\n")])
def test_an_empty_list_is_no_error_and_makes_no_file(
    paths: Paths, capsys: Output, arguments: list[str], out: str
) -> None:
    assert main(arguments) == 0
    assert capsys.readouterr() == (out, "")
    assert not paths.database.exists()


@pytest.mark.parametrize("command", [["list"], ["list", "--json"], ["add", A]])
def test_a_home_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Output, command: list[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("CCWATCH_HOME", str(tmp_path / "file"))
    assert main(command) == 70
    out, err = capsys.readouterr()
    assert out == ""
    assert f"CCWATCH_HOME: {tmp_path / 'file'}: " in err


def test_a_list_that_is_damaged_or_no_file_is_named(paths: Paths, capsys: Output) -> None:
    paths.prepare()
    paths.database.write_bytes(b"no database " * 100)
    assert main(["list"]) == 70
    assert str(paths.database) in capsys.readouterr().err
    paths.database.unlink()
    paths.database.mkdir()
    assert main(["list"]) == 70
    assert str(paths.database) in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists, not file modes")
def test_a_list_in_a_folder_that_is_open_to_all_comes_with_a_warning(
    paths: Paths, capsys: Output
) -> None:
    main(["add", A])
    paths.data.chmod(0o777)
    capsys.readouterr()
    assert main(["list"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(A)
    assert "can be changed by everybody" in err
