"""The native libraries that a package may contain, and how to find their versions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

ANYWHERE = "*"


@dataclass(frozen=True)
class Library:
    """A library that is shipped as separate files, or linked into another library's file."""

    name: str
    licence: str  # an SPDX expression; the text is licences/NAME.txt
    home: str
    files: tuple[str, ...] = ()
    version: bytes = b""  # a pattern; empty if its files do not contain it
    linked_into: tuple[str, ...] = ()  # files with a copy if they contain the version or `mark`
    mark: bytes = b""


# The patterns match each library's own version string; one that could match another library's is
# searched only in the files that may contain the library.
LIBRARIES = (
    Library(
        "OpenSSL",
        "Apache-2.0",
        "https://openssl-library.org/",
        ("ssl", "crypto"),
        rb"OpenSSL (\d+\.\d+\.\d+\w*) +\d+ \w{3} \d{4}",
        (ANYWHERE,),
    ),
    Library(
        "SQLite",
        "blessing",
        "https://sqlite.org/copyright.html",
        ("sqlite3",),
        rb"\0(3\.\d+\.\d+)\0",
        ("_sqlite3",),
    ),
    Library(
        "libffi",
        "MIT",
        "https://github.com/libffi/libffi",
        ("ffi",),
        linked_into=("_cffi_backend",),
        mark=rb"cffistatic_ffi_call",
    ),
    Library(
        "libsodium",
        "ISC",
        "https://libsodium.org/",
        linked_into=("_sodium",),
        mark=rb"LibsodiumDRG",
    ),
    Library(
        "bzip2",
        "bzip2-1.0.6",
        "https://sourceware.org/bzip2/",
        ("bz2",),
        rb"\0(\d\.\d\.\d), \d+-\w+-\d{4}",
        (ANYWHERE,),
    ),
    Library(
        "XZ Utils",
        "0BSD",
        "https://tukaani.org/xz/",
        ("lzma",),
        rb"\0(5\.\d+\.\d+)\0",
        ("_lzma",),
    ),
    Library(
        "Expat",
        "MIT",
        "https://libexpat.github.io/",
        ("expat",),
        rb"\0expat_(\d+\.\d+\.\d+)\0",
        (ANYWHERE,),
    ),
    Library(
        "mpdecimal",
        "BSD-2-Clause",
        "https://www.bytereef.org/mpdecimal/",
        ("mpdec",),
        rb"\0(\d\.\d\.\d)\0",
        ("_decimal",),
    ),
    Library(
        "zlib",
        "Zlib",
        "https://zlib.net/",
        ("z",),
        rb"\b(?:de|in)flate (\d+\.\d+[.\d]*) Copyright",
        (ANYWHERE,),
    ),
    Library(
        "Zstandard",
        "BSD-3-Clause",
        "https://facebook.github.io/zstd/",
        ("zstd",),
        rb"(1\.\d\.\d)\0",
        ("_zstd",),
    ),
    Library(
        "ICU",
        "Unicode-DFS-2016",
        "https://icu.unicode.org/",
        ("icudata", "icui18n", "icuuc", "icuin", "icudt"),
        rb"\0(\d\d\.\d)\0",
    ),
    Library(
        "Qt",
        "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
        "https://www.qt.io/",
        version=rb"\bQt (\d+\.\d+\.\d+) \(",
    ),
    Library(
        "PCRE2",
        "BSD-3-Clause",
        "https://www.pcre.org/",
        version=rb"\0(10\.\d\d) \d{4}-\d\d-\d\d\0",
        linked_into=(ANYWHERE,),
    ),
    Library(
        "libpng",
        "libpng-2.0",
        "http://www.libpng.org/pub/png/libpng.html",
        version=rb"\blibpng version (\d+\.\d+\.\d+)",
        linked_into=(ANYWHERE,),
    ),
    Library(
        "HarfBuzz",
        "MIT-Modern-Variant",
        "https://harfbuzz.github.io/",
        version=rb"\0(\d\d\.\d\.\d)\0",
        linked_into=("qt6gui", "qtgui"),
    ),
    Library(
        "double-conversion",
        "BSD-3-Clause",
        "https://github.com/google/double-conversion",
        linked_into=("qt6core", "qtcore"),
        mark=rb"\bQt \d+\.\d+\.\d+ \(",
    ),
    Library(
        "MD4C",
        "MIT",
        "https://github.com/mity/md4c",
        linked_into=("qt6gui", "qtgui"),
        mark=rb"QTextMarkdownImporter",
    ),
    Library(
        "Microsoft Visual C++ Runtime",
        "LicenseRef-Microsoft-Visual-Cpp-Runtime",
        "https://learn.microsoft.com/cpp/windows/latest-supported-vc-redist",
        (
            "vcruntime140",
            "vcruntime140_1",
            "msvcp140",
            "msvcp140_1",
            "msvcp140_2",
            "ucrtbase",
            "api",
        ),
    ),
)
QT = next(library for library in LIBRARIES if library.name == "Qt")
_BEGINNINGS = (
    b"\x7fELF",
    b"MZ",
    *(bytes.fromhex(magic) for magic in ("cffaedfe", "cefaedfe", "cafebabe", "cafebabf")),
)


def is_native(content: bytes) -> bool:
    """Return whether this is a program or library of Linux, Windows or macOS."""
    return content.startswith(_BEGINNINGS)


def bare_name(file: str) -> str:
    """Return a library's name in lower case, without the system's prefix and suffix."""
    name = PurePath(file.replace("\\", "/")).name.casefold().removeprefix("lib")
    return re.split(r"[-.]", name)[0]


def library_of(file: str) -> Library | None:
    """Return the library with this file name."""
    name = bare_name(file)
    return next((library for library in LIBRARIES if name in library.files), None)


def version_in(library: Library, content: bytes) -> str:
    """Return the version of the library that a file contains, or nothing."""
    found = re.search(library.version, content) if library.version else None
    return found.group(1).decode() if found else ""


def linked_libraries(file: str, content: bytes) -> Iterator[tuple[Library, str]]:
    """Yield each library that is linked into this file of another, with its version if known."""
    name, own = bare_name(file), library_of(file)
    for library in LIBRARIES:
        if library is own or not {ANYWHERE, name} & {*library.linked_into}:
            continue
        version = version_in(library, content)
        if version or (library.mark and re.search(library.mark, content)):
            yield library, version
