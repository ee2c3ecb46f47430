"""The linker itself is asked which libraries are missing."""

import ctypes
import shutil
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo

from ccwatch.system import missing_libraries
from ccwatch.system.missing_libraries import import_fault, library_fault, plugin_fault

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="elsewhere Qt brings all its libraries"
)
# As long as the name that it takes the place of in the plug-in's file.
CURSOR, ABSENT = "libxcb-cursor.so.0", "libxcb-cursox.so.0"


@pytest.fixture(autouse=True)
def debian(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing_libraries, "INSTALLERS", ("apt-get",))
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    """A copy of Qt's plug-in for X11 that needs a library that no system has."""
    qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    folder = tmp_path / "plugins" / "platforms"
    folder.mkdir(parents=True)
    (tmp_path / "lib").symlink_to(qt.parent / "lib")
    content = (qt / "platforms" / "libqxcb.so").read_bytes()
    assert CURSOR.encode() in content
    (folder / "libqxcb.so").write_bytes(content.replace(CURSOR.encode(), ABSENT.encode()))
    return folder


def test_a_plugin_that_cannot_be_loaded_names_its_library(plugins: Path) -> None:
    fault = plugin_fault(plugins, ["xcb"])
    assert fault
    assert ABSENT in fault[0]


def test_a_plugin_that_loads_or_is_not_there_is_no_missing_library(plugins: Path) -> None:
    assert plugin_fault(plugins, ["none-such"]) is None
    assert plugin_fault(plugins.parents[1] / "lib" / ".." / "plugins" / "platforms", []) is None
    (plugins / "libqwrong.so").write_bytes(b"not a library")
    assert plugin_fault(plugins, ["wrong"]) is None


def test_all_that_are_missing_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        missing_libraries, "PACKAGES", {"libnone-such.so.1": (), "libc.so.6": (), ABSENT: ()}
    )
    with pytest.raises(OSError, match=ABSENT) as refused:
        ctypes.CDLL(ABSENT)
    fault = library_fault(str(refused.value))
    assert fault
    assert fault[0] == f"Qt cannot start without {ABSENT}, libnone-such.so.1."


@pytest.mark.parametrize(
    ("path", "words", "said"),
    [
        ("/x/PySide6/QtGui.abi3.so", "libEGL.so.1: cannot open shared object file", "libegl1"),
        (
            "/x/PySide6/QtGui.abi3.so",
            "/x/libQt6Core.so.6: undefined symbol: _Z",
            "undefined symbol",
        ),
        ("C:\\x\\QtGui.pyd", "DLL load failed while importing QtGui", "DLL load failed"),
    ],
)
def test_a_module_that_cannot_be_loaded_is_explained(path: str, words: str, said: str) -> None:
    fault = import_fault(ImportError(words, path=path))
    assert fault
    assert str(fault).startswith("No window: ")
    assert said in str(fault)


def test_another_import_that_fails_is_a_fault_of_the_program() -> None:
    assert import_fault(ImportError("no module named x", path="/x/ccwatch/app.py")) is None
    assert import_fault(ImportError("no module named x")) is None
