"""The process that takes this one's place: the same program, told so, with what it needs."""

import json
import os
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ccwatch.desktop import openers
from ccwatch.desktop.openers import start_successor
from ccwatch.system import environment

TELLS = """
import json, os, sys
told = {"arguments": sys.argv[1:], "environ": dict(os.environ), "folder": os.getcwd()}
with open(sys.argv[0] + ".json", "w") as file:
    json.dump(told, file)
os.rename(sys.argv[0] + ".json", sys.argv[0] + ".told")
"""


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The script that this process seems to have been started with."""
    made = tmp_path / "ccwatch.py"
    made.write_text(TELLS)
    monkeypatch.setattr(sys, "argv", [str(made), "--demo", "--verbose"])
    monkeypatch.setattr(sys, "orig_argv", ["python", "-I", str(made), "--demo", "--verbose"])
    return made


@pytest.mark.parametrize("demo", [True, False])
def test_the_same_program_is_started_hidden_and_told_to_take_over(
    script: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, demo: bool
) -> None:
    monkeypatch.setattr(environment, "_withheld", {"CCWATCH_ACCESS_TOKEN": "s3cret"})
    monkeypatch.delenv("CCWATCH_ACCESS_TOKEN", raising=False)
    assert start_successor(demo=demo)
    told = script.with_name("ccwatch.py.told")
    qtbot.waitUntil(told.exists, timeout=10_000)
    found = json.loads(told.read_text())
    assert found["arguments"] == ["--hidden", *(["--demo"] if demo else [])]
    assert found["environ"]["CCWATCH_TAKE_OVER"] == "1"
    assert found["environ"]["PYINSTALLER_RESET_ENVIRONMENT"] == "1"
    assert found["environ"]["CCWATCH_ACCESS_TOKEN"] == "s3cret"
    assert found["environ"]["PATH"] == os.environ["PATH"]
    assert found["folder"] == str(Path.cwd())
    assert "CCWATCH_ACCESS_TOKEN" not in os.environ


def test_a_program_that_is_not_there_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    assert not start_successor(demo=False)


def test_a_frozen_program_starts_as_at_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openers, "IS_FROZEN", True)
    monkeypatch.setattr(openers, "this_command", lambda: ("/opt/image.AppImage", "--hidden"))
    assert openers._restart_command() == ("/opt/image.AppImage", "--hidden")
