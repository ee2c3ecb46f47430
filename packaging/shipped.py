"""What of Qt and of the build machine goes into a package; the rest stays out.

PyInstaller takes every plugin of each Qt module, and with them QML, GTK and whatever else they
could use. These tables name what a program of widgets needs on the three systems.
"""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

_TRANSLATIONS = Path(__file__).resolve().parents[1] / "resources" / "translations"
LANGUAGES = tuple(
    sorted(file.stem.removeprefix("ccwatch_") for file in _TRANSLATIONS.glob("ccwatch_*.ts"))
)
PLUGINS = {
    "iconengines": ("svgicon",),  # the icon themes of Linux are drawn in SVG
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
# Never imported by what ccwatch calls: rich's colouring of source code and its Markdown; and
# multiprocessing, for which PyInstaller would prepare each start.
EXCLUDED_MODULES = (
    *("PySide6.QtSvg", "markdown_it", "multiprocessing", "pydoc", "pygments", "runpy"),
    *("setuptools", "tkinter"),
)
# Imported on Linux alone, or where a compiled module is missing, or to build what is built already.
EXCLUDED_ON_WINDOWS = ("PySide6.QtDBus", "_pydatetime", "_pydecimal", "cffi", "pycparser")
# What PyInstaller would do at each start so that packages could list what is in them; none does.
NOT_AT_START = ("pyi_rth_pkgutil",)
# Without docstrings and asserts there is less to read at each start.
OPTIMIZE = 2
# The libraries that Python itself needs, and zstd, which Qt's need: they differ from one release
# of a system to the next. All others of the system are the system's to keep, and a package names
# them as what it depends on.
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
    """Return what of PyInstaller's entries (target, source, kind) is shipped.

    `system_folders` are those whose libraries stay behind unless they are Python's.
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
    """Return a library's name without what a system puts before and behind it."""
    return name.removeprefix("lib").partition(".")[0]
