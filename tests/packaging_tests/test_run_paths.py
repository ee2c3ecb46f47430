"""Search paths of compiled files, in generated files."""

import struct
from pathlib import Path

import pytest
from run_paths import clean, needed_libraries, run_paths, without_foreign_run_paths

RPATH, RUNPATH, STRINGS, NEEDED, LAST = 15, 29, 5, 1, 0
AT = 0x400000  # where the file is loaded to


def elf(*paths: tuple[int, str], needed: str = "libc.so.6") -> bytes:
    """Return a 64-bit ELF file with these search paths (tag, text)."""
    strings = b"\0" + needed.encode() + b"\0"
    entries = [(NEEDED, 1)]
    for tag, path in paths:
        entries.append((tag, len(strings)))
        strings += path.encode() + b"\0"
    headers, table = 64, 64 + 2 * 56
    dynamic_size = 16 * (len(entries) + 2)
    place = table + dynamic_size
    entries += [(STRINGS, AT + place), (LAST, 0)]
    dynamic = b"".join(struct.pack("<qQ", *entry) for entry in entries)
    total = place + len(strings)
    head = b"\x7fELF\2\1\1".ljust(16, b"\0")
    head += struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, 0, headers, 0, 0, 64, 56, 2, 0, 0, 0)
    load = struct.pack("<IIQQQQQQ", 1, 4, 0, AT, AT, total, total, 4096)
    about = (2, 6, table, AT + table, AT + table, dynamic_size, dynamic_size, 8)
    return head + load + struct.pack("<IIQQQQQQ", *about) + dynamic + strings


@pytest.mark.parametrize("tag", [RPATH, RUNPATH])
@pytest.mark.parametrize(
    "path", ["/home/somebody/.pyenv/lib", "$ORIGIN:/opt/python/lib", "lib", "$ORIGIN/../lib:"]
)
def test_a_folder_of_the_build_machine_is_forgotten(tag: int, path: str) -> None:
    content = elf((tag, path))
    assert [*run_paths(content).values()] == [path]
    after = without_foreign_run_paths(content)
    assert run_paths(after) == {}
    assert needed_libraries(after) == ["libc.so.6"]
    assert b"somebody" not in after
    assert b"/opt" not in after


@pytest.mark.parametrize("path", ["$ORIGIN", "$ORIGIN/", "$ORIGIN/:$ORIGIN/Qt/lib"])
def test_a_path_that_is_relative_to_the_file_stays(path: str) -> None:
    content = elf((RUNPATH, path))
    assert without_foreign_run_paths(content) == content


def test_nothing_else_of_the_file_changes() -> None:
    path = b"/home/somebody/lib"
    before = elf((RUNPATH, path.decode()))
    after = without_foreign_run_paths(before)
    (place,) = run_paths(before)
    strings = before.index(path)
    end = before.index(b"\0libc.so.6")
    assert len(after) == len(before)
    assert after[:place] == before[:place]
    assert after[place : place + 32] == before[place + 16 : place + 48]  # moved up by one
    assert after[place + 32 : end] == bytes(16)
    assert after[end:strings] == before[end:strings]
    assert after[strings:] == bytes(len(path) - 3) + b"lib\0"


def test_a_symbol_that_shares_the_end_of_a_path_keeps_its_name() -> None:
    assert without_foreign_run_paths(elf((RUNPATH, "/opt/x/log"))).endswith(b"\0log\0")


def test_the_libraries_that_a_file_needs_are_read() -> None:
    assert needed_libraries(elf(needed="libEGL.so.1")) == ["libEGL.so.1"]
    assert needed_libraries(b"MZ") == []


@pytest.mark.parametrize("content", [b"", b"MZ\x90", b"\x7fELF\1\1", b"text", elf()])
def test_a_file_without_search_paths_is_left_alone(content: bytes) -> None:
    assert without_foreign_run_paths(content) == content


def test_a_whole_folder_is_cleaned(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    for name in ("program", "lib/libone.so"):
        (tmp_path / name).write_bytes(elf((RUNPATH, "/home/somebody/lib")))
    clean(tmp_path)
    for name in ("program", "lib/libone.so"):
        assert run_paths((tmp_path / name).read_bytes()) == {}
