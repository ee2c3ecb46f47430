"""Files written whole or not at all, for this user alone or for others."""

import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ccwatch.core.errors import SaveFailed, StorageFault


def write_private(path: Path, content: bytes) -> None:
    """Replace the file by this content, readable by this user alone; raises StorageFault.

    After a power cut there is the old content or the new.
    """
    try:
        _replace(path, content, 0o600)
    except OSError as error:
        raise StorageFault(f"{path}: {error.strerror or error}.") from None


def write_for_others(path: Path, content: bytes) -> None:
    """Replace the file by this content, with the rights of any new file; raises SaveFailed.

    Whatever goes wrong, what was there before stays whole.
    """
    try:
        _replace(path, content, 0o666)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise SaveFailed(f"{path}: {reason or error}.") from None


def _replace(path: Path, content: bytes, mode: int) -> None:
    """Write a draft beside the file, down to the disk, and give it the file's name."""
    draft, descriptor = _new_draft(path, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def _new_draft(path: Path, mode: int) -> tuple[Path, int]:
    """Create a file that was not there, and open it; no other file or link is touched.

    Its name has a length that every file system takes beside a file whose name is the longest.
    One that this process and thread left there is of no use to anybody, and goes.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    stem = f".ccwatch-{os.getpid()}-{threading.get_ident()}"
    draft = path.with_name(f"{stem}.new")
    with suppress(OSError):
        draft.unlink()
    try:
        return draft, os.open(draft, flags, mode)
    except FileExistsError:  # somebody foresaw the name
        draft = path.with_name(f"{stem}-{os.urandom(8).hex()}.new")
        return draft, os.open(draft, flags, mode)


def drop_drafts(folder: Path) -> None:
    """Remove the drafts that a crash left in a folder of this program's own."""
    with suppress(OSError):
        for draft in folder.glob(".ccwatch-*.new"):
            draft.unlink(missing_ok=True)


def set_aside(path: Path, word: str, side_files: Sequence[str] = ()) -> Path:
    """Give a file that cannot be used another name, and return it; raises OSError.

    `side_files` are the ends of the names of files that belong to it. They go first: a new
    file must not find the old one's.
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
