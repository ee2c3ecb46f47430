"""Where the files lie: per-user folders of the platform, or all below CCWATCH_HOME."""

import hashlib
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from ccwatch.core.errors import StorageFault

APP = "ccwatch"
LONGEST_SOCKET = 100


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
    def channel(self) -> str:
        """Where the running program listens: a socket's path, on Windows a pipe's name.

        A socket's path may have about 100 bytes; a longer one makes way for a short one that
        is as unique.
        """
        digest = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]
        if sys.platform == "win32":
            return f"ccwatch-{digest}"
        near = self.data / "ccwatch.sock"
        if len(os.fsencode(near)) < LONGEST_SOCKET:
            return str(near)
        short = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
        return str(Path(short) / f"ccwatch-{os.getuid()}-{digest}.sock")

    def prepare(self) -> None:
        """Make the folders, for this user alone; raises StorageFault."""
        for folder in (self.data, self.config, self.logs):
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise StorageFault(f"{folder}: {error.strerror or error}.") from None
            if not os.access(folder, os.W_OK | os.X_OK):
                raise StorageFault(f"{folder} is not writable.")

    def forget_jobs(self) -> None:
        """Remove the database, for a demonstration that begins anew; settings stay."""
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.database}{suffix}").unlink(missing_ok=True)


def paths_for(environ: Mapping[str, str], *, demo: bool = False) -> Paths:
    """Return the folders for this environment; the demonstration has its own."""
    name = f"{APP}-demo" if demo else APP
    if home := environ.get("CCWATCH_HOME"):
        top = Path(home).expanduser().absolute()
        top = top / "demo" if demo else top
        return Paths(top, top, top / "logs")
    dirs = platformdirs.PlatformDirs(name, appauthor=False, roaming=False)
    return Paths(dirs.user_data_path, dirs.user_config_path, dirs.user_log_path)
