"""Selects what a package includes of Qt and of the build machine.

PyInstaller takes every plugin of each Qt module, and with them QML, GTK and anything else they
could use. These tables name what a widgets program needs on the three systems.
"""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

_TRANSLATIONS = Path(__file__).resolve().parents[1] / "resources" / "translations"
LANGUAGES = tuple(
    sorted(file.stem.removeprefix("ccwatch_") for file in _TRANSLATIONS.glob("ccwatch_*.ts"))
)
PLUGINS = {
    "iconengines": ("svgicon",),  # Linux icon themes are SVG
    "imageformats": ("svg",),
    "networkinformation": ("glib", "networkmanager", "networklistmanager", "scnetworkreachability"),
    "platforminputcontexts": (
        "composeplatforminputcontextplugin",
        "ibusplatforminputcontextplugin",
    ),
    "platforms": ("xcb", "wayland", "windows", "cocoa", "offscreen"),
    "platformthemes": ("gtk3", "xdgdesktopportal"),
    "styles": ("modernwindowsstyle", "macstyle"),
    "wayland-decoration-client": ("adwaita", "bradient"),
    "wayland-shell-integration": ("xdg-shell",),
}
QT_LIBRARIES = (
    *("Core", "DBus", "Gui", "Network", "Svg", "Widgets"),
    *("XcbQpa", "WaylandClient", "WlShellIntegration"),
)
# Never used by ccwatch: rich's syntax highlighting and Markdown; requests' encoding detection; how
# MSAL signs in applications; the standard library's FTP, mail and statistics; and
# multiprocessing, for which PyInstaller would add work to each start.
EXCLUDED_MODULES = (
    *("PySide6.QtSvg", "charset_normalizer", "ftplib", "jwt", "markdown_it", "multiprocessing"),
    *("pydoc", "pygments", "runpy", "setuptools", "smtplib", "statistics", "tkinter"),
)
# MSAL names it, but imports it for no sign-in of a user; SecretStorage, on Linux, does.
EXCLUDED_OFF_LINUX = ("cryptography",)
# Imported only on other systems, only without a compiled module, or only by builds; compression
# that no reply or file uses; and what reads XML: a notification only writes it.
EXCLUDED_ON_WINDOWS = (
    *("PySide6.QtDBus", "_bz2", "_elementtree", "_lzma", "_pydatetime", "_pydecimal", "bz2"),
    *("cffi", "lzma", "plistlib", "pycparser", "pyexpat"),
)
# PyInstaller's start-up support for packages that list their own modules; none does.
NOT_AT_START = ("pyi_rth_pkgutil",)
# Without docstrings and asserts there is less to load at each start.
OPTIMIZE = 2
# The libraries that Python itself needs, and zstd, which Qt's need: they differ between releases of
# a system. All other system libraries are left to the system and become dependencies of the
# package.
OF_PYTHON = (
    "bz2",
    "crypto",
    "expat",
    "ffi",
    "lzma",
    "mpdec",
    "python3",
    "sqlite3",
    "ssl",
    "z",
    "zstd",
)

Entry = tuple[str, str, str]


def kept(entries: Iterable[Entry], system_folders: tuple[str, ...] = ()) -> list[Entry]:
    """Return the entries of PyInstaller (target, source, kind) that are shipped.

    `system_folders` are those whose libraries are left out unless they are Python's.
    """
    return [entry for entry in entries if _is_kept(entry, system_folders)]


def _is_kept(entry: Entry, system_folders: tuple[str, ...]) -> bool:
    target, source, kind = entry
    path = PurePosixPath(target.replace("\\", "/"))
    if "PySide6" in path.parts:
        return _is_kept_of_qt(path)
    if path.name.startswith(("libQt6", "Qt6")):
        return _bare(path.name).removeprefix("Qt6") in QT_LIBRARIES
    if kind == "BINARY" and source.startswith(system_folders or "\0"):
        return _bare(path.name) in OF_PYTHON
    return True


def _is_kept_of_qt(path: PurePosixPath) -> bool:
    parts = path.parts
    if "plugins" in parts:
        folder, name = parts[parts.index("plugins") + 1], _bare(path.name).removeprefix("q")
        return name in PLUGINS.get(folder, ())
    if "translations" in parts:
        return path.name in {f"qtbase_{language}.qm" for language in LANGUAGES}
    if "qml" in parts or "opengl32sw" in path.name:
        return False
    if frameworks := [part for part in parts if part.endswith(".framework")]:
        return _bare(frameworks[0]).removeprefix("Qt") in QT_LIBRARIES
    if path.name.startswith(("libQt6", "Qt6")):
        return _bare(path.name).removeprefix("Qt6") in QT_LIBRARIES
    return True


def _bare(name: str) -> str:
    """Return a library's name without the system's prefix and suffix."""
    return name.removeprefix("lib").partition(".")[0]
