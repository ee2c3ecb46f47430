"""Removes the build machine's folders from the library search paths of Linux binaries.

A folder of a build machine, such as a home, may belong to another user elsewhere, who could put a
library there for others to load.
"""

import struct
from pathlib import Path

_ELF64_LITTLE = b"\x7fELF\2\1"
_LOADED, _DYNAMIC = 1, 2  # segment types
_STRINGS, _RPATH, _RUNPATH = 5, 15, 29  # tags of dynamic entries
_ENTRY = struct.Struct("<qQ")


def run_paths(content: bytes) -> dict[int, str]:
    """Return an ELF file's search paths, by the offset of their entry; none for other files.

    Source: https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.dynamic.html
    """
    if not content.startswith(_ELF64_LITTLE):
        return {}
    segments = _segments(content)
    entries = {
        place: _ENTRY.unpack_from(content, place)
        for kind, offset, _, size in segments
        if kind == _DYNAMIC
        for place in range(offset, offset + size, _ENTRY.size)
    }
    address = next((value for tag, value in entries.values() if tag == _STRINGS), 0)
    strings = next(
        (
            offset + address - start
            for kind, offset, start, size in segments
            if kind == _LOADED and start <= address < start + size
        ),
        0,
    )
    return {
        place: content[strings + value :].partition(b"\0")[0].decode()
        for place, (tag, value) in entries.items()
        if tag in (_RPATH, _RUNPATH)
    }


def without_foreign_run_paths(content: bytes) -> bytes:
    """Return an ELF file whose search paths are relative to itself, or empty.

    The entry is pointed at the empty string at the start of every string table, which glibc's
    dynamic linker ignores.
    """
    changed = bytearray(content)
    for place, path in run_paths(content).items():
        if not all(folder.startswith("$ORIGIN") for folder in path.split(":")):
            tag, _ = _ENTRY.unpack_from(content, place)
            _ENTRY.pack_into(changed, place, tag, 0)
    return bytes(changed)


def clean(folder: Path) -> None:
    """Remove foreign search paths from every file of a folder."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            if (cleaned := without_foreign_run_paths(content)) != content:
                path.write_bytes(cleaned)


def _segments(content: bytes) -> list[tuple[int, int, int, int]]:
    """Return type, offset, address and size of each segment."""
    (table,) = struct.unpack_from("<Q", content, 0x20)
    size, count = struct.unpack_from("<HH", content, 0x36)
    found = (struct.unpack_from("<IIQQQQ", content, table + size * n) for n in range(count))
    return [(kind, offset, address, length) for kind, _, offset, address, _, length in found]
