"""Owner and access lists of Windows, on folders whose lists the tests write."""

import ctypes
import sys
from pathlib import Path

import pytest

from ccwatch.core.errors import StorageFault
from ccwatch.disk.paths import paths_for

if sys.platform != "win32":
    pytest.skip("access lists are those of Windows", allow_module_level=True)
assert sys.platform == "win32"

from ccwatch.system.ownership import is_foreign, other_writers
from ccwatch.system.ownership.windows import user_sid

ACCESS_LIST = 4


def allow(path: Path, entries: str) -> None:
    """Give the folder this access list alone, in Windows' own notation."""
    advapi = ctypes.WinDLL("advapi32", use_last_error=True)
    descriptor = ctypes.c_void_p()
    assert advapi.ConvertStringSecurityDescriptorToSecurityDescriptorW(
        ctypes.c_wchar_p(f"D:P{entries}"), 1, ctypes.byref(descriptor), None
    )
    assert advapi.SetFileSecurityW(ctypes.c_wchar_p(str(path)), ACCESS_LIST, descriptor)


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
