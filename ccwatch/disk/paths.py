"""The paths of the files: the platform's per-user folders, or all below CCWATCH_HOME."""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from errno import EACCES, ENOTDIR, EROFS
from pathlib import Path
from stat import S_ISDIR

import platformdirs

from ccwatch.core.errors import NotWritable, StorageFault
from ccwatch.core.language import tr
from ccwatch.disk.home_access import OthersMayWrite, check_access, own_folder

APP = "ccwatch"
HOME_VARIABLE = "CCWATCH_HOME"
LONGEST_SOCKET = 100
_SECRET_BYTES = 16


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one home; separate homes share no files.

    `variable` is the environment variable that sets them, "" for none.
    """

    data: Path
    config: Path
    logs: Path
    variable: str = ""

    @property
    def database(self) -> Path:
        """Jobs, observations, events and notices."""
        return self.data / "ccwatch.db"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "settings.json"

    @property
    def window(self) -> Path:
        """The state of the window."""
        return self.data / "window.state"

    @property
    def handover(self) -> Path:
        """What a program that restarts itself leaves for the next process."""
        return self.data / "handover.json"

    @property
    def sign_in(self) -> Path:
        """The folder of the stored sign-in."""
        return self.data / "sign-in"

    @property
    def lock(self) -> Path:
        """The lock file, locked while a program uses this home."""
        return self.data / "ccwatch.lock"

    @property
    def log(self) -> Path:
        """The log file."""
        return self.logs / "ccwatch.log"

    @property
    def crashes(self) -> Path:
        """The file in which a crash leaves the program's stacks."""
        return self.logs / "crash.log"

    @property
    def channel(self) -> str:
        """The address of the running program: a socket path, on Windows a pipe name.

        A socket path may have about 100 bytes; a longer one is replaced by a short, equally unique
        one.
        """
        near = self.data / "ccwatch.sock"
        if sys.platform != "win32" and len(os.fsencode(near)) < LONGEST_SOCKET:
            return str(near)
        import hashlib  # both rarely needed, and slow to import
        import tempfile

        where = os.fsencode(self.data)
        if sys.platform == "win32":
            # Any program could open a pipe with a predictable name first.
            return f"ccwatch-{hashlib.sha256(where + self._secret()).hexdigest()[:32]}"
        digest = hashlib.sha256(where).hexdigest()[:16]
        short = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
        return str(Path(short) / f"ccwatch-{os.getuid()}-{digest}.sock")

    def prepare(self) -> None:
        """Create the folders, for this user alone; raises StorageFault.

        Folders and files that belong to another user, or that others may write to, are refused,
        because their content decides where tokens go. Raises NotWritable if that is the only fault.
        """
        folders = (self.data, self.config, self.logs)
        # Checked before creating folders, so that another user's home is refused, not opened
        # read-only.
        for path in (*folders, self.settings, self.database, self.sign_in):
            check_access(path)
        for folder in folders:
            self._make(folder)
        for folder in folders:
            check_access(folder)  # a new one may take over the rights of the folder around it
            if not os.access(folder, os.W_OK | os.X_OK):
                raise NotWritable(tr("{folder} is not writable.", folder=folder))
        if sys.platform == "win32" and not self._secret():
            from ccwatch.system.files import write_private

            with suppress(StorageFault):
                write_private(self._channel_secret, os.urandom(_SECRET_BYTES))

    @property
    def _channel_secret(self) -> Path:
        return self.data / "channel.secret"

    def _secret(self) -> bytes:
        """Return the random part of this home's pipe name, empty before `prepare`."""
        try:
            return self._channel_secret.read_bytes()
        except OSError:
            return b""

    def examine(self) -> str:
        """Check the data folder without creating it; raises StorageFault if it cannot be used.

        Returns a warning about one that can be read but not trusted, else "".
        """
        try:
            found = self.data.stat()
        except FileNotFoundError:
            self._examine_missing()
            return ""
        except OSError as error:
            raise self._fault(self.data, error) from None
        if not S_ISDIR(found.st_mode):
            raise self._fault(self.data, NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR)))
        try:
            check_access(self.data)
            check_access(self.database)
        except OthersMayWrite as fault:
            return str(fault)
        return ""

    def _examine_missing(self) -> None:
        """Raise the fault that creating the folder would meet, if any."""
        above = next(folder for folder in self.data.parents if os.path.lexists(folder))
        if os.path.lexists(self.data) or not above.is_dir():
            raise self._fault(self.data, NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR)))
        if not os.access(above, os.W_OK | os.X_OK):
            raise self._fault(self.data, PermissionError(EACCES, os.strerror(EACCES)))

    def _make(self, folder: Path) -> None:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise self._fault(folder, error) from None

    def _fault(self, folder: Path, error: OSError) -> StorageFault:
        readable = isinstance(error, PermissionError) or error.errno == EROFS
        named = f"{self.variable}: {folder}" if self.variable else str(folder)
        kind = NotWritable if readable else StorageFault
        return kind(f"{named}: {error.strerror or error}.", advice=own_folder())

    def forget_jobs(self) -> None:
        """Remove the database, for a fresh demonstration; settings stay."""
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.database}{suffix}").unlink(missing_ok=True)


def paths_for(environ: Mapping[str, str], *, demo: bool = False) -> Paths:
    """Return the folders for this environment; the demonstration has its own.

    Raises StorageFault if they cannot be determined: for a user without a home folder.
    """
    home = environ.get(HOME_VARIABLE, "")
    try:
        if home.strip():
            top = Path(home).expanduser().absolute()
            top = top / "demo" if demo else top
            return Paths(top, top, top / "logs", HOME_VARIABLE)
        name = f"{APP}-demo" if demo else APP
        dirs = platformdirs.PlatformDirs(name, appauthor=False, roaming=False)
        paths = Paths(dirs.user_data_path, dirs.user_config_path, dirs.user_log_path)
    except (RuntimeError, KeyError, OSError):
        paths = None
    if paths is None or not paths.data.is_absolute():
        words = (
            tr("CCWATCH_HOME is {folder}, which cannot be found.", folder=home)
            if home.strip()
            else tr("There is no home folder: HOME is missing or is not a full path.")
        )
        raise StorageFault(words, advice=own_folder())
    return paths
