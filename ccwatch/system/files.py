"""Files written atomically, for this user alone or for others."""

import os
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ccwatch.core.errors import SaveFailed, StorageFault

# On Windows a file cannot be replaced while a virus scanner or a backup is reading it.
PAUSES = (0.02, 0.1, 0.3) if sys.platform == "win32" else ()


def write_private(path: Path, content: bytes) -> None:
    """Replace the file's content, readable by this user alone; raises StorageFault.

    After a power cut there is the old content or the new.
    """
    try:
        _replace(path, content, 0o600)
    except OSError as error:
        raise StorageFault(f"{path}: {error.strerror or error}.") from None


def write_for_others(path: Path, content: bytes) -> None:
    """Replace the file's content, with a new file's usual permissions; raises SaveFailed.

    Whatever goes wrong, the previous content stays complete.
    """
    try:
        _replace(path, content, 0o666)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise SaveFailed(f"{path}: {reason or error}.") from None


def _replace(path: Path, content: bytes, mode: int) -> None:
    """Write a draft beside the file, sync it to disk, and rename it to the file."""
    draft, descriptor = _new_draft(path, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _replace_retrying(draft, path)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def _replace_retrying(draft: Path, path: Path) -> None:
    for pause in PAUSES:
        with suppress(PermissionError):
            draft.replace(path)
            return
        time.sleep(pause)
    draft.replace(path)


def _new_draft(path: Path, mode: int) -> tuple[Path, int]:
    """Create and open a new file; existing files and links are not touched.

    Its name is short enough for every file system, even beside a file with the longest possible
    name. A draft left by this process and thread is stale and is replaced.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    stem = f".ccwatch-{os.getpid()}-{threading.get_ident()}"
    draft = path.with_name(f"{stem}.new")
    with suppress(OSError):
        draft.unlink()
    try:
        return draft, os.open(draft, flags, mode)
    except FileExistsError:  # someone predicted the name
        draft = path.with_name(f"{stem}-{os.urandom(8).hex()}.new")
        return draft, os.open(draft, flags, mode)


def drop_drafts(folder: Path) -> None:
    """Remove the drafts that a crash left in one of this program's own folders."""
    with suppress(OSError):
        for draft in folder.glob(".ccwatch-*.new"):
            draft.unlink(missing_ok=True)


def set_aside(path: Path, word: str, side_files: Sequence[str] = ()) -> Path:
    """Rename a file that cannot be used, and return its new path; raises OSError.

    `side_files` are the suffixes of files that belong to it. They are renamed first: a new file
    must not find the old one's.
    """
    number = 1
    while any(
        path.with_name(f"{path.name}.{word}-{number}{end}").exists() for end in ("", *side_files)
    ):
        number += 1
    aside = path.with_name(f"{path.name}.{word}-{number}")
    for end in (*side_files, ""):
        with suppress(FileNotFoundError):
            path.with_name(f"{path.name}{end}").replace(f"{aside}{end}")
    return aside
