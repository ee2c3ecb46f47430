"""If Qt cannot start, the reason is given in a sentence, and the process exits without an abort."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QtMsgType

from ccwatch.system.qt_start import QtStart

LIBRARY = "libxcb-cursor.so.0: cannot open shared object file"
HINT = "From 6.5.0, xcb-cursor0 or libxcb-cursor0 is needed to load the Qt xcb platform plugin."


def after(*said: str) -> str:
    start = QtStart(print)
    for text in said:
        start.take(QtMsgType.QtWarningMsg, None, text)
    return start.reason()


def test_a_screen_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":98765")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    said = after("could not connect to display :98765", HINT)
    assert said.startswith("The display does not answer, or denies access (DISPLAY=:98765).")


def test_a_library_that_is_missing_is_named_once() -> None:
    reason = after(f"Cannot load library libqxcb.so: ({LIBRARY})", HINT, HINT)
    assert LIBRARY in reason
    assert reason.count("libxcb-cursor0") == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="libraries are the system's there")
def test_only_plugins_of_qt_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def plugin_fault(_: Path, names: Sequence[str]) -> None:
        tried.extend(names)

    monkeypatch.setattr("ccwatch.system.missing_libraries.plugin_fault", plugin_fault)
    monkeypatch.setenv("QT_QPA_PLATFORM", "../../tmp/evil;/tmp/evil;wayland-egl;xcb:size=1;;")
    after(HINT)
    assert tried == ["wayland-egl", "xcb"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Qt's xcb is for Linux")
@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"DISPLAY": ":98765"}, "DISPLAY=:98765"),
        ({"QT_QPA_PLATFORM": "none-such"}, "none-such"),
        ({}, "neither DISPLAY nor WAYLAND_DISPLAY is set"),
        ({"QT_QPA_PLATFORM": "xcb"}, "neither DISPLAY nor WAYLAND_DISPLAY is set"),
    ],
)
@pytest.mark.parametrize("arguments", [["--hidden"], ["ccwatch://job/a-1"]])
def test_the_program_ends_with_a_sentence_and_a_code_of_its_own(
    variables: dict[str, str], said: str, arguments: list[str], tmp_path: object
) -> None:
    kept = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")
    environ = {name: os.environ[name] for name in kept if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "ccwatch", *arguments],
        env=environ | {"CCWATCH_HOME": str(tmp_path)} | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 70
    assert said in done.stderr
    assert "ccwatch: No window: " in done.stderr
    assert "These commands need none: add, list, watch" in done.stderr
