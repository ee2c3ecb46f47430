"""The notices of third parties, from the very files that a package ships."""

import re
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path

NOTICES = "THIRD-PARTY-NOTICES.txt"
LICENCES = Path(__file__).resolve().parent / "licences"
_IS_LICENCE = re.compile(r"(?i)(licen[cs]e|copying|notice|authors)")
_HEAD = """\
ccwatch is free software under the MIT licence. Its packages carry the software below, each under
its own licence. The texts follow the list.

Qt and Qt for Python (PySide6, Shiboken) are used under the GNU Lesser General Public License,
version 3. Their libraries are linked dynamically and lie as files of their own in the folder
"PySide6" and "shiboken6" of this package; you may replace them by modified ones of a compatible
interface, and may take this program apart as far as that needs. The complete source of the
versions that the list names is at https://download.qt.io/official_releases/QtForPython/ and
https://download.qt.io/official_releases/qt/; what Qt itself contains of others is told at
https://doc.qt.io/qt-6/licenses-used-in-qt.html. Whoever got this package can, for three years
after it was published, also ask the project for that source at the cost of sending it.
"""
# Libraries that come with the interpreter: by the beginning of their file names.
_OF_PYTHON = {
    "crypto": ("OpenSSL", "Apache-2.0", "https://www.openssl.org/source/license.html"),
    "sqlite3": ("SQLite", "public domain", "https://sqlite.org/copyright.html"),
    "ffi": ("libffi", "MIT", "https://github.com/libffi/libffi/blob/master/LICENSE"),
    "bz2": ("bzip2", "bzip2-1.0.6", "https://sourceware.org/bzip2/"),
    "lzma": ("XZ Utils (liblzma)", "0BSD", "https://tukaani.org/xz/"),
    "expat": ("Expat", "MIT", "https://github.com/libexpat/libexpat"),
    "mpdec": ("mpdecimal", "BSD-2-Clause", "https://www.bytereef.org/mpdecimal/"),
    "z": ("zlib", "Zlib", "https://zlib.net/zlib_license.html"),
}


def shipped_distributions(sources: Iterable[str]) -> list[str]:
    """Return the names of the installed packages that these files come from; not ccwatch's."""
    owners = {
        str(file.locate()): str(package.metadata["Name"])
        for package in metadata.distributions()
        for file in package.files or ()
    }
    resolved = {str(Path(file).resolve()): name for file, name in owners.items()}
    found = {resolved.get(str(Path(source).resolve())) for source in sources}
    return sorted((name for name in found if name and name != "ccwatch"), key=str.casefold)


def third_party_notices(distributions: Sequence[str], sources: Iterable[str] = ()) -> str:
    """Return a list of all with their licences, and the texts of these."""
    python = f"Python {sys.version.split()[0]} (PSF-2.0) https://docs.python.org/3/license.html"
    listed = [python, *_libraries(sources)]
    texts = [("Python", _python_licence())]
    for name in distributions:
        about = metadata.metadata(name)
        listed.append(f"{about['Name']} {about['Version']} ({licence_of(name)}) {_home(about)}")
        texts.append((f"{about['Name']} {about['Version']}", licence_text(name)))
    texts += [(path.stem, path.read_text("utf-8")) for path in sorted(LICENCES.glob("*.txt"))]
    parts = [_HEAD, "\n".join(listed)]
    parts += [f"{'=' * 78}\n{title}\n{'=' * 78}\n\n{text.strip()}" for title, text in texts if text]
    return "\n\n".join(parts) + "\n"


def licence_of(name: str) -> str:
    """Return the licence that a package names, in short."""
    about = metadata.metadata(name)
    for key in ("License-Expression", "License"):
        told = (about[key] or "").strip() if key in about else ""
        if told and "\n" not in told:
            return told
    kinds = [text for text in about.get_all("Classifier") or [] if text.startswith("License ::")]
    return ", ".join(kind.rpartition(" :: ")[2] for kind in kinds)


def licence_text(name: str) -> str:
    """Return the texts of licences and notices that a package carries."""
    files = [
        file
        for file in metadata.files(name) or ()
        if ".dist-info" in file.parts[0] and _IS_LICENCE.search(file.name)
    ]
    return "\n\n".join(file.read_text("utf-8").strip() for file in sorted(files))


def _libraries(sources: Iterable[str]) -> list[str]:
    names = {re.split(r"[-.]", Path(source).name.removeprefix("lib"))[0] for source in sources}
    return [
        f"{title} ({licence}) {home}"
        for begin, (title, licence, home) in _OF_PYTHON.items()
        if begin in names
    ]


def _home(about: metadata.PackageMetadata) -> str:
    links = [link.partition(", ")[2] for link in about.get_all("Project-URL") or []]
    return about["Home-page"] if "Home-page" in about else next(iter(links), "")


def _python_licence() -> str:
    """Return the interpreter's own licence; where it has none installed, where to read it."""
    folders = [Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)]
    for folder in folders:
        for name in ("LICENSE.txt", "LICENSE"):
            if (folder / name).is_file():
                return (folder / name).read_text("utf-8", "replace")
    return "https://docs.python.org/3/license.html"
