"""Versions of native libraries, from bytes as found in such files."""

import pytest
from native import (
    LIBRARIES,
    Library,
    bare_name,
    is_native,
    library_of,
    linked_libraries,
    version_in,
)

BY_NAME = {library.name: library for library in LIBRARIES}


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("libssl.so.3", "ssl"),
        ("_internal\\libcrypto-3-x64.dll", "crypto"),
        ("PySide6/Qt/lib/libicuuc.so.73", "icuuc"),
        ("libsqlite3.0.dylib", "sqlite3"),
        ("VCRUNTIME140_1.dll", "vcruntime140_1"),
        ("_rust.abi3.so", "_rust"),
    ],
)
def test_a_library_is_known_by_the_middle_of_its_name(file: str, name: str) -> None:
    assert bare_name(file) == name


@pytest.mark.parametrize(
    ("file", "library"),
    [
        ("libcrypto.so.3", "OpenSSL"),
        ("libssl-3.dll", "OpenSSL"),
        ("sqlite3.dll", "SQLite"),
        ("libffi-8.dll", "libffi"),
        ("libz.so.1", "zlib"),
        ("libzstd.so.1", "Zstandard"),
        ("libicudata.so.73", "ICU"),
        ("api-ms-win-crt-heap-l1-1-0.dll", "Microsoft Visual C++ Runtime"),
        ("libother.so.1", None),
    ],
)
def test_files_of_libraries_on_all_systems_are_recognised(file: str, library: str | None) -> None:
    found = library_of(file)
    assert (found.name if found else None) == library


@pytest.mark.parametrize(
    ("library", "content", "version"),
    [
        ("OpenSSL", b"\0OpenSSL 3.0.19 27 Jan 2026\0", "3.0.19"),
        ("OpenSSL", b"\0OpenSSL 4.0.3 29 Sep 2026\0", "4.0.3"),
        ("OpenSSL", b"\0OpenSSL 3's legacy provider\0", ""),
        ("SQLite", b"\x003.40.1\0", "3.40.1"),
        ("zlib", b"\0 deflate 1.2.13 Copyright 1995-2022 Jean-loup Gailly \0", "1.2.13"),
        ("zlib", b"\0 inflate 1.3.1.1 Copyright 1995-2024 Mark Adler \0", "1.3.1.1"),
        ("bzip2", b"\x001.0.8, 13-Jul-2019\0", "1.0.8"),
        ("XZ Utils", b"\x005.4.1\0", "5.4.1"),
        ("Expat", b"\0expat_2.5.0\0", "2.5.0"),
        ("mpdecimal", b"\x002.5.1\0", "2.5.1"),
        ("Zstandard", b"\x85w\xca1.5.4\0", "1.5.4"),
        ("ICU", b"\x0073.2\0", "73.2"),
        ("Qt", b"\0Qt 6.11.3 (x86_64-little_endian-lp64)\0", "6.11.3"),
        ("PCRE2", b"\x0010.49 2026-09-28\0", "10.49"),
        ("libpng", b"\0 libpng version 1.6.59\n\0", "1.6.59"),
        ("HarfBuzz", b"\x0014.6.0\0", "14.6.0"),
        ("libffi", b"\x003.4.4\0", ""),
    ],
)
def test_a_file_says_the_version_of_its_library(library: str, content: bytes, version: str) -> None:
    assert version_in(BY_NAME[library], content) == version


def linked(file: str, content: bytes) -> list[tuple[str, str]]:
    return [(library.name, version) for library, version in linked_libraries(file, content)]


def test_the_second_openssl_is_found_in_the_file_that_it_is_linked_into() -> None:
    content = b"\x7fELF\0OpenSSL 4.0.3 29 Sep 2026\0"
    assert linked("cryptography/hazmat/bindings/_rust.abi3.so", content) == [("OpenSSL", "4.0.3")]
    assert linked("libcrypto.so.3", content) == []


def test_a_version_that_may_be_any_is_searched_only_where_its_library_may_be() -> None:
    assert linked("_decimal.cpython-311.so", b"\x002.5.1\0") == [("mpdecimal", "2.5.1")]
    assert linked("unicodedata.cpython-311.so", b"\x002.5.1\0") == []


def test_a_library_that_says_no_version_is_known_by_its_mark() -> None:
    assert linked("_cffi_backend.so", b"\0cffistatic_ffi_call\0") == [("libffi", "")]
    assert linked("_cffi_backend.so", b"\0ffi_call\0") == []
    assert linked("nacl/_sodium.pyd", b"\0LibsodiumDRG\0") == [("libsodium", "")]


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.name)
def test_no_library_is_found_in_an_empty_file(library: Library) -> None:
    assert version_in(library, b"") == ""


@pytest.mark.parametrize(
    ("content", "native"),
    [(b"\x7fELF\2", True), (b"MZ\x90", True), (b"\xcf\xfa\xed\xfe", True), (b"PK\3\4", False)],
)
def test_programs_and_libraries_of_all_systems_are_recognised(content: bytes, native: bool) -> None:
    assert is_native(content) is native
