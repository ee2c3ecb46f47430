"""What `make` says of itself, and that it leaves nothing behind."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
IGNORED = (ROOT / ".gitignore").read_text("utf-8").split()

needs_make = pytest.mark.skipif(not shutil.which("make"), reason="there is no make")


def make(folder: Path, *arguments: str) -> str:
    command = ["make", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


@needs_make
@pytest.mark.parametrize("arguments", [[], ["help"]])
def test_make_says_what_there_is(arguments: list[str]) -> None:
    said = make(ROOT, *arguments)
    for target in ("demo", "test", "check", "package", "lowest", "clean"):
        assert re.search(rf"^  {target} +\w", said, re.MULTILINE)


def test_what_a_recipe_creates_is_found_by_the_shell() -> None:
    """Make lists a folder once: `wildcard` does not find what a recipe creates there later."""
    assert not re.search(r"\$\(wildcard build/", MAKEFILE)
    assert re.search(r"^\tlintian .* \$\(PACKAGE\)$", MAKEFILE, re.MULTILINE)
    assert "\nPACKAGE := build/ccwatch_*.deb\n" in MAKEFILE


def test_every_target_that_is_documented_is_listed() -> None:
    listed = {*re.findall(r"^([a-z-]+):.*## \w", MAKEFILE, re.MULTILINE)}
    contributing = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert {*re.findall(r"`make ([a-z-]+)", contributing)} <= listed
    helpers = {"system", "system-for-demo", "system-for-tests", "system-for-packages"}
    assert {*re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)} == listed | helpers


@needs_make
def test_clean_leaves_nothing_that_git_ignores_and_takes_nothing_else(tmp_path: Path) -> None:
    for name in ("Makefile", ".gitignore"):
        shutil.copy(ROOT / name, tmp_path)
    kept = [tmp_path / name for name in ("built.py", "tests/test_build.py", ".git/build/config")]
    gone = []
    for pattern in IGNORED:
        for folder in (tmp_path, tmp_path / "tests" / "deep"):
            place = folder / pattern.rstrip("/")
            gone.append(place)
            file = place / "file" if pattern.endswith("/") else place
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
    for path in kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    make(tmp_path, "clean")
    assert [path for path in gone if path.exists()] == []
    assert all(path.exists() for path in kept)


def test_only_tests_and_pictures_ask_for_a_virtual_desktop() -> None:
    targets = re.findall(r"^([a-z-]+):.*\bsystem-for-tests\b.*##", MAKEFILE, re.MULTILINE)
    assert {*targets} == {"test", "test-alone", "lowest", "images", "bench", "package-test"}
    assert re.search(r"^demo: system-for-demo ", MAKEFILE, re.MULTILINE)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no variable moves these folders")
def test_nothing_of_the_tests_reaches_the_folders_of_their_user() -> None:
    from PySide6.QtCore import QSettings, QStandardPaths

    place = QStandardPaths.StandardLocation
    homes = {
        Path.home(),
        *(
            Path(QStandardPaths.writableLocation(each))
            for each in (place.GenericConfigLocation, place.GenericCacheLocation)
        ),
        Path(QStandardPaths.writableLocation(place.GenericDataLocation)),
        Path(QSettings("QtProject").fileName()).parent,
    }
    assert all(any(part.startswith("ccwatch-tests-") for part in home.parts) for home in homes)
