"""Conditions of reproducible builds, and the detection of differences."""

import sys
from pathlib import Path

import pytest
from build_deb import installed_size, set_modes_and_times
from freeze import set_times
from reproducible import differences, digests


def tree(folder: Path) -> Path:
    (folder / "frozen/ccwatch/_internal").mkdir(parents=True)
    (folder / "dist").mkdir()
    (folder / "work").mkdir()
    for name in ("frozen/ccwatch/_internal/a.so", "dist/a.whl", "a.deb", "ccwatch.cdx.json"):
        (folder / name).write_bytes(name.encode())
    (folder / "work/log.txt").write_text(str(folder))
    return folder


def test_two_builds_with_the_same_files_are_the_same(tmp_path: Path) -> None:
    first, second = digests(tree(tmp_path / "a")), digests(tree(tmp_path / "b"))
    assert {*first} == {
        "frozen/ccwatch/_internal/a.so",
        "dist/a.whl",
        "a.deb",
        "ccwatch.cdx.json",
    }
    assert differences(first, second) == []


def test_frozen_files_have_the_time_of_the_source(tmp_path: Path) -> None:
    set_times(tree(tmp_path), 1_790_000_000)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 5
    assert {path.stat().st_mtime for path in files} == {1_790_000_000}


@pytest.mark.parametrize("name", ["frozen/ccwatch/_internal/a.so", "dist/a.whl", "a.deb"])
def test_a_byte_that_differs_or_a_file_that_lacks_is_named(tmp_path: Path, name: str) -> None:
    first, folder = digests(tree(tmp_path / "a")), tree(tmp_path / "b")
    (folder / name).write_bytes(b"other")
    assert differences(first, digests(folder)) == [f"differs: {name}"]
    (folder / name).unlink()
    assert differences(first, digests(folder)) == [f"differs: {name}"]
    (folder / name).symlink_to("elsewhere")
    assert differences(first, digests(folder)) == [f"differs: {name}"]


@pytest.mark.skipif(sys.platform == "win32", reason="of packages for Debian, which are built there")
def test_the_installed_size_counts_files_not_what_a_file_system_makes_of_folders(
    tmp_path: Path,
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/small").write_bytes(b"1")
    (tmp_path / "folder/large").write_bytes(b"1" * 2049)
    (tmp_path / "link").symlink_to("folder/small")
    assert installed_size(tmp_path) == 1 + 1 + 1 + 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_every_file_of_a_package_has_the_same_modes_and_times_whoever_built_it(
    tmp_path: Path,
) -> None:
    program, override = "usr/lib/ccwatch/ccwatch", "usr/share/lintian/overrides/ccwatch"
    for name in (program, override):
        (tmp_path / name).parent.mkdir(mode=0o700, parents=True)
    for name, mode in ((program, 0o600), (override, 0o700), ("usr/data", 0o666)):
        (tmp_path / name).write_bytes(b"")
        (tmp_path / name).chmod(mode)
    set_modes_and_times(tmp_path, 1_700_000_000)
    stats = {name: (tmp_path / name).stat() for name in ("usr", program, override, "usr/data")}
    found = {name: (stat.st_mode & 0o777, stat.st_mtime) for name, stat in stats.items()}
    assert found == {
        "usr": (0o755, 1_700_000_000),
        program: (0o755, 1_700_000_000),
        override: (0o644, 1_700_000_000),
        "usr/data": (0o644, 1_700_000_000),
    }
