"""A file lock between processes."""

import sys
from errno import EACCES, EROFS
from pathlib import Path
from typing import IO

from ccwatch.core.errors import StorageFault


class Lock:
    """Held by one process at a time; the system releases it when the process ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def acquire(self) -> bool:
        """Return whether this process has the lock now; raises StorageFault.

        If no file can be written there is nothing to protect, and the lock counts as acquired.
        """
        try:
            file = self._opened()
        except FileNotFoundError:
            return True
        except OSError as error:
            raise StorageFault(f"{self._path}: {error.strerror or error}.") from None
        try:
            _lock(file)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def _opened(self) -> IO[bytes]:
        try:
            return self._path.open("ab")
        except OSError as error:
            if error.errno not in (EACCES, EROFS):
                raise
            return self._path.open("rb")

    def release(self) -> None:
        """Release the lock."""
        if self._file:
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
