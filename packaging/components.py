"""The contents of a package: each file, and the component that it comes from."""

import platform
import re
import subprocess
import sys
import sysconfig
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path, PurePosixPath

from distributions import (
    declared_licence,
    declared_parts,
    home_of,
    licence_of,
    licence_text,
    owners,
    purl_of,
)
from native import (
    LIBRARIES,
    Library,
    bare_name,
    is_native,
    library_of,
    linked_libraries,
    version_in,
)

ROOT = Path(__file__).resolve().parent.parent
LICENCES = ROOT / "packaging" / "licences"
PROGRAM, PYTHON, QT, QT_FOR_PYTHON = "ccwatch", "CPython", "Qt", "PySide6_Essentials"
# Made by PyInstaller from CPython's modules.
_MADE_OF_PYTHON = "base_library.zip"
_NO_FILE_OF_ITS_OWN = ("PYMODULE", "PYSOURCE", "SYMLINK")
_COMPILED = ("BINARY", "EXTENSION")

Entry = tuple[str, str, str]


@dataclass(frozen=True)
class Component:
    """A part of the package with its licence; `files` are paths in the package."""

    name: str
    version: str
    licence: str
    purl: str
    home: str = ""
    text: str = ""
    files: tuple[str, ...] = ()
    parts: tuple["Component", ...] = ()


class UnknownOriginError(ValueError):
    """Files that belong to no known component would be shipped."""


def components_of(entries: Sequence[Entry]) -> list[Component]:
    """Return the components of PyInstaller's entries (target, source, kind), the program first.

    Raises UnknownOriginError, which names each file without a component.
    """
    files: defaultdict[str, dict[str, Path]] = defaultdict(dict)
    unknown = []
    for target, source, kind in entries:
        has_file = not kind.startswith(_NO_FILE_OF_ITS_OWN)
        library = library_of(target) if kind.startswith(_COMPILED) else None
        owner = library.name if library else _owner(target, Path(source))
        if owner:
            files[owner].update({target.replace("\\", "/"): Path(source)} if has_file else {})
        elif has_file:
            unknown.append(f"{target} (from {source})")
    if unknown:
        raise UnknownOriginError(
            "These files belong to no known component. Add theirs to packaging/native.py, or leave "
            f"them out in packaging/shipped.py: {', '.join(sorted(unknown))}"
        )
    order = sorted(files, key=lambda name: (name != PROGRAM, name != PYTHON, name.casefold()))
    return [_component(name, files[name]) for name in order]


def _owner(target: str, source: Path) -> str | None:
    """Return the name of the component that a file belongs to."""
    if owner := owners().get(source.resolve()):
        return QT if owner == QT_FOR_PYTHON and _is_of_qt(target) else owner
    if target == _MADE_OF_PYTHON or _is_of_python(target, source):
        return PYTHON
    ours = source.is_relative_to(ROOT) and "site-packages" not in source.parts
    return PROGRAM if ours else None


def _is_of_qt(target: str) -> bool:
    """Return whether this file of Qt for Python is part of Qt itself."""
    path = PurePosixPath(target.replace("\\", "/"))
    in_framework = any(part.endswith(".framework") for part in path.parts)
    in_folder = bool({"plugins", "translations"} & {*path.parts})
    return in_framework or in_folder or bare_name(path.name).startswith("qt6")


def _is_of_python(target: str, source: Path) -> bool:
    folders = [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")]
    if sys.platform == "win32":
        folders.append(sys.base_prefix)
    of_a_folder = any(source.is_relative_to(folder) for folder in folders)
    return of_a_folder or bool(re.match(r"python3?\d*$", bare_name(target)))


def _component(name: str, files: dict[str, Path]) -> Component:
    contents = {target: path.read_bytes() for target, path in files.items() if path.is_file()}
    native = {target: content for target, content in contents.items() if is_native(content)}
    bare = _bare_component(name, files, native)
    linked = _linked(native, f"{bare.name} {bare.version}")
    parts = (*linked, *_declared(name, bare.licence, linked))
    return replace(bare, files=tuple(sorted(files)), parts=parts)


def _bare_component(name: str, files: dict[str, Path], native: dict[str, bytes]) -> Component:
    if library := next((library for library in LIBRARIES if library.name == name), None):
        return _of_library(library, files.values(), native.values())
    if name == PROGRAM:
        version = metadata.version(PROGRAM)
        return Component(PROGRAM, version, "MIT", f"pkg:pypi/{PROGRAM}@{version}")
    if name == PYTHON:
        version, home = platform.python_version(), "https://docs.python.org/3/license.html"
        purl = f"pkg:generic/python@{version}"
        return Component(PYTHON, version, "PSF-2.0", purl, home, _licence_of_python() or home)
    version, licence = metadata.version(name), licence_of(name)
    return Component(name, version, licence, purl_of(name), home_of(name), licence_text(name))


def _of_library(library: Library, files: Iterable[Path], native: Iterable[bytes]) -> Component:
    version = next(filter(None, (version_in(library, content) for content in native)), "")
    packaged = next(filter(None, map(_system_package, files)), None)
    if packaged:
        version, purl = version or _upstream(packaged[1]), _system_purl(*packaged)
    else:
        version = version or f"as in CPython {platform.python_version()}"
        purl = _purl(library, version)
    return Component(library.name, version, library.licence, purl, library.home, _text(library))


def _linked(native: dict[str, bytes], host: str) -> tuple[Component, ...]:
    """Return the libraries that are linked into these files, each version once."""
    found: defaultdict[tuple[Library, str], list[str]] = defaultdict(list)
    for target, content in native.items():
        for library, version in linked_libraries(target, content):
            found[library, version or f"as in {host}"].append(target)
    return tuple(
        Component(
            library.name,
            version,
            library.licence,
            _purl(library, version),
            library.home,
            _text(library),
            tuple(sorted(targets)),
        )
        for (library, version), targets in sorted(found.items(), key=_by_name)
    )


def _by_name(linked: tuple[tuple[Library, str], list[str]]) -> tuple[str, str]:
    (library, version), _ = linked
    return library.name.casefold(), version


def _declared(name: str, licence: str, linked: Iterable[Component]) -> Iterator[Component]:
    """Yield the parts that a package declares, except those found in its files."""
    known = {(part.name.casefold(), part.version) for part in linked}
    for part in declared_parts(name):
        if (part["name"].casefold(), part["version"]) not in known:
            purl = part.get("purl", "").partition("?")[0]
            terms = declared_licence(part) or licence
            yield Component(part["name"], part["version"], terms, purl)


def _purl(library: Library, version: str) -> str:
    name = library.name.casefold().replace(" ", "-").replace("+", "p")
    return f"pkg:generic/{name}" + (f"@{version}" if version[:1].isdigit() else "")


def _text(library: Library) -> str:
    file = LICENCES / f"{library.name}.txt"
    return file.read_text("utf-8") if file.is_file() else ""


def _system_package(file: Path) -> tuple[str, str] | None:
    """Return the Debian package that a file belongs to, and its version."""
    if not sys.platform.startswith("linux"):
        return None
    places = (str(file), str(file.resolve()), str(file.resolve()).removeprefix("/usr"))
    for place in places:
        package = _output("dpkg-query", "--search", place).partition(": ")[0]
        if package:
            return package.partition(":")[0], _output(
                "dpkg-query", "--show", "--showformat", "${Version}", package
            )
    return None


def _output(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except FileNotFoundError:  # not a Debian system
        return ""


def _upstream(version: str) -> str:
    return version.partition(":")[2].rpartition("-")[0] or version.rpartition("-")[0] or version


def _system_purl(package: str, version: str) -> str:
    system = platform.freedesktop_os_release()
    release = f"{system['ID']}-{system.get('VERSION_ID', 'unstable')}"
    quoted = version.replace(":", "%3A").replace("+", "%2B")
    return f"pkg:deb/{system['ID']}/{package}@{quoted}?distro={release}"


def _licence_of_python() -> str:
    """Return the interpreter's own licence, if it is installed."""
    for folder in (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)):
        for name in ("LICENSE.txt", "LICENSE"):
            if (folder / name).is_file():
                return (folder / name).read_text("utf-8", "replace")
    return ""
