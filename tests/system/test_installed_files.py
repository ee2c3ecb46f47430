"""Replaced files are noticed, whichever way the program was installed; edited ones are not."""

import importlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from ccwatch.core.errors import FilesReplaced
from ccwatch.system.installed_files import (
    FileIdentity,
    ImportGuard,
    InstalledFiles,
    Look,
    files_of_this_process,
    is_of_a_library,
    library_files,
    look_at_frozen,
    look_at_installed,
    look_at_source,
)

HERE, THERE = FileIdentity(1, 1, 1), FileIdentity(2, 1, 1)
LATE = "ccwatch_module_of_this_test"


class Places:
    """What is in the one place that is looked at."""

    def __init__(self) -> None:
        self.found: FileIdentity | None = HERE

    def look(self) -> Look:
        return {Path("program"): self.found}


def replace(file: Path, text: str) -> None:
    """Give the name to another file, as installers do, with the time that the old one had."""
    found = file.stat()
    draft = file.with_name("draft")
    draft.write_text(text)
    os.utime(draft, ns=(found.st_atime_ns, found.st_mtime_ns))
    draft.replace(file)


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """A frozen program: its executable, and beside it the folder of the rest."""
    folder = tmp_path / "_internal"
    folder.mkdir()
    (folder / "base_library.zip").write_text("1")
    (tmp_path / "ccwatch").write_text("1")
    return tmp_path


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A package as pip installs it."""
    package, about = tmp_path / "ccwatch", tmp_path / "ccwatch-1.0.dist-info"
    package.mkdir()
    about.mkdir()
    (package / "__init__.py").write_text('__version__ = "1.0"\n')
    (about / "METADATA").write_text("")
    (about / "RECORD").write_text("")
    return package


@pytest.mark.parametrize(
    "now", [THERE, HERE._replace(modified=2), HERE._replace(size=2), None], ids=str
)
def test_a_file_is_another_by_inode_time_or_size_and_when_it_is_missing(
    now: FileIdentity | None,
) -> None:
    places = Places()
    files = InstalledFiles(places.look)
    assert not files.changed()
    places.found = now
    assert files.changed()
    assert files.are_whole() == (now is not None)
    places.found = HERE
    assert not files.changed(), "an installer may take back what it began"


@pytest.mark.parametrize("part", ["ccwatch", "_internal/base_library.zip"])
def test_a_frozen_program_is_its_executable_and_its_archive(frozen: Path, part: str) -> None:
    files = InstalledFiles(lambda: look_at_frozen(frozen / "ccwatch", frozen / "_internal", None))
    replace(frozen / part, "2")
    assert files.changed()
    assert files.are_whole()
    (frozen / part).unlink()
    assert not files.are_whole()


def test_a_library_that_comes_to_a_frozen_program_is_noticed(frozen: Path) -> None:
    files = InstalledFiles(lambda: look_at_frozen(frozen / "ccwatch", frozen / "_internal", None))
    os.utime(frozen / "_internal", ns=(1, 1))
    (frozen / "_internal/new.so").write_text("")
    assert files.changed()


def test_an_app_image_is_its_own_file_and_not_what_is_mounted(frozen: Path) -> None:
    image = frozen / "ccwatch.AppImage"
    image.write_text("1")
    program = frozen / "ccwatch", frozen / "_internal"
    files = InstalledFiles(lambda: look_at_frozen(*program, str(image)))
    replace(frozen / "ccwatch", "2")
    assert not files.changed()
    replace(image, "2")
    assert files.changed()


def test_an_upgrade_by_pip_is_noticed_at_each_step_and_whole_at_its_end(installed: Path) -> None:
    files = InstalledFiles(lambda: look_at_installed(installed))
    site = installed.parent
    shutil.rmtree(site / "ccwatch-1.0.dist-info")
    assert (files.changed(), files.are_whole()) == (True, False)
    shutil.rmtree(installed)
    assert (files.changed(), files.are_whole()) == (True, False)
    installed.mkdir()
    (installed / "__init__.py").write_text('__version__ = "1.1"\n')
    assert (files.changed(), files.are_whole()) == (True, False), "RECORD is written last"
    (site / "ccwatch-1.1.dist-info").mkdir()
    (site / "ccwatch-1.1.dist-info/RECORD").write_text("")
    assert (files.changed(), files.are_whole()) == (True, True)


def test_the_same_version_installed_once_more_is_noticed(installed: Path) -> None:
    files = InstalledFiles(lambda: look_at_installed(installed))
    replace(installed.parent / "ccwatch-1.0.dist-info/RECORD", "")
    assert files.changed()


def test_a_package_that_keeps_no_record_is_known_by_its_metadata(installed: Path) -> None:
    (installed.parent / "ccwatch-1.0.dist-info/RECORD").unlink()
    files = InstalledFiles(lambda: look_at_installed(installed))
    assert files.are_whole()
    replace(installed.parent / "ccwatch-1.0.dist-info/METADATA", "2")
    assert files.changed()


def test_whoever_edits_a_checkout_is_not_restarted_and_a_pulled_release_is(installed: Path) -> None:
    first = installed / "__init__.py"
    files = InstalledFiles(lambda: look_at_source(installed))
    (installed / "cli.py").write_text("")
    first.write_text('"""Edited."""\n\n__version__ = "1.0"\n')
    assert not files.changed()
    first.write_text('__version__ = "1.1"\n')
    assert (files.changed(), files.are_whole()) == (True, True)
    first.write_text("")
    assert not files.are_whole()
    first.unlink()
    assert (files.changed(), files.are_whole()) == (True, False)


def test_a_library_that_was_loaded_counts_and_may_go_for_good(tmp_path: Path) -> None:
    library = tmp_path / "msal.py"
    library.write_text("1")
    places = Places()
    files = InstalledFiles(places.look, [library])
    replace(library, "2")
    assert files.changed()
    library.unlink()
    assert (files.changed(), files.are_whole()) == (True, True)


def test_libraries_are_what_is_neither_pythons_own_nor_ours_nor_the_script() -> None:
    def module(file: str | None) -> ModuleType:
        made = ModuleType("any")
        made.__file__ = file
        return made

    modules = {
        "json": module("/lib/json/__init__.py"),
        "PySide6": module("/site/PySide6/__init__.py"),
        "PySide6.QtCore": module("/site/PySide6/QtCore.so"),
        "__main__": module("/bin/ccwatch"),
        "of_a_namespace": module(None),
        "ccwatch": module(importlib.import_module("ccwatch").__file__),
    }
    assert library_files(modules) == [Path("/site/PySide6/__init__.py")]
    assert is_of_a_library("PySide6.QtCore")
    assert not is_of_a_library("os.path")


def test_this_process_was_started_from_files_that_are_there() -> None:
    files = files_of_this_process()
    assert not files.changed()
    assert files.are_whole()
    assert any(path.name == "__init__.py" and path.parent.name == "ccwatch" for path in files.now())


@pytest.fixture
def places() -> Places:
    return Places()


@pytest.fixture
def refused() -> list[str]:
    return []


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A module that was not loaded so far."""
    (tmp_path / f"{LATE}.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    yield LATE
    sys.modules.pop(LATE, None)


def guard(places: Places, refused: list[str], *, frozen: bool) -> ImportGuard:
    files = InstalledFiles(places.look)
    return ImportGuard(files, lambda: refused.append("refused"), frozen=frozen)


@pytest.mark.parametrize("frozen", [True, False])
def test_nothing_is_loaded_from_replaced_files(
    places: Places, refused: list[str], module: str, frozen: bool
) -> None:
    watch = guard(places, refused, frozen=frozen)
    watch.begin()
    try:
        places.found = THERE
        with pytest.raises(FilesReplaced, match="A newer version was installed"):
            importlib.import_module(module)
        assert refused == ["refused"]
        import json  # noqa: F401 - what is loaded is not looked for

        places.found = HERE
        importlib.import_module(module)
    finally:
        watch.end()
    assert watch not in sys.meta_path
    watch.end()


def test_no_optional_import_mistakes_it_for_a_library_that_is_missing() -> None:
    assert not issubclass(FilesReplaced, ImportError)


def test_pythons_own_modules_are_refused_where_they_come_from_the_same_archive(
    places: Places, refused: list[str]
) -> None:
    installed, frozen = (guard(places, refused, frozen=frozen) for frozen in (False, True))
    places.found = THERE
    assert installed.find_spec("html.entities") is None
    with pytest.raises(FilesReplaced):
        frozen.find_spec("html.entities")
    assert frozen.find_spec("_io") is None, "it is in the interpreter"
