import sys
from pathlib import Path

import pytest

from ccwatch.cli import main
from ccwatch.terminal.exit_code import Exit

Output = pytest.CaptureFixture[str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_DIRS", "/nonexistent")
    return tmp_path


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="only Linux has this menu")
def test_the_entry_is_added_and_removed(home: Path, capsys: Output) -> None:
    entry = home / "applications" / "ccwatch.desktop"
    assert main(["integrate"]) == Exit.SUCCEEDED
    assert str(entry) in capsys.readouterr().out
    (line,) = (it for it in entry.read_text().splitlines() if it.startswith("TryExec="))
    assert Path(line.removeprefix("TryExec=")).is_file()
    assert "--hidden" not in entry.read_text()
    assert main(["integrate", "--remove"]) == Exit.SUCCEEDED
    assert not entry.exists()
    capsys.readouterr()
    assert main(["integrate", "--remove"]) == Exit.SUCCEEDED
    assert capsys.readouterr().out == "ccwatch was not in the applications menu.\n"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="only Linux has this menu")
def test_what_is_not_done_is_said_on_standard_error(home: Path, capsys: Output) -> None:
    (home / "applications").mkdir()
    (home / "applications" / "ccwatch.desktop").write_text("[Desktop Entry]\n")
    assert main(["integrate"]) == Exit.FAULT
    said = capsys.readouterr()
    assert said.out == ""
    assert "Applications menu not changed" in said.err


def test_other_systems_are_told_that_it_is_for_linux(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setattr("ccwatch.commands.integrate.sys.platform", "darwin")
    assert main(["integrate"]) == Exit.FAULT
    assert "for Linux" in capsys.readouterr().err
