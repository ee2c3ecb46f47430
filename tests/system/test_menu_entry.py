"""The entry in the applications menu, read back as desktops read it."""

import configparser
import shlex
import sys
from pathlib import Path

import pytest

from ccwatch.core.errors import CcwatchError, StorageFault
from ccwatch.system.menu_entry import MenuEntry, entry_text

if sys.platform in ("win32", "darwin"):
    pytest.skip("the menu is that of Linux desktops", allow_module_level=True)

COMMAND = ("/opt/cc watch/bin/ccwatch-tray",)
NOWHERE = {"XDG_DATA_DIRS": "/nonexistent"}


def entry_in(home: Path, **environ: str) -> MenuEntry:
    return MenuEntry(NOWHERE | environ, home)


def read(file: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign] # keys keep their case
    parser.read_string(file.read_text("utf-8"))
    return parser


def files_below(folder: Path) -> set[str]:
    return {str(it.relative_to(folder)) for it in folder.rglob("*") if it.is_file()}


ALL = {
    "applications/ccwatch.desktop",
    "icons/hicolor/scalable/apps/ccwatch.svg",
    "icons/hicolor/256x256/apps/ccwatch.png",
}


def test_the_entry_starts_this_copy_and_has_its_icon(tmp_path: Path) -> None:
    entry = entry_in(tmp_path)
    entry.add(COMMAND)
    assert files_below(tmp_path / ".local" / "share") >= ALL
    parsed = read(entry.file)
    group = parsed["Desktop Entry"]
    assert shlex.split(group["Exec"]) == [*COMMAND, "%u"]
    assert group["TryExec"] == COMMAND[0]
    assert group["Icon"] == "ccwatch"
    assert group["Name"] == "ccwatch"
    assert group["MimeType"] == "x-scheme-handler/ccwatch;"
    assert shlex.split(parsed["Desktop Action demo"]["Exec"]) == [*COMMAND, "--demo"]


def test_another_copy_takes_its_place_and_all_of_it_is_removed(tmp_path: Path) -> None:
    entry = entry_in(tmp_path)
    entry.add(COMMAND)
    entry.add(("/home/me/ccwatch.AppImage",))
    assert shlex.split(read(entry.file)["Desktop Entry"]["Exec"])[0] == "/home/me/ccwatch.AppImage"
    assert entry.remove()
    assert not files_below(tmp_path) & {f".local/share/{file}" for file in ALL}
    assert not entry.remove()


def test_the_folder_is_the_one_of_the_environment_if_absolute(tmp_path: Path) -> None:
    data = tmp_path / "data"
    entry_in(tmp_path, XDG_DATA_HOME=str(data)).add(COMMAND)
    assert (data / "applications" / "ccwatch.desktop").is_file()
    entry_in(tmp_path, XDG_DATA_HOME="data").add(COMMAND)
    assert (tmp_path / ".local/share/applications/ccwatch.desktop").is_file()


def test_what_a_package_added_is_not_added_again(tmp_path: Path) -> None:
    packaged = tmp_path / "usr/share/applications/ccwatch.desktop"
    packaged.parent.mkdir(parents=True)
    packaged.touch()
    entry = entry_in(tmp_path, XDG_DATA_DIRS=f"/nonexistent:{tmp_path / 'usr/share'}")
    with pytest.raises(CcwatchError, match="A package has already added ccwatch"):
        entry.add(COMMAND)
    assert not (tmp_path / ".local").exists()


@pytest.mark.parametrize("variable", ["FLATPAK_ID", "SNAP"])
def test_a_sandboxed_copy_adds_nothing(tmp_path: Path, variable: str) -> None:
    with pytest.raises(CcwatchError, match=variable):
        entry_in(tmp_path, **{variable: "x"}).add(COMMAND)
    assert not (tmp_path / ".local").exists()


def test_an_entry_of_somebody_else_is_neither_replaced_nor_removed(tmp_path: Path) -> None:
    entry = entry_in(tmp_path)
    entry.file.parent.mkdir(parents=True)
    entry.file.write_text("[Desktop Entry]\nName=mine\n# X-ccwatch-Integrated=true\n")
    before = entry.file.read_bytes()
    with pytest.raises(CcwatchError, match=r"ccwatch\.desktop was not written by ccwatch"):
        entry.add(COMMAND)
    with pytest.raises(CcwatchError, match="was not written by ccwatch"):
        entry.remove()
    assert entry.file.read_bytes() == before
    assert files_below(tmp_path) == {".local/share/applications/ccwatch.desktop"}


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / ".local").write_text("a file in its place")
    with pytest.raises(StorageFault, match=r"\.local"):
        entry_in(tmp_path).add(COMMAND)


@pytest.mark.parametrize("path", ["/a\nExec=evil", "/a\\b", '/a"b', "/a$b`c", "/100%u/x"])
def test_no_path_adds_a_line_or_a_field_code(path: str) -> None:
    packaged = "[Desktop Entry]\nExec=ccwatch %u\nTryExec=ccwatch\n"
    lines = entry_text(packaged, (path,)).split("\n")
    assert [line.partition("=")[0] for line in lines] == [
        "[Desktop Entry]", "Exec", "TryExec", "X-ccwatch-Integrated", "",
    ]  # fmt: skip
    assert lines[1].replace("%%", "").count("%") == 1
