"""The command that starts this copy of the program, and its sources."""

import os
import stat
import sys
from pathlib import Path

import pytest

from ccwatch.system.autostart.choice import login_start_of_this_system
from ccwatch.system.autostart.command import own_command
from ccwatch.system.autostart.macos import LaunchAgent
from ccwatch.system.autostart.windows import RunKey
from ccwatch.system.autostart.xdg import XdgAutostart


def command(folder: Path, *, frozen: bool = False, windows: bool = False) -> tuple[str, ...]:
    python = str(folder / "python")
    return own_command(python, frozen=frozen, windows=windows, environ={})


def test_a_frozen_program_starts_itself(tmp_path: Path) -> None:
    assert command(tmp_path, frozen=True) == (str(tmp_path / "python"), "--hidden")


def test_on_windows_a_frozen_program_starts_without_a_console(tmp_path: Path) -> None:
    (tmp_path / "ccwatch-tray.exe").touch()
    started = command(tmp_path, frozen=True, windows=True)
    assert started == (str(tmp_path / "ccwatch-tray.exe"), "--hidden")


class Mounted:
    """An AppImage and the folder where it is mounted, with the program in it."""

    def __init__(self, folder: Path) -> None:
        self.image = folder / "ccwatch.AppImage"
        self.mount = folder / ".mount_ccwatX1"
        self.program = self.mount / "usr" / "bin" / "ccwatch"
        self.program.parent.mkdir(parents=True)
        self.program.touch()
        (self.mount / "AppRun").touch()
        self.image.write_bytes(b"")
        self.image.chmod(0o755)

    def command(self, **environ: str) -> tuple[str, ...]:
        given = {"APPIMAGE": str(self.image), "APPDIR": str(self.mount), **environ}
        given = {name: value for name, value in given.items() if value}
        return own_command(str(self.program), frozen=True, windows=False, environ=given)


@pytest.fixture
def mounted(tmp_path: Path) -> Mounted:
    if sys.platform == "win32":
        pytest.skip("there are no AppImages")
    return Mounted(tmp_path)


def test_an_appimage_starts_by_the_file_that_stays(mounted: Mounted) -> None:
    assert mounted.command() == (str(mounted.image), "--hidden")


@pytest.mark.parametrize(
    "environ",
    [
        {"APPDIR": ""},
        {"APPDIR": "/"},
        {"APPDIR": "/usr"},
        {"APPDIR": "."},
        {"APPIMAGE": "ccwatch.AppImage"},
        {"APPIMAGE": "/nowhere/ccwatch.AppImage"},
        {"APPIMAGE": "/tmp"},
        {"APPIMAGE": "/usr"},
    ],
)
def test_the_appimage_of_another_program_is_not_started(
    mounted: Mounted, environ: dict[str, str]
) -> None:
    assert mounted.command(**environ) == (str(mounted.program), "--hidden")


def test_an_appimage_whose_folder_the_program_is_not_in_is_not_started(
    mounted: Mounted, tmp_path: Path
) -> None:
    other = tmp_path / ".mount_other"
    other.mkdir()
    (other / "AppRun").touch()
    assert mounted.command(APPDIR=str(other)) == (str(mounted.program), "--hidden")


def test_an_appimage_that_anybody_may_change_is_not_started(mounted: Mounted) -> None:
    mounted.image.chmod(0o757)
    assert mounted.command() == (str(mounted.program), "--hidden")


def test_an_appimage_whose_place_depends_on_the_folder_is_not_started(
    mounted: Mounted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(mounted.image.parent)
    assert mounted.command(APPIMAGE=mounted.image.name) == (str(mounted.program), "--hidden")


@pytest.mark.parametrize("mode", [0o757, 0o775])
@pytest.mark.parametrize("what", ["file", "folder"])
def test_an_appimage_that_others_may_replace_is_not_started(
    mounted: Mounted, what: str, mode: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = mounted.image if what == "file" else mounted.image.parent
    path.chmod(mode)
    group = path.stat().st_gid + 1  # not the user's own group
    monkeypatch.setattr(os, "getgid", lambda: group)
    assert mounted.command() == (str(mounted.program), "--hidden")
    if what == "folder":
        path.chmod(mode | stat.S_ISVTX)
        assert mounted.command() == (str(mounted.image), "--hidden")


def test_an_appimage_that_the_users_own_group_may_change_is_started(
    mounted: Mounted, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounted.image.chmod(0o775)
    group = mounted.image.stat().st_gid
    monkeypatch.setattr(os, "getgid", lambda: group)
    assert mounted.command() == (str(mounted.image), "--hidden")


def test_an_appimage_of_another_user_is_not_started(
    mounted: Mounted, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.getuid() == 0:  # files owned by root are trusted
        os.chown(mounted.image, 4321, -1)
    other = mounted.image.stat().st_uid + 1
    monkeypatch.setattr(os, "getuid", lambda: other)
    assert mounted.command() == (str(mounted.program), "--hidden")


def test_an_installed_program_is_no_appimage(mounted: Mounted) -> None:
    environ = {"APPIMAGE": str(mounted.image), "APPDIR": str(mounted.mount)}
    python = str(mounted.program)
    assert own_command(python, frozen=False, windows=False, environ=environ)[0] == python


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
    monkeypatch.setattr("ccwatch.system.autostart.windows._winreg", lambda: registry)
    monkeypatch.setattr("sys.platform", "win32")
    assert isinstance(login_start_of_this_system(), RunKey)
