"""What Qt gets from the command line, and that nothing of it is inherited."""

import os

import pytest
from PySide6.QtCore import QProcess

from ccwatch.cli import _parsed
from ccwatch.desktop import openers
from ccwatch.system.qt_start import one_accessible_application, qt_arguments


def test_reverse_is_for_qt_and_nothing_else_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["ccwatch", "--demo", "-reverse", "-platform", "minimal"])
    assert qt_arguments() == ["-reverse"]
    monkeypatch.setattr("sys.argv", ["ccwatch", "--hidden"])
    assert qt_arguments() == []


def test_the_command_line_takes_it() -> None:
    assert _parsed(["-reverse", "--demo"]).demo
    assert _parsed(["-reverse"]).command == ""


def test_a_restarted_program_has_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[list[str]] = []

    class Process(QProcess):
        def startDetached(self) -> bool:  # type: ignore[override]  # noqa: N802 - Qt's name
            given.append(self.arguments())
            return True

    monkeypatch.setattr("sys.argv", ["ccwatch", "-reverse"])
    monkeypatch.setattr("sys.orig_argv", ["python", "-m", "ccwatch", "-reverse"])
    monkeypatch.setattr("ccwatch.desktop.openers.QProcess", Process)
    openers.start_successor(demo=False)
    assert given == [["-m", "ccwatch", "--hidden", "-reverse"]]


@pytest.mark.parametrize("before", [None, "0"])
def test_gtks_accessibility_is_off_only_while_qt_starts(
    monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    if before is None:
        monkeypatch.delenv("NO_AT_BRIDGE", raising=False)
    else:
        monkeypatch.setenv("NO_AT_BRIDGE", before)
    with one_accessible_application():
        assert os.environ["NO_AT_BRIDGE"] == "1"
    assert os.environ.get("NO_AT_BRIDGE") == before
