"""This program can read the access token in the environment; programs that it starts cannot."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ccwatch.system import environment
from ccwatch.system.environment import own_environment, withhold_secrets

TOKEN = "CCWATCH_ACCESS_TOKEN"


@pytest.fixture(autouse=True)
def _nothing_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "_withheld", {})


def test_a_child_does_not_inherit_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, "s3cr3t")
    monkeypatch.setenv("CCWATCH_LANGUAGE", "en")
    withhold_secrets()
    program = f"import os; print(os.environ.get({TOKEN!r}), os.environ.get('CCWATCH_LANGUAGE'))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "None en\n"
    assert own_environment()[TOKEN] == "s3cr3t"
    withhold_secrets()
    assert own_environment()[TOKEN] == "s3cr3t"


def test_without_a_token_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TOKEN, raising=False)
    withhold_secrets()
    assert TOKEN not in own_environment()
    monkeypatch.setenv(TOKEN, "later")
    assert own_environment()[TOKEN] == "later"


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the child")
def test_the_process_that_doctor_starts_has_no_token(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    interpreter = tmp_path / "python"
    interpreter.write_text(f"#!/bin/sh\nenv > '{seen}'\n")
    interpreter.chmod(interpreter.stat().st_mode | stat.S_IXUSR)
    program = (
        "import sys; sys.argv = ['ccwatch', 'doctor', '--json'];"
        "from ccwatch import cli; from ccwatch.commands import doctor;"
        "doctor._connection = lambda *_: [];"
        "doctor._credential_store = lambda *_: doctor.Check('', True, '');"
        f"sys.executable = {str(interpreter)!r};"
        "cli.main()"
    )
    home = {"CCWATCH_HOME": str(tmp_path / "home"), TOKEN: "s3cr3t", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **home},
        capture_output=True,
        text=True,
    )
    assert "CCWATCH_HOME" in seen.read_text()
    assert "s3cr3t" not in seen.read_text() + done.stdout
    assert TOKEN in done.stdout
