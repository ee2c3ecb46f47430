"""The autostart file, read back as desktops read it: by GLib, which GNOME and others use."""

import ctypes
import ctypes.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.errors import StorageFault
from ccwatch.system.autostart.protocol import State
from ccwatch.system.autostart.xdg import XdgAutostart, exec_line

COMMAND = ("/opt/cc watch/ccwatch-tray", "--hidden")
_ARGUMENT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@pytest.fixture
def start(tmp_path: Path) -> XdgAutostart:
    return XdgAutostart({}, tmp_path)


def file_in(home: Path) -> Path:
    return home / ".config" / "autostart" / "ccwatch.desktop"


def test_it_is_off_until_it_is_switched_on_and_off_again_afterwards(start: XdgAutostart) -> None:
    assert start.state(COMMAND) is State.OFF
    start.switch_on(COMMAND)
    assert start.state(COMMAND) is State.ON
    start.switch_off()
    assert start.state(COMMAND) is State.OFF
    start.switch_off()


def test_the_file_lies_where_the_specification_says(tmp_path: Path) -> None:
    XdgAutostart({}, tmp_path).switch_on(COMMAND)
    assert file_in(tmp_path).is_file()
    config = tmp_path / "elsewhere"
    XdgAutostart({"XDG_CONFIG_HOME": str(config)}, tmp_path).switch_on(COMMAND)
    assert (config / "autostart" / "ccwatch.desktop").is_file()


def test_a_relative_folder_of_the_environment_is_ignored(tmp_path: Path) -> None:
    XdgAutostart({"XDG_CONFIG_HOME": "config"}, tmp_path).switch_on(COMMAND)
    assert file_in(tmp_path).is_file()


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_what_a_desktops_own_tool_switched_off_is_off(
    start: XdgAutostart, tmp_path: Path, line: str
) -> None:
    start.switch_on(COMMAND)
    with file_in(tmp_path).open("a") as file:
        file.write(f"{line}\n[Desktop Action x]\nHidden=false\n")
    assert start.state(COMMAND) is State.OFF
    start.switch_on(COMMAND)
    assert start.state(COMMAND) is State.ON


def test_another_copy_of_the_program_is_told_from_this_one(start: XdgAutostart) -> None:
    start.switch_on(("/old/ccwatch-tray", "--hidden"))
    assert start.state(COMMAND) is State.ANOTHER


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\x0b", "\x1c", "\n", "\r"])
def test_a_path_ends_no_line(start: XdgAutostart, end: str) -> None:
    command = (f"/opt/a{end}Hidden=true{end}[Desktop Entry]/ccwatch", "--hidden")
    start.switch_on(command)
    assert start.state(command) is State.ON


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / ".config").write_text("a file where the folder should be")
    with pytest.raises(StorageFault, match=r"Start at sign-in not changed: .*\.config"):
        XdgAutostart({}, tmp_path).switch_on(COMMAND)
    assert XdgAutostart({}, tmp_path).state(COMMAND) is State.OFF


def test_the_file_says_what_a_desktop_needs(start: XdgAutostart, tmp_path: Path) -> None:
    start.switch_on(COMMAND)
    lines = file_in(tmp_path).read_text().splitlines()
    assert lines[:2] == ["[Desktop Entry]", "Type=Application"]
    assert r'Exec="/opt/cc watch/ccwatch-tray" "--hidden"' in lines
    assert "TryExec=/opt/cc watch/ccwatch-tray" in lines
    assert "Terminal=false" in lines


@pytest.mark.skipif(sys.platform == "win32", reason="names of files are text there")
def test_a_name_that_is_no_text_survives(start: XdgAutostart, tmp_path: Path) -> None:
    command = (os.fsdecode(b"/opt/caf\xe9/ccwatch"), "--hidden")
    start.switch_on(command)
    assert b"caf\xe9" in file_in(tmp_path).read_bytes()
    assert start.state(command) is State.ON


@given(st.lists(_ARGUMENT, min_size=1, max_size=4))
def test_glib_reads_the_very_command(command: list[str]) -> None:
    glib = _glib()
    assert _as_glib_starts(glib, f"[Desktop Entry]\nExec={exec_line(command)}\n") == command


def _glib() -> ctypes.CDLL:
    name = ctypes.util.find_library("glib-2.0")
    if name is None:
        pytest.skip("GLib is not installed")
    glib = ctypes.CDLL(name)
    glib.g_key_file_new.restype = ctypes.c_void_p
    glib.g_key_file_load_from_data.argtypes = [
        ctypes.c_void_p,
        ctypes.c_char_p,
        ctypes.c_size_t,
        ctypes.c_int,
        ctypes.c_void_p,
    ]
    glib.g_key_file_get_string.restype = ctypes.c_char_p
    glib.g_key_file_get_string.argtypes = [
        ctypes.c_void_p,
        ctypes.c_char_p,
        ctypes.c_char_p,
        ctypes.c_void_p,
    ]
    glib.g_shell_parse_argv.argtypes = [ctypes.c_char_p, *[ctypes.c_void_p] * 3]
    glib.g_key_file_free.argtypes = [ctypes.c_void_p]
    glib.g_strfreev.argtypes = [ctypes.c_void_p]
    return glib


def _as_glib_starts(glib: ctypes.CDLL, text: str) -> Sequence[str]:
    """Return the arguments, parsed as in GLib's gdesktopappinfo.c."""
    data = text.encode()
    file = glib.g_key_file_new()
    assert glib.g_key_file_load_from_data(file, data, len(data), 0, None)
    value = glib.g_key_file_get_string(file, b"Desktop Entry", b"Exec", None)
    glib.g_key_file_free(file)
    assert value is not None
    count, parts = ctypes.c_int(), ctypes.POINTER(ctypes.c_char_p)()
    expanded = value.replace(b"%%", b"%")  # the only field code that may occur
    assert glib.g_shell_parse_argv(expanded, ctypes.byref(count), ctypes.byref(parts), None)
    found = [os.fsdecode(parts[number] or b"") for number in range(count.value)]
    glib.g_strfreev(parts)
    return found
