"""Linux: the program in the user's applications menu, with its icon.

Desktops under Wayland find a window's icon and name by this entry, and so do GNOME's dock and the
notification settings. https://specifications.freedesktop.org/menu-spec/latest/
"""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from ccwatch.core.errors import CcwatchError, StorageFault
from ccwatch.resource_files import resource_path
from ccwatch.system.autostart.xdg import as_value, exec_line
from ccwatch.system.files import write_private
from ccwatch.system.identity import DESKTOP_ENTRY

TITLE = "Applications menu not changed"
_ENTRY = Path("applications", f"{DESKTOP_ENTRY}.desktop")
_ICONS = Path("icons", "hicolor")
_FILES = {
    "ccwatch.svg": _ICONS / "scalable" / "apps" / f"{DESKTOP_ENTRY}.svg",
    "ccwatch.png": _ICONS / "256x256" / "apps" / f"{DESKTOP_ENTRY}.png",
}
_OURS = "X-ccwatch-Integrated=true"
_TRY = "TryExec="
_PATIENCE = 20.0  # seconds
_DIRECTORIES = "/usr/local/share:/usr/share"


class MenuEntry:
    """The files of the entry; they belong to `ccwatch integrate`, which alone replaces them."""

    def __init__(self, environ: Mapping[str, str], home: Path) -> None:
        own = Path(environ.get("XDG_DATA_HOME", ""))
        # The specification says to ignore relative paths.
        self._own = own if own.is_absolute() else home / ".local" / "share"
        shared = (environ.get("XDG_DATA_DIRS") or _DIRECTORIES).split(":")
        self._shared = [Path(path) for path in shared if Path(path).is_absolute()]
        self._sandbox = next((it for it in ("FLATPAK_ID", "SNAP") if environ.get(it)), "")
        self.file = self._own / _ENTRY

    def add(self, command: Sequence[str]) -> None:
        """Write the entry, which starts this command; raises CcwatchError."""
        self._refuse_if_packaged()
        self._refuse_if_foreign()
        entry = entry_text(resource_path("ccwatch.desktop").read_text("utf-8"), command)
        try:
            for name, place in _FILES.items():
                self._write(self._own / place, resource_path(name).read_bytes())
            self._write(self.file, entry.encode("utf-8", "surrogateescape"))
        except OSError as error:
            raise _fault(error) from None
        self._announce()

    def remove(self) -> bool:
        """Remove the entry and its icons; return whether there was one. Raises CcwatchError."""
        self._refuse_if_foreign()
        if not self.file.exists():
            return False
        try:
            for path in (self.file, *(self._own / place for place in _FILES.values())):
                path.unlink(missing_ok=True)
        except OSError as error:
            raise _fault(error) from None
        self._announce()
        return True

    def _refuse_if_packaged(self) -> None:
        if self._sandbox:
            raise CcwatchError(
                f"This copy runs in a sandbox ({self._sandbox} is set), whose package adds it.",
                title=TITLE,
            )
        for folder in self._shared:
            if folder != self._own and (folder / _ENTRY).exists():
                raise CcwatchError(
                    f"A package has already added ccwatch: {folder / _ENTRY}.", title=TITLE
                )

    def _refuse_if_foreign(self) -> None:
        try:
            lines = self.file.read_bytes().decode("utf-8", "replace").split("\n")
        except FileNotFoundError:
            return
        except OSError as error:
            raise _fault(error) from None
        if _OURS not in lines:
            raise CcwatchError(
                f"{self.file} was not written by ccwatch.",
                title=TITLE,
                advice="Move or delete it, then try again.",
            )

    @staticmethod
    def _write(path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_private(path, content)

    def _announce(self) -> None:
        """Have desktops notice the change and the links that ccwatch opens, where a tool does."""
        if tool := shutil.which("update-desktop-database"):
            with suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run(
                    [tool, str(self.file.parent)],
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    timeout=_PATIENCE,
                    check=False,
                )
        with suppress(OSError):
            os.utime(self._own / _ICONS)  # the caches of icons compare its time


def entry_text(packaged: str, command: Sequence[str]) -> str:
    """Return the packaged desktop entry with this command in place of that of the package."""
    words = exec_line(command)
    lines = []
    for line in packaged.splitlines():
        if line.startswith("Exec=ccwatch"):
            line = f"Exec={words}{line.removeprefix('Exec=ccwatch')}"
        elif line.startswith(_TRY):
            line = f"{_TRY}{as_value(command[0])}\n{_OURS}"
        lines.append(line)
    return "\n".join(lines) + "\n"


def _fault(error: OSError) -> StorageFault:
    return StorageFault(f"{error.filename}: {error.strerror or error}.", title=TITLE)
