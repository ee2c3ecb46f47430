"""Removes the build machine's folders from the library search paths of Linux binaries.

A folder of a build machine, such as a home, may belong to another user elsewhere, who could put a
library there for others to load.
"""

import struct
from pathlib import Path

_ELF64_LITTLE = b"\x7fELF\2\1"
_LOADED, _DYNAMIC = 1, 2  # segment types
_NEEDED, _STRINGS, _RPATH, _RUNPATH = 1, 5, 15, 29  # tags of dynamic entries
_ENTRY = struct.Struct("<qQ")


def run_paths(content: bytes) -> dict[int, str]:
    """Return an ELF file's search paths, by the offset of their entry; none for other files.

    Source: https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.dynamic.html
    """
    return {
        place: text for place, (tag, text) in _texts(content).items() if tag in (_RPATH, _RUNPATH)
    }


def needed_libraries(content: bytes) -> list[str]:
    """Return the names of the libraries that an ELF file is linked with; none of another file."""
    return [text for tag, text in _texts(content).values() if tag == _NEEDED]


def without_foreign_run_paths(content: bytes) -> bytes:
    """Return an ELF file without the search paths that are not relative to itself.

    The entries are removed, and their folders are blanked in the string table. What follows the
    last slash remains, since a symbol may share it.
    """
    foreign = {
        place: path
        for place, path in run_paths(content).items()
        if not all(folder.startswith("$ORIGIN") for folder in path.split(":"))
    }
    if not foreign:
        return content
    changed = bytearray(content)
    entries = _entries(content)
    kept = [entry for place, entry in entries.items() if place not in foreign]
    kept += [(0, 0)] * len(foreign)
    for place, entry in zip(entries, kept, strict=True):
        _ENTRY.pack_into(changed, place, *entry)
    strings = _strings(content, entries)
    for place, path in foreign.items():
        start, length = strings + entries[place][1], path.rfind("/") + 1
        changed[start : start + length] = bytes(length)
    return bytes(changed)


def clean(folder: Path) -> None:
    """Remove foreign search paths from every file of a folder."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            if (cleaned := without_foreign_run_paths(content)) != content:
                path.write_bytes(cleaned)


def _texts(content: bytes) -> dict[int, tuple[int, str]]:
    """Return the dynamic entries that are texts, by their place: tag and text."""
    entries = _entries(content)
    strings = _strings(content, entries)
    return {
        place: (tag, content[strings + value :].partition(b"\0")[0].decode())
        for place, (tag, value) in entries.items()
        if tag in (_NEEDED, _RPATH, _RUNPATH)
    }


def _entries(content: bytes) -> dict[int, tuple[int, int]]:
    """Return tag and value of each dynamic entry of an ELF file, by its place."""
    if not content.startswith(_ELF64_LITTLE):
        return {}
    return {
        place: _ENTRY.unpack_from(content, place)
        for kind, offset, _, size in _segments(content)
        if kind == _DYNAMIC
        for place in range(offset, offset + size, _ENTRY.size)
    }


def _strings(content: bytes, entries: dict[int, tuple[int, int]]) -> int:
    """Return where in the file the table of strings begins, 0 where there is none."""
    address = next((value for tag, value in entries.values() if tag == _STRINGS), 0)
    return next(
        (
            offset + address - start
            for kind, offset, start, size in (_segments(content) if entries else ())
            if kind == _LOADED and start <= address < start + size
        ),
        0,
    )


def _segments(content: bytes) -> list[tuple[int, int, int, int]]:
    """Return type, offset, address and size of each segment."""
    (table,) = struct.unpack_from("<Q", content, 0x20)
    size, count = struct.unpack_from("<HH", content, 0x36)
    found = (struct.unpack_from("<IIQQQQ", content, table + size * n) for n in range(count))
    return [(kind, offset, address, length) for kind, _, offset, address, _, length in found]
