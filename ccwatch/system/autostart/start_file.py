"""A file in one of the system's autostart folders."""

from pathlib import Path

from ccwatch.core.errors import StorageFault
from ccwatch.system.autostart.protocol import not_changed
from ccwatch.system.files import write_private


class StartFile:
    """Reads, replaces and removes it; all methods raise StorageFault."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> bytes | None:
        """Return the content, None without a file."""
        try:
            return self._path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise not_changed(f"{self._path}: {error.strerror or error}") from None

    def write(self, content: bytes) -> None:
        """Replace the file, creating its folder if necessary."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_private(self._path, content)
        except StorageFault as fault:
            raise not_changed(fault.message.rstrip(".")) from None
        except OSError as error:
            raise not_changed(f"{self._path.parent}: {error.strerror or error}") from None

    def remove(self) -> None:
        """Remove the file, if there is one."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise not_changed(f"{self._path}: {error.strerror or error}") from None
