"""The command that starts this copy of the program without a window."""

import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

QUIETLY = "--hidden"


def own_command(
    executable: str, *, frozen: bool, windows: bool, environ: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the command that starts this copy of the program without a window.

    `executable` is the program itself if it is frozen, else the interpreter; a script beside the
    interpreter needs no console and appears under its own name in the system's lists.
    """
    if frozen:
        # An AppImage is mounted in a temporary folder; its own file is permanent.
        if image := own_image(executable, environ):
            return (image, QUIETLY)
        windowed = Path(executable).with_name("ccwatch-tray.exe")
        return (str(windowed) if windows and windowed.is_file() else executable, QUIETLY)
    beside = Path(executable).parent
    script = beside / ("ccwatch-tray.exe" if windows else "ccwatch-tray")
    if script.is_file():
        return (str(script), QUIETLY)
    windowless = beside / "pythonw.exe"
    interpreter = str(windowless) if windows and windowless.is_file() else executable
    return (interpreter, "-m", "ccwatch", QUIETLY)


def own_image(executable: str, environ: Mapping[str, str]) -> str | None:
    """Return the AppImage that this program runs from; another program's is ignored.

    A program inherits both variables from any AppImage that started it.
    https://docs.appimage.org/packaging-guide/environment-variables.html
    """
    if sys.platform == "win32":
        return None
    image, mount = Path(environ.get("APPIMAGE", "")), Path(environ.get("APPDIR", ""))
    if not (image.is_absolute() and mount.is_absolute() and (mount / "AppRun").exists()):
        return None
    try:
        inside = Path(executable).resolve(strict=True).is_relative_to(mount.resolve(strict=True))
        file = image.stat()
        trusted = file.st_uid in (0, os.getuid()) and _only_ours(image)
    except OSError:
        return None
    return str(image) if inside and stat.S_ISREG(file.st_mode) and trusted else None


def _only_ours(file: Path) -> bool:
    """Return whether only this user can change or replace the file."""
    from ccwatch.system.ownership import other_writers  # needed only for an AppImage

    folder = file.resolve().parent
    is_sticky = bool(folder.stat().st_mode & stat.S_ISVTX)
    return not other_writers(file) and (is_sticky or not other_writers(folder))
