"""The metadata of the package, read by Debian's tools."""

import os
import re
import shutil
import subprocess
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from build_deb import CONTROL, libraries_of_no_package
from components import Component
from debian_changelog import changelog
from debian_copyright import debian_copyright
from man_page import man_page
from source_version import MAINTAINER

from ccwatch.terminal.arguments import argument_parser
from tests.packaging_tests.test_run_paths import elf

NEWS = """# Changelog

## [Unreleased]

### Added

- A first thing, told in a sentence that is longer than a line of a changelog may be and so goes on
  in the next.
- A second thing.

## [1.1.0] - 2026-02-03

### Fixed

- An old thing.
"""
APACHE = "Apache License\n Version 2.0, January 2004\n1. Terms.\n   END OF TERMS AND CONDITIONS\n"


def test_the_changelog_has_an_entry_for_each_release() -> None:
    first, second = changelog(NEWS, "1.2.3", 1_767_225_600, MAINTAINER).split("\n\nccwatch ")
    head, _, *changes, _, foot = first.split("\n")
    assert head == "ccwatch (1.2.3) unstable; urgency=medium"
    assert changes == [
        "  * A first thing, told in a sentence that is longer than a line of a changelog",
        "    may be and so goes on in the next.",
        "  * A second thing.",
    ]
    author, date = foot.removeprefix(" -- ").split("  ")
    assert author == MAINTAINER
    assert date == "Thu, 01 Jan 2026 00:00:00 +0000"
    assert parsedate_to_datetime(date).timestamp() == 1_767_225_600
    assert second.startswith("(1.1.0) unstable; urgency=medium\n\n  * An old thing.\n\n -- ")
    assert second.endswith("  Tue, 03 Feb 2026 00:00:00 +0000\n")


def test_what_is_not_released_belongs_to_no_version_that_is() -> None:
    entries = changelog(NEWS, "1.1.0", 1_767_225_600, MAINTAINER)
    assert entries.count("unstable;") == 1
    assert "A first thing" not in entries


def test_debian_reads_the_changelog_of_the_source(tmp_path: Path) -> None:
    if not shutil.which("dpkg-parsechangelog"):
        pytest.skip("dpkg-parsechangelog is not installed")
    news = (Path(__file__).parents[2] / "CHANGELOG.md").read_text("utf-8")
    file = tmp_path / "changelog"
    file.write_text(changelog(news, "9.9.9", 1_767_225_600, MAINTAINER), "utf-8")
    done = subprocess.run(
        ["dpkg-parsechangelog", "--all", "-l", file], capture_output=True, text=True, check=True
    )
    assert "Version: 9.9.9\n" in done.stdout
    assert done.stderr == ""


def test_control_names_the_maintainer_of_the_changelog() -> None:
    fields = CONTROL.format(
        version="1", machine="m", maintainer=MAINTAINER, size=1, depends="x", address="https://x"
    )
    assert f"\nMaintainer: {MAINTAINER}\n" in fields
    assert "example" not in fields


def copyright_of(*components: Component) -> str:
    program = Component("ccwatch", "1", "MIT", "", text="Copyright (c) 2026 us\n\nPermission")
    return debian_copyright([*components, program], "https://project.test")


def test_the_copyright_file_begins_with_the_program() -> None:
    text = copyright_of(
        Component("one", "1", "MIT", "", text="Copyright 2020 Ada\nDo.", files=("a.so",))
    )
    head, program, other, *_ = text.split("\n\n")
    assert head.startswith(
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
    )
    assert "\nSource: https://project.test\n" in head
    assert program == "Files: *\nCopyright: Copyright (c) 2026 us\nLicense: Expat~ccwatch"
    assert other == (
        "Files: usr/lib/ccwatch/_internal/a.so\nCopyright: Copyright 2020 Ada\nLicense: Expat~one"
    )
    assert "License: Expat~one\n Copyright 2020 Ada\n Do.\n" in text


def test_every_licence_that_is_named_has_a_text() -> None:
    text = copyright_of(
        Component("two", "1", "Apache-2.0 OR BSD-3-Clause", "", text=f"{APACHE}\nCopyright 2019 B"),
        Component(
            "Qt", "6", "LGPL-3.0-only OR GPL-2.0-only", "", "https://www.qt.io/", files=("q",)
        ),
        Component("odd", "1", "GPLv2-or-later with an exception", "", text="Copyright 2018 C"),
    )
    used = {
        name
        for line in re.findall(r"^License: (.+)$(?!\n )", text, re.MULTILINE)
        for name in line.split()
        if name not in ("or", "and")
    }
    assert {"Apache-2.0", "BSD-3-Clause~two", "LGPL-3", "GPL-2", "terms~odd"} <= used
    for name in used:
        assert re.search(rf"^License: {re.escape(name)}\n \S", text, re.MULTILINE), name


def test_a_licence_that_every_debian_has_is_not_copied() -> None:
    text = copyright_of(
        Component("two", "1", "Apache-2.0 OR MIT", "", text=APACHE + "Copyright 2019 B")
    )
    assert "Terms." not in text
    assert "/usr/share/common-licenses/Apache-2.0" in text
    assert "Copyright 2019 B" in text


def test_a_licence_is_known_by_whatever_white_space_is_before_it() -> None:
    head = "\t\t  GNU GENERAL PUBLIC LICENSE\n\t\tVersion 2, June 1991\n"
    gpl = f"{head}All.\n END OF TERMS AND CONDITIONS\n"
    text = copyright_of(Component("odd", "1", "GPL with an exception", "", text=gpl + "And more."))
    assert "All." not in text
    assert " And more.\n" in text


def test_what_is_frozen_into_the_program_or_linked_into_a_file_is_named() -> None:
    part = Component("zlib", "1.2", "Zlib", "")
    text = copyright_of(Component("pure", "1", "MIT", "", "https://pure.test", parts=(part,)))
    assert "Files: usr/lib/ccwatch/ccwatch/pure/*\nCopyright: the authors of pure" in text
    assert " Frozen into the program itself.\n Contains zlib 1.2 (Zlib).\n" in text


def test_the_manual_names_every_command_and_option() -> None:
    page = man_page("1.2.3", "2026-01-01").replace("\\-", "-")
    assert page.startswith('.TH CCWATCH 1 "2026-01-01" "ccwatch 1.2.3"')
    assert "\nccwatch, ccwatch-tray - watch" in page
    for line in re.findall(r"^    ([a-z-]+) ", argument_parser().format_help(), re.MULTILINE):
        assert f"\n.SS {line}\n" in page
    for option in ("--demo", "--hidden", "--timeout S", "--json", "--port N"):
        assert f"\n.B {option}\n" in page
    assert "==SUPPRESS==" not in page
    assert "--desktop-only" not in page


def test_the_manual_is_roff_without_a_warning(tmp_path: Path) -> None:
    if not shutil.which("groff"):
        pytest.skip("groff is not installed")
    (tmp_path / "ccwatch.1").write_text(man_page("1", "2026-01-01"), "utf-8")
    done = subprocess.run(
        ["groff", "-man", "-K", "utf8", "-T", "utf8", "-ww", "-z", tmp_path / "ccwatch.1"],
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_library_of_no_package_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "libours.so.1").write_bytes(elf(needed="libc.so.6"))
    (tmp_path / "one.so").write_bytes(elf(needed="libours.so.1"))
    (tmp_path / "two.so").write_bytes(elf(needed="libEGL.so.1"))
    (tmp_path / "libqgtk3.so").write_bytes(elf(needed="libgtk-3.so.0"))
    assert libraries_of_no_package(tmp_path) == []
    (tmp_path / "three.so").write_bytes(elf(needed="libstrange.so.4"))
    assert libraries_of_no_package(tmp_path) == ["libstrange.so.4"]
