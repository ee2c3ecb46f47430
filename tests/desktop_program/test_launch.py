"""The way to the window: a running program is told from anywhere, a missing library is named."""

import argparse
import sys
from typing import Any

import pytest

from ccwatch.core.errors import CcwatchError
from ccwatch.core.job import JobId
from ccwatch.core.job_refs import JobRef
from ccwatch.desktop import launch as desktop_start
from ccwatch.desktop.launch import start_desktop

OPTIONS = argparse.Namespace(demo=False, hidden=False, jobs=[JobRef(JobId("a-1"))])


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> list[Any]:
    """What a running program was told, which none of these tests starts."""
    made: list[Any] = []

    def hand_over(paths: object, message: object) -> dict[str, object]:
        made.append(message)
        return {"ok": True}

    monkeypatch.setattr(desktop_start, "hand_over", hand_over)
    monkeypatch.setenv("CCWATCH_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    return made


def test_without_a_screen_a_program_that_runs_elsewhere_is_told(
    told: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert start_desktop(OPTIONS) == 0
    assert told == [{"do": "offer", "jobs": ["a-1"]}]
    monkeypatch.setattr(desktop_start, "hand_over", lambda *_: None)
    with pytest.raises(CcwatchError, match="neither DISPLAY nor WAYLAND_DISPLAY"):
        start_desktop(OPTIONS)


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/x/PySide6/QtGui.abi3.so", CcwatchError), ("/x/ccwatch/app.py", ImportError)],
)
def test_a_library_that_qt_misses_is_named(
    told: list[Any], monkeypatch: pytest.MonkeyPatch, path: str, kind: type[Exception]
) -> None:
    class Missing:
        """Finds what it takes to start, and that a library is missing for it."""

        def find_spec(self, name: str, *_: object) -> None:
            if name == "ccwatch.desktop.start":
                raise ImportError("libEGL.so.1: cannot open shared object file", path=path)

    monkeypatch.delitem(sys.modules, "ccwatch.desktop.start", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    with pytest.raises(kind, match="libEGL"):
        start_desktop(OPTIONS)
