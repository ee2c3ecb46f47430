"""The files that this process was started from: whether another version has replaced them.

Python loads a module when it is first needed. From files of another version it would load one that
does not fit those in memory, and from a replaced archive none at all.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from ccwatch.core.errors import FilesReplaced
from ccwatch.system.identity import IS_FROZEN

_PACKAGE = Path(__file__).parents[1]
_RECORD, _METADATA = "ccwatch-*.dist-info/RECORD", "ccwatch-*.dist-info/METADATA"
_VERSION = re.compile(r"^__version__ = .*$", re.MULTILINE)


class FileIdentity(NamedTuple):
    """What tells a file from the one that replaces it; the time is in nanoseconds."""

    inode: int
    modified: int
    size: int


Look = Mapping[Path, FileIdentity | str | None]
"""What is in each place: a file, the version that it names, or nothing."""


class InstalledFiles:
    """Compares what is in the places now with what was there when this was made.

    `look` looks at the program's own files; `libraries` are files of what it has loaded besides.
    """

    def __init__(self, look: Callable[[], Look], libraries: Sequence[Path] = ()) -> None:
        self._look = look
        self._libraries = libraries
        self._before = self.now()

    def now(self) -> Look:
        """Return what is in the places now."""
        return {**self._look(), **identities(self._libraries)}

    def changed(self) -> bool:
        """Return whether anything was replaced, added or removed."""
        return self.now() != self._before

    def are_whole(self) -> bool:
        """Return whether all of the program is there; while it is replaced, files are missing."""
        return None not in self._look().values()


def files_of_this_process() -> InstalledFiles:
    """Return the files of the running program, whichever way it was installed."""
    if IS_FROZEN:
        from ccwatch.system.autostart.command import own_image

        executable, bundle = Path(sys.executable), Path(getattr(sys, "_MEIPASS", ""))
        image = own_image(sys.executable, os.environ)
        return InstalledFiles(lambda: look_at_frozen(executable, bundle, image))
    look = look_at_installed if any(_PACKAGE.parent.glob(_METADATA)) else look_at_source
    return InstalledFiles(lambda: look(_PACKAGE), library_files(sys.modules))


def look_at_frozen(executable: Path, bundle: Path, image: str | None) -> Look:
    """Look at a frozen program: at its two archives of modules, and the folder of the rest.

    An AppImage is one file, whose mounted content stays as it was.
    """
    if image:
        return identities([Path(image)])
    return identities([executable, bundle, bundle / "base_library.zip"])


def look_at_installed(package: Path) -> Look:
    """Look at an installed package: at its first module, and what an installer writes last."""
    records = list(package.parent.glob(_RECORD)) or list(package.parent.glob(_METADATA))
    return identities([package / "__init__.py", *(records or [package.parent / _RECORD])])


def look_at_source(package: Path) -> Look:
    """Look at a source tree or an editable installation: at the version that it names.

    Who edits a file there goes on with the running program; a pulled release restarts it.
    """
    first = package / "__init__.py"
    try:
        named = _VERSION.search(first.read_text("utf-8"))
    except OSError:
        return {first: None}
    return {first: named.group() if named else None}


def library_files(modules: Mapping[str, ModuleType]) -> list[Path]:
    """Return the first file of each library that is loaded; Python's own are none."""
    loaded = list(modules.items())  # another thread may be importing
    tops = (module for name, module in loaded if is_of_a_library(name) and "." not in name)
    files = (getattr(module, "__file__", None) for module in tops)
    return [Path(file) for file in files if file and Path(file).parent != _PACKAGE]


def is_of_a_library(module: str) -> bool:
    """Return whether a module comes neither with Python nor with the script that was started."""
    return module.partition(".")[0] not in sys.stdlib_module_names | {"__main__", "__mp_main__"}


def identities(paths: Iterable[Path]) -> Look:
    """Return which file is in each place, None where there is none."""
    return {path: _identity(path) for path in paths}


def _identity(path: Path) -> FileIdentity | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return FileIdentity(found.st_ino, found.st_mtime_ns, found.st_size)


class ImportGuard:
    """Refuses to load modules from replaced files: all that is imported late passes here.

    `refused` is called from any thread. Without a frozen archive Python's own modules, which no
    installer of this program touches, are let through.
    """

    def __init__(
        self, files: InstalledFiles, refused: Callable[[], object], *, frozen: bool = IS_FROZEN
    ) -> None:
        self._files = files
        self._refused = refused
        self._frozen = frozen

    def begin(self) -> None:
        """Stand before everything else that finds modules."""
        sys.meta_path.insert(0, self)

    def end(self) -> None:
        """Let everything be loaded."""
        if self in sys.meta_path:
            sys.meta_path.remove(self)

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Leave the search to others; raises FilesReplaced, which no optional import catches."""
        late = self._frozen or is_of_a_library(fullname)
        if late and fullname not in sys.builtin_module_names and self._files.changed():
            self._refused()
            raise FilesReplaced
        return None
