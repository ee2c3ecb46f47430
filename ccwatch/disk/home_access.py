"""Who may use and change a home: whoever can write to it controls where tokens go."""

import sys
from pathlib import Path
from shlex import quote

from ccwatch.core.errors import NotWritable, StorageFault
from ccwatch.core.language import tr
from ccwatch.system.ownership import is_foreign, other_writers


class OthersMayWrite(StorageFault):
    """Other users may write there, so its content cannot be trusted."""


def check_access(path: Path) -> None:
    """Raise StorageFault for what other users own or may change, also behind links.

    Missing files are ignored. If others may write to this user's own files it is OthersMayWrite; if
    access cannot be checked it is NotWritable, because nothing can be read there either.
    """
    try:
        foreign, writers = is_foreign(path), other_writers(path)
    except (FileNotFoundError, NotADirectoryError):
        return
    except PermissionError as error:
        raise NotWritable(f"{path}: {error.strerror or error}.", advice=own_folder()) from None
    except OSError as error:
        raise StorageFault(f"{path}: {error.strerror or error}.", advice=own_folder()) from None
    if foreign:
        raise StorageFault(tr("{path} belongs to another user.", path=path), advice=own_folder())
    if writers:
        raise OthersMayWrite(
            tr("{path} can be changed by {others}.", path=path, others=tr(writers)),
            advice=tr("To fix this, run: {command}", command=privacy_command(path, sys.platform)),
        )


def privacy_command(path: Path, system: str) -> str:
    """Return the command that revokes other users' write access; `system` as in sys.platform."""
    if system == "win32":
        rights = "(OI)(CI)F" if path.is_dir() else "F"
        return f'icacls "{path}" /inheritance:r /grant:r "%USERDOMAIN%\\%USERNAME%:{rights}"'
    return f"chmod go-w {quote(str(path))}"


def own_folder() -> str:
    """Return the advice to use another home."""
    return tr("Set CCWATCH_HOME to a folder that belongs to you.")
