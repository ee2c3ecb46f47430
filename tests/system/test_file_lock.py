from pathlib import Path

import pytest

from ccwatch.core.errors import StorageFault
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.system.file_lock import Lock
from tests.lock_holder import acquired_by_another_process, held_by_another_process


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = paths_for({"CCWATCH_HOME": str(tmp_path)})
    paths.prepare()
    return paths


def test_one_process_has_the_lock_until_it_lets_go(paths: Paths) -> None:
    lock = Lock(paths.lock)
    assert lock.acquire()
    assert not acquired_by_another_process(paths.lock)
    lock.release()
    lock.release()
    assert acquired_by_another_process(paths.lock)


def test_a_process_that_was_killed_holds_no_lock(paths: Paths) -> None:
    with held_by_another_process(paths.lock) as other:
        lock = Lock(paths.lock)
        assert not lock.acquire()
        other.kill()
        other.wait(5)
        assert lock.acquire()
        lock.release()


def test_a_lock_that_cannot_be_made_is_a_storage_fault(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir()
    with pytest.raises(StorageFault):
        Lock(tmp_path / "lock").acquire()


def test_where_there_is_no_folder_there_is_nothing_to_lock(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "missing" / "lock")
    assert lock.acquire()
    lock.release()


@pytest.mark.usefixtures("file_modes_hold")
def test_a_lock_works_in_a_folder_that_cannot_be_written_to(paths: Paths) -> None:
    first, second = Lock(paths.lock), Lock(paths.lock)
    assert first.acquire()
    first.release()
    for place in (paths.lock, paths.lock.parent):
        place.chmod(0o500)
    try:
        assert first.acquire()
        assert not second.acquire()
        first.release()
        paths.lock.parent.chmod(0o700)
        paths.lock.unlink()
        paths.lock.parent.chmod(0o500)
        assert first.acquire()
    finally:
        paths.lock.parent.chmod(0o700)
