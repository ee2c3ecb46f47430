"""A missing library is named with the package that contains it, whatever the system calls it."""

from pathlib import Path

import pytest

from ccwatch.core.system_libraries import PACKAGES, missing_library, without_libraries

LISTED = Path(__file__).parents[2] / "packaging" / "linux" / "libraries.txt"


@pytest.mark.parametrize(
    ("words", "library"),
    [
        ("libEGL.so.1: cannot open shared object file: No such file or directory", "libEGL.so.1"),
        ("libstdc++.so.6: Kann die Shared-Object-Datei nicht \u00f6ffnen", "libstdc++.so.6"),
        ("libglib-2.0.so.0: cannot open shared object file", "libglib-2.0.so.0"),
        ("/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found", ""),
        ("/venv/PySide6/QtGui.abi3.so: undefined symbol: _ZN5QHashI", ""),
        ("DLL load failed while importing QtGui", ""),
        ("", ""),
    ],
)
def test_the_library_is_read_from_the_words_of_the_linker(words: str, library: str) -> None:
    assert missing_library(words) == library


@pytest.mark.parametrize(
    ("installer", "command"),
    [
        (
            "apt-get",
            "sudo apt-get install --no-install-recommends libegl1 libxcb-cursor0",
        ),
        ("dnf", "sudo dnf install libglvnd-egl xcb-util-cursor"),
        ("pacman", "sudo pacman -S --needed libglvnd xcb-util-cursor"),
    ],
)
def test_what_to_install_is_a_command_of_the_system(installer: str, command: str) -> None:
    reason, advice = without_libraries(["libxcb-cursor.so.0", "libEGL.so.1"], installer)
    assert reason == "Qt cannot start without libxcb-cursor.so.0, libEGL.so.1."
    assert advice == f"Install what is missing: {command}"


def test_a_package_of_several_libraries_is_named_once() -> None:
    _, advice = without_libraries(["libEGL.so.1", "libGL.so.1"], "pacman")
    assert advice == "Install what is missing: sudo pacman -S --needed libglvnd"


def test_of_many_libraries_the_first_are_named_and_all_are_installed() -> None:
    reason, advice = without_libraries(list(PACKAGES), "apt-get")
    assert reason.endswith("libX11.so.6 and others.")
    assert len(reason) < 120
    assert advice.split()[-len(PACKAGES) :] == sorted(names[0] for names in PACKAGES.values())
    assert list(PACKAGES)[-1] in without_libraries(list(PACKAGES), "")[0]


@pytest.mark.parametrize(
    ("library", "installer"), [("libEGL.so.1", ""), ("libnone-such.so.7", "apt-get")]
)
def test_a_system_or_library_that_is_not_known_gets_no_command(
    library: str, installer: str
) -> None:
    reason, advice = without_libraries([library], installer)
    assert library in reason
    assert "sudo" not in advice
    assert "your system's packages" in advice


def test_the_package_of_debian_depends_on_the_same_libraries() -> None:
    assert LISTED.read_text("utf-8").split() == sorted({names[0] for names in PACKAGES.values()})
