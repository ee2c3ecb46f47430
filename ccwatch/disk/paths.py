"""Where the files lie: per-user folders of the platform, or all below CCWATCH_HOME."""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from errno import EROFS
from pathlib import Path
from shlex import quote

import platformdirs

from ccwatch.core.errors import NotWritable, StorageFault
from ccwatch.core.language import tr
from ccwatch.files import write_private
from ccwatch.ownership import is_foreign, other_writers

APP = "ccwatch"
LONGEST_SOCKET = 100
_SECRET_BYTES = 16


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

        where = os.fsencode(self.data)
        if sys.platform == "win32":
            # Any program may open a pipe under a name that it can guess.
            return f"ccwatch-{hashlib.sha256(where + self._secret()).hexdigest()[:32]}"
        digest = hashlib.sha256(where).hexdigest()[:16]
        short = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
        return str(Path(short) / f"ccwatch-{os.getuid()}-{digest}.sock")

    def prepare(self) -> None:
        """Make the folders, for this user alone; raises StorageFault.

        Folders and files that belong to another user, or that others may write to, are refused:
        what they hold decides where tokens go. Raises NotWritable where nothing else is wrong.
        """
        folders = (self.data, self.config, self.logs)
        for folder in folders:
            _make(folder)
        for path in (*folders, self.settings, self.database, self.sign_in):
            _judge(path)
        for folder in folders:
            if not os.access(folder, os.W_OK | os.X_OK):
                raise NotWritable(tr("{folder} is not writable.", folder=folder))
        if sys.platform == "win32" and not self._secret():
            with suppress(StorageFault):
                write_private(self._channel_secret, os.urandom(_SECRET_BYTES))

    @property
    def _channel_secret(self) -> Path:
        return self.data / "channel.secret"

    def _secret(self) -> bytes:
        """Return what makes the name of this home's pipe unguessable, empty before `prepare`."""
        try:
            return self._channel_secret.read_bytes()
        except OSError:
            return b""

    def forget_jobs(self) -> None:
        """Remove the database, for a demonstration that begins anew; settings stay."""
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.database}{suffix}").unlink(missing_ok=True)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except PermissionError as error:
        raise NotWritable(f"{folder}: {error.strerror}.") from None
    except OSError as error:
        if error.errno == EROFS:
            raise NotWritable(f"{folder}: {error.strerror}.") from None
        raise StorageFault(f"{folder}: {error.strerror or error}.") from None


def _judge(path: Path) -> None:
    """Raise StorageFault for what strangers own or may change, wherever a link leads."""
    try:
        foreign, writers = is_foreign(path), other_writers(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StorageFault(f"{path}: {error.strerror or error}.") from None
    if foreign:
        raise StorageFault(
            tr("{path} belongs to another user.", path=path),
            advice=tr("Set CCWATCH_HOME to a folder of yours."),
        )
    if writers:
        raise StorageFault(
            tr("{path} can be changed by {others}.", path=path, others=tr(writers)),
            advice=tr("Run: {command}", command=privacy_command(path, sys.platform)),
        )


def privacy_command(path: Path, system: str) -> str:
    """Return the command that takes other users' right to write there; `system` as in sys."""
    if system == "win32":
        rights = "(OI)(CI)F" if path.is_dir() else "F"
        return f'icacls "{path}" /inheritance:r /grant:r "%USERDOMAIN%\\%USERNAME%:{rights}"'
    return f"chmod go-w {quote(str(path))}"


def paths_for(environ: Mapping[str, str], *, demo: bool = False) -> Paths:
    """Return the folders for this environment; the demonstration has its own."""
    name = f"{APP}-demo" if demo else APP
    if home := environ.get("CCWATCH_HOME"):
        top = Path(home).expanduser().absolute()
        top = top / "demo" if demo else top
        return Paths(top, top, top / "logs")
    dirs = platformdirs.PlatformDirs(name, appauthor=False, roaming=False)
    return Paths(dirs.user_data_path, dirs.user_config_path, dirs.user_log_path)
