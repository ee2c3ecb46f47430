"""Launching: handing over works without a screen, and a missing library is named."""

import argparse
import sys
from typing import Any

import pytest

from ccwatch.core.errors import CcwatchError, RunningProgramFault
from ccwatch.core.job import JobId
from ccwatch.core.job_refs import JobRef
from ccwatch.desktop import launch as desktop_start
from ccwatch.desktop.launch import launch_desktop

OPTIONS = argparse.Namespace(demo=False, hidden=False, wall=False, jobs=[JobRef(JobId("a-1"))])


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> list[Any]:
    """What was handed over to a running program, which is faked."""
    made: list[Any] = []

    def hand_over(paths: object, offered: list[str], *, hidden: bool, wall: bool) -> bool:
        made.append((offered, hidden))
        return True

    monkeypatch.setattr(desktop_start, "hand_over_start", hand_over)
    monkeypatch.setenv("CCWATCH_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    return made


def without_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_screen_jobs_are_handed_over_to_a_running_program(
    told: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    without_a_screen(monkeypatch)
    assert launch_desktop(OPTIONS) == 0
    assert told == [(["a-1"], False)]
    monkeypatch.setattr(desktop_start, "hand_over_start", lambda *_, **__: False)
    with pytest.raises(CcwatchError, match="neither DISPLAY nor WAYLAND_DISPLAY"):
        launch_desktop(OPTIONS)


def test_without_a_screen_a_running_program_that_does_not_answer_is_reported(
    told: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    without_a_screen(monkeypatch)
    monkeypatch.setattr(desktop_start, "hand_over_start", lambda *_, **__: False)
    monkeypatch.setattr(desktop_start, "is_running", lambda _: True)
    with pytest.raises(RunningProgramFault, match="does not answer"):
        launch_desktop(OPTIONS)


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/x/PySide6/QtGui.abi3.so", CcwatchError), ("/x/ccwatch/app.py", ImportError)],
)
def test_a_library_that_qt_misses_is_named(
    told: list[Any], monkeypatch: pytest.MonkeyPatch, path: str, kind: type[Exception]
) -> None:
    class Missing:
        """An import hook that fails for a missing library."""

        def find_spec(self, name: str, *_: object) -> None:
            if name == "ccwatch.desktop.start":
                raise ImportError("libEGL.so.1: cannot open shared object file", path=path)

    monkeypatch.delitem(sys.modules, "ccwatch.desktop.start", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    with pytest.raises(kind, match="libEGL"):
        launch_desktop(OPTIONS)
