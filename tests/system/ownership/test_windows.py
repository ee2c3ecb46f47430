"""Owner and access lists on Windows, on folders with access lists set by the tests."""

import ctypes
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ccwatch.core.errors import StorageFault
from ccwatch.disk.paths import paths_for

if sys.platform != "win32":
    pytest.skip("access lists are those of Windows", allow_module_level=True)
assert sys.platform == "win32"

from ccwatch.system.ownership import is_foreign, is_foreign_pipe, other_writers
from ccwatch.system.ownership import windows as ownership
from ccwatch.system.ownership.windows import user_sid

OWNER, ACCESS_LIST = 1, 4
FILE, KERNEL_OBJECT = 1, 6
STRANGER = "S-1-5-21-1-2-3-1001"
TRUSTED_INSTALLER = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"


def allow(path: Path, entries: str) -> None:
    """Set the folder's access list, in SDDL."""
    advapi = ctypes.WinDLL("advapi32", use_last_error=True)
    descriptor = ctypes.c_void_p()
    assert advapi.ConvertStringSecurityDescriptorToSecurityDescriptorW(
        ctypes.c_wchar_p(f"D:P{entries}"), 1, ctypes.byref(descriptor), None
    )
    assert advapi.SetFileSecurityW(ctypes.c_wchar_p(str(path)), ACCESS_LIST, descriptor)


@pytest.fixture
def describe(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Have Windows return this security descriptor (SDDL) for every object.

    Tests cannot give a file to another user, and not every file system stores every entry.
    """

    def describe(text: str) -> None:
        advapi = ctypes.WinDLL("advapi32", use_last_error=True)
        text = text.format(me=user_sid())

        def read(_: object, kind: int, wanted: int, owner: Any, *rest: Any) -> int:
            _group, access, _audit, descriptor = rest
            found = ctypes.byref(ctypes.c_int())
            assert kind == (FILE if access else KERNEL_OBJECT)
            assert wanted == (OWNER | ACCESS_LIST if access else OWNER)
            assert advapi.ConvertStringSecurityDescriptorToSecurityDescriptorW(
                ctypes.c_wchar_p(text), 1, descriptor, None
            )
            made = descriptor._obj
            assert advapi.GetSecurityDescriptorOwner(made, owner, found)
            if access:
                assert advapi.GetSecurityDescriptorDacl(made, found, access, found)
            return 0

        monkeypatch.setattr(ownership._advapi, "GetNamedSecurityInfoW", read)
        monkeypatch.setattr(ownership._advapi, "GetSecurityInfo", read)

    return describe


@pytest.mark.parametrize(
    ("owner", "of_file", "of_pipe"),
    [
        ("{me}", False, False),
        ("BA", False, False),
        ("SY", False, False),
        # It owns what Windows installs, and opens no pipes of this program.
        (TRUSTED_INSTALLER, False, True),
        (STRANGER, True, True),
        ("WD", True, True),
        ("BU", True, True),
        ("AN", True, True),
    ],
)
def test_files_and_pipes_of_another_user_are_foreign(
    tmp_path: Path, describe: Callable[[str], None], owner: str, of_file: bool, of_pipe: bool
) -> None:
    describe(f"O:{owner}D:(A;;FA;;;{{me}})")
    assert is_foreign(tmp_path) is of_file
    assert is_foreign_pipe(0) is of_pipe


def test_a_pipe_without_an_owner_is_foreign(describe: Callable[[str], None]) -> None:
    describe("D:(A;;FA;;;{me})")
    assert is_foreign_pipe(0)


@pytest.mark.parametrize(
    ("entries", "writers"),
    [
        ("", None),  # an empty list: only the owner has access
        ("(A;;FA;;;WD)", "everybody"),
        ("(A;;FA;;;AU)", "everybody"),
        ("(A;;FA;;;AN)", "everybody"),
        ("(A;;FA;;;BU)", "other users"),
        (f"(A;;FA;;;{STRANGER})", "other users"),
        ("(A;;FA;;;{me})", None),
        ("(A;;FA;;;BA)", None),
        ("(A;;FA;;;SY)", None),
        ("(A;;FA;;;CO)", None),
        ("(A;;FA;;;S-1-3-4)", None),
        (f"(A;;FA;;;{TRUSTED_INSTALLER})", None),
        (f"(A;;FR;;;WD)(A;;FA;;;{{me}})(A;;FA;;;{STRANGER})", "other users"),
        (f"(D;;FA;;;{STRANGER})(A;;FA;;;{{me}})", None),
        ("(D;;FA;;;WD)(A;;FA;;;WD)", "everybody"),
    ],
)
def test_strangers_on_the_access_list_may_write(
    tmp_path: Path, describe: Callable[[str], None], entries: str, writers: str | None
) -> None:
    describe(f"O:{{me}}D:{entries}")
    assert other_writers(tmp_path) == writers


@pytest.mark.parametrize("kind", [0, 9])
def test_an_entry_with_a_condition_counts_as_one_without(kind: int) -> None:
    """Types and layout: [MS-DTYP] 2.4.4.2 and 2.4.4.6, 2.4.5."""
    everybody = bytes.fromhex("010100000000000100000000")
    entry = struct.pack("<BBHI", kind, 0, 8 + len(everybody), 0x1F01FF) + everybody
    access = struct.pack("<BBHHH", 2, 0, 8 + len(entry), 1, 0) + entry
    held = ctypes.create_string_buffer(access, len(access))
    assert ownership._writers(ctypes.c_void_p(ctypes.addressof(held))) == {"S-1-1-0"}


def test_where_there_is_no_access_list_everybody_may_write(
    tmp_path: Path, describe: Callable[[str], None]
) -> None:
    describe("O:{me}")
    assert other_writers(tmp_path) == "everybody"


@pytest.mark.parametrize(
    ("right", "writes"),
    [
        (0x00000002, True),  # write data, or add a file
        (0x00000004, True),  # append, or add a folder
        (0x00000040, True),  # delete what the folder holds
        (0x00010000, True),  # delete
        (0x00040000, True),  # change the access list
        (0x00080000, True),  # take ownership
        (0x10000000, True),  # all
        (0x40000000, True),  # write
        (0x00000001, False),  # read data, or list
        (0x00000020, False),  # execute, or pass through
        (0x00020000, False),  # read the access list
        (0x00100000, False),  # wait
        (0x20000000, False),  # execute
        (0x80000000, False),  # read
        (0x001200A9, False),  # read and execute
    ],
)
def test_each_right_to_change_counts_as_write_access(
    tmp_path: Path, describe: Callable[[str], None], right: int, writes: bool
) -> None:
    describe(f"O:{{me}}D:(A;;{right:#x};;;{STRANGER})")
    assert other_writers(tmp_path) == ("other users" if writes else None)


def test_a_home_that_another_user_owns_is_refused(
    tmp_path: Path, describe: Callable[[str], None]
) -> None:
    describe(f"O:{STRANGER}D:(A;;FA;;;{{me}})")
    with pytest.raises(StorageFault, match="belongs to another user"):
        paths_for({"CCWATCH_HOME": str(tmp_path)}).prepare()


@pytest.mark.parametrize(
    ("entries", "writers"),
    [
        ("(A;OICI;FA;;;{me})", None),
        ("(A;OICI;FA;;;{me})(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)", None),
        ("(A;OICI;FA;;;{me})(A;OICI;FR;;;WD)", None),
        ("(A;OICI;FA;;;{me})(A;OICI;FA;;;WD)", "everybody"),
    ],
)
def test_who_else_may_write_is_read_from_the_access_list(
    tmp_path: Path, entries: str, writers: str | None
) -> None:
    allow(tmp_path, entries.format(me=user_sid()))
    assert other_writers(tmp_path) == writers
    assert not is_foreign(tmp_path)


def test_a_home_that_everybody_may_write_to_is_refused(tmp_path: Path) -> None:
    allow(tmp_path, f"(A;OICI;FA;;;{user_sid()})(A;OICI;FA;;;WD)")
    with pytest.raises(StorageFault, match="can be changed by everybody") as refused:
        paths_for({"CCWATCH_HOME": str(tmp_path)}).prepare()
    assert "icacls" in refused.value.advice
