"""Which command starts this copy of the program, and who tells the system."""

from pathlib import Path

import pytest

from ccwatch.autostart.login_start import login_start_of_this_system, own_command
from ccwatch.autostart.macos import LaunchAgent
from ccwatch.autostart.windows import RunKey
from ccwatch.autostart.xdg import XdgAutostart


def command(
    folder: Path, *, frozen: bool = False, windows: bool = False, appimage: str = ""
) -> tuple[str, ...]:
    environ = {"APPIMAGE": appimage} if appimage else {}
    python = str(folder / "python")
    return own_command(python, frozen=frozen, windows=windows, environ=environ)


def test_a_frozen_program_starts_itself(tmp_path: Path) -> None:
    assert command(tmp_path, frozen=True) == (str(tmp_path / "python"), "--hidden")


def test_on_windows_a_frozen_program_starts_without_a_console(tmp_path: Path) -> None:
    (tmp_path / "ccwatch-tray.exe").touch()
    started = command(tmp_path, frozen=True, windows=True)
    assert started == (str(tmp_path / "ccwatch-tray.exe"), "--hidden")


def test_an_appimage_starts_by_the_file_that_stays(tmp_path: Path) -> None:
    image = "/home/ada/ccwatch.AppImage"
    assert command(tmp_path, frozen=True, appimage=image) == (image, "--hidden")
    assert command(tmp_path, appimage=image)[0] == str(tmp_path / "python")


def test_an_installed_program_starts_by_its_script(tmp_path: Path) -> None:
    script = tmp_path / "ccwatch-tray"
    script.touch()
    assert command(tmp_path) == (str(script), "--hidden")


def test_without_a_script_the_interpreter_starts_it(tmp_path: Path) -> None:
    python = str(tmp_path / "python")
    assert command(tmp_path) == (python, "-m", "ccwatch", "--hidden")
    assert command(tmp_path, windows=True) == (python, "-m", "ccwatch", "--hidden")


def test_on_windows_nothing_opens_a_console(tmp_path: Path) -> None:
    (tmp_path / "pythonw.exe").touch()
    assert command(tmp_path, windows=True)[0] == str(tmp_path / "pythonw.exe")
    (tmp_path / "ccwatch-tray.exe").touch()
    assert command(tmp_path, windows=True) == (str(tmp_path / "ccwatch-tray.exe"), "--hidden")


@pytest.mark.parametrize(
    ("platform", "kind"),
    [("linux", XdgAutostart), ("freebsd14", XdgAutostart), ("darwin", LaunchAgent)],
)
def test_each_system_has_its_way(
    monkeypatch: pytest.MonkeyPatch, platform: str, kind: type
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    assert isinstance(login_start_of_this_system(), kind)


def test_windows_has_the_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    registry = object()
    monkeypatch.setattr("ccwatch.autostart.windows._winreg", lambda: registry)
    monkeypatch.setattr("sys.platform", "win32")
    assert isinstance(login_start_of_this_system(), RunKey)
