"""Linux: chooses Qt's platform theme, which follows the desktop's dark or light scheme.

Where Qt has no theme for the desktop, or none that follows a change, the desktop portal knows:
https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication

PORTAL = "xdgdesktopportal"
_VARIABLE = "QT_QPA_PLATFORMTHEME"
_ON_A_DESKTOP = ("wayland", "xcb")
# There Qt takes the theme of GTK, which follows the desktop and has its dialogs.
_OF_GTK = frozenset({"gnome", "x-cinnamon", "pantheon", "unity", "mate", "xfce", "lxde"})


def theme_arguments(environ: Mapping[str, str], plugins: Iterable[str]) -> list[str]:
    """Return the arguments for QApplication that choose the portal's theme, [] for Qt's choice.

    `plugins` are the file names of the platform themes that Qt finds. An argument is not inherited
    by other programs, as a variable would be. The portal's theme takes fonts and icons from the
    theme that Qt would choose.
    """
    if environ.get(_VARIABLE):
        return []
    platform = environ.get("QT_QPA_PLATFORM", "")
    if platform and not platform.startswith(_ON_A_DESKTOP):
        return []
    desktops = {name.lower() for name in environ.get("XDG_CURRENT_DESKTOP", "").split(":") if name}
    files = {name.lower() for name in plugins}
    of_portal = {file for file in files if PORTAL in file}
    has_own = any(desktop in file for desktop in desktops for file in files - of_portal)
    return ["-platformtheme", PORTAL] if of_portal and not (desktops & _OF_GTK or has_own) else []


def plugins_found() -> list[str]:
    """Return the file names of the platform themes that Qt finds."""
    folders = (Path(path, "platformthemes") for path in QCoreApplication.libraryPaths())
    return [file.name for folder in folders if folder.is_dir() for file in folder.iterdir()]
