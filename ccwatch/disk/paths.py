"""Where the files lie: per-user folders of the platform, or all below CCWATCH_HOME."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from errno import EROFS
from pathlib import Path
from stat import S_IWOTH

import platformdirs

from ccwatch.core.errors import NotWritable, StorageFault
from ccwatch.core.language import tr

APP = "ccwatch"
LONGEST_SOCKET = 100
ROOT = 0


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one home; another home is another program as far as files go."""

    data: Path
    config: Path
    logs: Path

    @property
    def database(self) -> Path:
        """Jobs, observations, events and notices."""
        return self.data / "ccwatch.db"

    @property
    def settings(self) -> Path:
        """What the user chose."""
        return self.config / "settings.json"

    @property
    def window(self) -> Path:
        """Where the window was."""
        return self.data / "window.state"

    @property
    def sign_in(self) -> Path:
        """The folder of what is kept of the sign-in."""
        return self.data / "sign-in"

    @property
    def lock(self) -> Path:
        """Locked while a program has this home."""
        return self.data / "ccwatch.lock"

    @property
    def log(self) -> Path:
        """The log file."""
        return self.logs / "ccwatch.log"

    @property
    def crashes(self) -> Path:
        """Where a crash leaves what the program was doing."""
        return self.logs / "crash.log"

    @property
    def channel(self) -> str:
        """Where the running program listens: a socket's path, on Windows a pipe's name.

        A socket's path may have about 100 bytes; a longer one makes way for a short one that
        is as unique.
        """
        near = self.data / "ccwatch.sock"
        if sys.platform != "win32" and len(os.fsencode(near)) < LONGEST_SOCKET:
            return str(near)
        import hashlib  # seldom needed, and slow to load, both
        import tempfile

        digest = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]
        if sys.platform == "win32":
            return f"ccwatch-{digest}"
        short = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
        return str(Path(short) / f"ccwatch-{os.getuid()}-{digest}.sock")

    def prepare(self) -> None:
        """Make the folders, for this user alone; raises StorageFault.

        One that others may write to is refused: a stranger could put a file there, to be taken
        for this program's. Raises NotWritable where nothing else is wrong.
        """
        folders = (self.data, self.config, self.logs)
        for folder in folders:
            _make(folder)
        for folder in folders:
            if not os.access(folder, os.W_OK | os.X_OK):
                raise NotWritable(tr("{folder} is not writable.", folder=folder))

    def forget_jobs(self) -> None:
        """Remove the database, for a demonstration that begins anew; settings stay."""
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.database}{suffix}").unlink(missing_ok=True)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()  # of what a symbolic link leads to
    except PermissionError as error:
        raise NotWritable(f"{folder}: {error.strerror}.") from None
    except OSError as error:
        if error.errno == EROFS:
            raise NotWritable(f"{folder}: {error.strerror}.") from None
        raise StorageFault(f"{folder}: {error.strerror or error}.") from None
    if sys.platform == "win32":
        return
    if found.st_mode & S_IWOTH:
        raise StorageFault(
            tr("Everybody may write to {folder}.", folder=folder),
            advice=tr("Run: {command}", command=f"chmod o-w '{folder}'"),
        )
    if os.getuid() != ROOT and found.st_uid not in (os.getuid(), ROOT):
        raise StorageFault(
            tr("{folder} belongs to another user.", folder=folder),
            advice=tr("Set CCWATCH_HOME to a folder of yours."),
        )


def paths_for(environ: Mapping[str, str], *, demo: bool = False) -> Paths:
    """Return the folders for this environment; the demonstration has its own."""
    name = f"{APP}-demo" if demo else APP
    if home := environ.get("CCWATCH_HOME"):
        top = Path(home).expanduser().absolute()
        top = top / "demo" if demo else top
        return Paths(top, top, top / "logs")
    dirs = platformdirs.PlatformDirs(name, appauthor=False, roaming=False)
    return Paths(dirs.user_data_path, dirs.user_config_path, dirs.user_log_path)
