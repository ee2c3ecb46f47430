"""The dependencies are read from the installed packages, each once."""

import sys
from importlib import metadata
from pathlib import Path

import pytest

from ccwatch.system.libraries import Library, libraries_of


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packages, the only one there is; Python's own modules stay."""
    monkeypatch.setattr("sys.path", [str(tmp_path), *(p for p in sys.path if "-packages" not in p)])
    return tmp_path


def install(folder: Path, name: str, *lines: str) -> None:
    info = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    head = ["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0"]
    (info / "METADATA").write_text("\n".join([*head, *lines, ""]), encoding="utf-8")


def test_what_is_needed_is_listed_with_what_that_needs_each_once(installed: Path) -> None:
    install(installed, "program", "Requires-Dist: Beta_lib>=2", "Requires-Dist: alpha ~= 1.0")
    install(installed, "beta-lib", "Requires-Dist: alpha; python_version > '3'", "License: MIT")
    install(installed, "alpha", "Requires-Dist: beta.lib", "License-Expression: MIT OR Apache-2.0")
    assert libraries_of("program") == [
        Library("alpha", "1.0", "MIT OR Apache-2.0"),
        Library("beta-lib", "1.0", "MIT"),
    ]


def test_what_is_for_another_system_or_an_extra_is_left_out(installed: Path) -> None:
    install(
        installed,
        "program",
        "Requires-Dist: windows-only; sys_platform == 'win32'",
        "Requires-Dist: tests; extra == 'test'",
        "Requires-Dist: here",
    )
    install(installed, "here")
    install(installed, "tests")
    assert libraries_of("program") == [Library("here", "1.0", "—")]


def test_a_licence_is_named_and_not_printed_whole(installed: Path) -> None:
    classifier = "Classifier: License :: OSI Approved :: BSD License"
    install(installed, "program", "Requires-Dist: a", "Requires-Dist: b")
    install(installed, "a", "License: The BSD License", "        Redistribution …", classifier)
    install(installed, "b", classifier, "Classifier: License :: OSI Approved :: MIT License")
    licences = [library.licence for library in libraries_of("program")]
    assert licences == ["BSD License", "BSD License, MIT License"]


def test_a_licence_that_is_a_long_line_is_cut(installed: Path) -> None:
    install(installed, "program", "Requires-Dist: a")
    install(installed, "a", f"License: {'x' * 500}")
    (library,) = libraries_of("program")
    assert len(library.licence) == 80


def test_a_program_that_is_not_installed_stands_on_nothing_known(installed: Path) -> None:
    assert libraries_of("program") == []


def test_the_programs_own_libraries_all_name_a_licence() -> None:
    listed = {library.name: library for library in libraries_of("ccwatch")}
    assert listed["msal"].version == metadata.version("msal")
    assert [name for name, library in listed.items() if library.licence == "—"] == []
    assert "pytest" not in listed
