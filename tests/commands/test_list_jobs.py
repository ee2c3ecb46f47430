"""The command `list` on a terminal."""

import sys
from pathlib import Path

import pytest

from ccwatch.commands.list_jobs import list_jobs


@pytest.mark.parametrize("terminal", [True, False])
def test_without_jobs_a_person_reads_how_to_add_one_and_a_pipe_gets_nothing(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    *,
    terminal: bool,
) -> None:
    monkeypatch.setenv("CCWATCH_HOME", str(tmp_path))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    assert list_jobs(as_json=False) == 0
    out, err = capsys.readouterr()
    assert ("ccwatch add JOB" in out) is terminal
    assert bool(out) is terminal
    assert err == ""
