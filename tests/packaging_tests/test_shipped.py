"""Which of the files that PyInstaller collects go into a package."""

import subprocess
import sys

import pytest
from shipped import (
    EXCLUDED_MODULES,
    EXCLUDED_OFF_LINUX,
    EXCLUDED_ON_WINDOWS,
    LANGUAGES,
    kept,
)

from ccwatch.core.language import NAMES

SYSTEM = ("/lib", "/usr/lib")


def is_kept(target: str, source: str = "/venv/file", kind: str = "BINARY") -> bool:
    return bool(kept([(target, source, kind)], SYSTEM))


@pytest.mark.parametrize(
    "target",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6\\plugins\\styles\\qmodernwindowsstyle.dll",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/Qt/lib/libQt6Core.so.6",
        "PySide6\\Qt6Widgets.dll",
        "PySide6/Qt/lib/QtGui.framework/Versions/A/QtGui",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/QtCore.abi3.so",
        "libQt6Core.so.6",
        "QtCore",
    ],
)
def test_what_the_window_the_tray_and_typing_need_is_shipped(target: str) -> None:
    assert is_kept(target)


@pytest.mark.parametrize(
    "target",
    [
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        "PySide6/Qt/plugins/sqldrivers/libqsqlite.so",
        "PySide6/Qt/plugins/imageformats/libqpdf.so",
        "PySide6\\opengl32sw.dll",
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6/Qt/lib/QtQml.framework/Versions/A/QtQml",
        "PySide6/Qt/translations/qtbase_cs.qm",
        "PySide6/Qt/translations/assistant_de.qm",
        "PySide6/Qt/qml/QtQml/qmldir",
        "libQt6Qml.so.6",
    ],
)
def test_what_a_program_of_widgets_never_loads_stays_behind(target: str) -> None:
    assert not is_kept(target)


def test_of_the_systems_libraries_only_those_of_python_are_shipped() -> None:
    assert is_kept("libssl.so.3", "/usr/lib/x86_64-linux-gnu/libssl.so.3")
    assert not is_kept("libgtk-3.so.0", "/usr/lib/x86_64-linux-gnu/libgtk-3.so.0")
    assert is_kept("somewhere/libother.so", "/venv/lib/libother.so")


def test_qt_speaks_every_language_that_the_program_does() -> None:
    assert {*LANGUAGES, "en"} == set(NAMES)


WITHOUT_THEM = """
import sys
sys.modules.update(dict.fromkeys(sys.argv[1:]))
import datetime, decimal, ssl
import keyring.core, msal, requests, rich.console
from PySide6 import QtCore, QtGui, QtNetwork, QtWidgets
from nacl.secret import Aead
from xml.etree.ElementTree import Element, tostring
import ccwatch.cloud.token_file, ccwatch.desktop.program, ccwatch.ui.window
cipher = Aead(bytes(32))
print(cipher.decrypt(cipher.encrypt(b"sealed")).decode())
print(tostring(Element("toast", {"launch": "<"}), encoding="unicode"))
"""


def test_nothing_that_the_program_loads_on_windows_imports_what_is_left_out_there() -> None:
    excluded = (*EXCLUDED_MODULES, *EXCLUDED_OFF_LINUX, *EXCLUDED_ON_WINDOWS)
    words = [sys.executable, "-c", WITHOUT_THEM, *excluded]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["sealed", '<toast launch="&lt;" />'], done.stderr
