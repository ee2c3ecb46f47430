"""Files for others: whole or not at all, beside nothing that is left behind."""

import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from ccwatch.core.errors import SaveFailed
from ccwatch.files import write_for_others


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    for content in (b"one", b"two"):
        write_for_others(path, content)
        assert path.read_bytes() == content
    assert names(tmp_path) == ["history.csv"]


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_others_may_read_it_as_any_new_file(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_for_others(tmp_path / "a.csv", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == 0o644


def test_a_name_of_any_length_that_is_possible_is_written(tmp_path: Path) -> None:
    write_for_others(tmp_path / ("x" * 251 + ".csv"), b"x")
    assert len(names(tmp_path)) == 1


def test_what_a_crash_left_beside_it_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / f".ccwatch-{os.getpid()}-{threading.get_ident()}.new").write_bytes(b"half")
    write_for_others(tmp_path / "a.csv", b"x")
    assert names(tmp_path) == ["a.csv"]


@pytest.mark.parametrize("name", ["missing/a.csv", "a\0b.csv", "folder", "x" * 300])
def test_what_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(SaveFailed, match=r"Not saved: .+ Choose another folder"):
        write_for_others(tmp_path / name, b"x")
    assert names(tmp_path) == ["folder"]


def test_a_disk_that_fills_up_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    write_for_others(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SaveFailed, match="No space left on device"):
        write_for_others(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.csv"]
