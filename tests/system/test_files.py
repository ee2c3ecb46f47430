"""Files for others: written atomically, with nothing left behind."""

import os
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from ccwatch.core.errors import SaveFailed, StorageFault
from ccwatch.system import files
from ccwatch.system.files import drop_drafts, write_for_others, write_private


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


Write = Callable[[Path, bytes], None]
BOTH = pytest.mark.parametrize("write", [write_private, write_for_others])


@BOTH
def test_files_of_others_that_look_like_drafts_stay(tmp_path: Path, write: Write) -> None:
    for name in ("a.csv.new", "a.csv.tmp", ".a.csv.new", ".ccwatch-0-0.new", "a.csv~"):
        (tmp_path / name).write_bytes(b"theirs")
    before = names(tmp_path)
    write(tmp_path / "a.csv", b"ours")
    assert names(tmp_path) == sorted([*before, "a.csv"])
    assert all((tmp_path / name).read_bytes() == b"theirs" for name in before)


@BOTH
@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
def test_a_link_where_the_draft_goes_is_not_followed(tmp_path: Path, write: Write) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"theirs")
    draft = tmp_path / f".ccwatch-{os.getpid()}-{threading.get_ident()}.new"
    draft.symlink_to(victim)
    write(tmp_path / "a.csv", b"ours")
    assert victim.read_bytes() == b"theirs"
    assert (tmp_path / "a.csv").read_bytes() == b"ours"
    assert not (tmp_path / "a.csv").is_symlink()


@BOTH
@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
def test_a_link_that_is_put_back_before_the_draft_is_opened_is_not_followed(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"theirs")
    draft = tmp_path / f".ccwatch-{os.getpid()}-{threading.get_ident()}.new"
    draft.symlink_to(victim)
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)
    write(tmp_path / "a.csv", b"ours")
    assert victim.read_bytes() == b"theirs"
    assert (tmp_path / "a.csv").read_bytes() == b"ours"


@BOTH
def test_an_own_draft_that_was_left_there_goes(tmp_path: Path, write: Write) -> None:
    (tmp_path / f".ccwatch-{os.getpid()}-{threading.get_ident()}.new").write_bytes(b"half")
    write(tmp_path / "a.csv", b"ours")
    assert names(tmp_path) == ["a.csv"]


@BOTH
@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
def test_a_link_in_the_files_place_is_replaced_and_not_followed(
    tmp_path: Path, write: Write
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"theirs")
    (tmp_path / "a.csv").symlink_to(victim)
    write(tmp_path / "a.csv", b"ours")
    assert victim.read_bytes() == b"theirs"
    assert (tmp_path / "a.csv").read_bytes() == b"ours"
    assert not (tmp_path / "a.csv").is_symlink()


@BOTH
def test_a_draft_whose_name_is_taken_gets_another(tmp_path: Path, write: Write) -> None:
    taken = tmp_path / f".ccwatch-{os.getpid()}-{threading.get_ident()}.new"
    taken.mkdir()
    write(tmp_path / "a.csv", b"ours")
    assert (tmp_path / "a.csv").read_bytes() == b"ours"
    assert names(tmp_path) == sorted([taken.name, "a.csv"])


@BOTH
def test_a_failure_leaves_the_old_file_and_no_draft(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises((SaveFailed, StorageFault), match="No space left on device"):
        write(tmp_path / "a.csv", b"new")
    assert names(tmp_path) == ["a.csv"]
    assert (tmp_path / "a.csv").read_bytes() == b"old"


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_a_private_file_is_readable_by_its_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "tokens"
    path.write_bytes(b"old")
    path.chmod(0o644)
    write_private(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    write_private(tmp_path / "a", b"one\ntwo\r\n")
    assert (tmp_path / "a").read_bytes() == b"one\ntwo\r\n"


def test_drafts_that_crashes_left_can_be_dropped(tmp_path: Path) -> None:
    for name in (".ccwatch-12-34.new", ".ccwatch-12-34-0a1b.new", "tokens", "tokens.new"):
        (tmp_path / name).touch()
    drop_drafts(tmp_path)
    assert names(tmp_path) == ["tokens", "tokens.new"]
    drop_drafts(tmp_path / "missing")


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


@BOTH
def test_a_file_that_is_held_for_a_moment_is_replaced_when_it_is_let_go(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b"old")
    holder = path.open("rb")
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        holder.close()

    monkeypatch.setattr("time.sleep", wait)
    if sys.platform != "win32":  # an open file can be replaced there
        hold_until(holder, monkeypatch)
    write(path, b"new")
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["settings.json"]
    assert len(waited) == 1


def hold_until(holder: IO[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to replace a file while it is held, as Windows does."""
    replace = Path.replace

    def refusing(draft: Path, path: Path) -> Path:
        if not holder.closed:
            raise PermissionError(13, "Access is denied")
        return replace(draft, path)

    monkeypatch.setattr(Path, "replace", refusing)
    monkeypatch.setattr(files, "PAUSES", (0.02, 0.1, 0.3))


@BOTH
def test_a_file_that_stays_held_is_an_error_soon(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b"old")
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    with path.open("rb") as holder:
        if sys.platform != "win32":
            hold_until(holder, monkeypatch)
        with pytest.raises((SaveFailed, StorageFault)):
            write(path, b"new")
    assert sum(waited) < 1
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["settings.json"]
