"""Hardening: no core dump, no memory access for others, no libraries from untrusted folders."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ccwatch.system.hardening import close_to_others, harden, load_libraries_safely

_PROGRAM = """
import os, resource, sys
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))  # a shell may have set it to 0 already
sys.argv = ["ccwatch", "--version"]
from ccwatch.cli import main
main()
print(resource.getrlimit(resource.RLIMIT_CORE)[0])
print(open("/proc/self/coredump_filter").read().strip() if sys.platform == "linux" else "")
print("CCWATCH_ACCESS_TOKEN" in os.environ)
from ccwatch.system.environment import own_environment
print(own_environment().get("CCWATCH_ACCESS_TOKEN"))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="rlimits of POSIX")
def test_a_process_of_the_program_leaves_no_memory_and_hands_no_token_on() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        env={**os.environ, "CCWATCH_ACCESS_TOKEN": "s3cr3t"},
        capture_output=True,
        text=True,
        check=True,
    )
    _, limit, dumped, inherited, known = done.stdout.splitlines()
    assert limit == "0"
    assert int(dumped or "0", 16) == 0
    assert inherited == "False"
    assert known == "s3cr3t"


@pytest.mark.skipif(sys.platform == "win32", reason="rlimits of POSIX")
def test_a_system_without_the_means_is_no_reason_to_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource

    from ccwatch.system.hardening import leave_no_core_dump

    def refused(*_: object) -> None:
        raise ValueError("not allowed to raise maximum limit")

    monkeypatch.setattr(resource, "setrlimit", refused)
    leave_no_core_dump(str(tmp_path / "missing"))
    (tmp_path / "filter").write_text("00000033\n")
    leave_no_core_dump(str(tmp_path / "filter"))
    assert (tmp_path / "filter").read_text()[0] == "0"


@pytest.mark.skipif(sys.platform == "win32", reason="rlimits of POSIX")
def test_the_limit_is_nothing_whatever_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource

    from ccwatch.system.hardening import leave_no_core_dump

    limits: list[object] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1 << 20, 1 << 30))
    monkeypatch.setattr(resource, "setrlimit", lambda *limit: limits.append(limit))
    leave_no_core_dump(str(tmp_path / "missing"))
    assert limits == [(resource.RLIMIT_CORE, (0, 1 << 30))]


class Windows:
    """The documented calls of kernel32 and advapi32, which of them fail, and a log."""

    def __init__(self, *failing: str) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self._failing = failing

    def _called(self, name: str, *arguments: Any) -> int:
        self.calls.append((name, *arguments))
        return 0 if name in self._failing else 1

    def SetDefaultDllDirectories(self, flags: int) -> int:  # noqa: N802
        return self._called("search", flags)

    def GetCurrentProcess(self) -> int:  # noqa: N802
        return -1

    def ConvertStringSecurityDescriptorToSecurityDescriptorW(  # noqa: N802
        self, text: str, revision: int, descriptor: Any, size: None
    ) -> int:
        descriptor._obj.value = 0x1234
        return self._called("convert", text, revision)

    def SetKernelObjectSecurity(self, process: int, what: int, descriptor: Any) -> int:  # noqa: N802
        return self._called("set", process, what, descriptor.value)

    def LocalFree(self, descriptor: Any) -> None:  # noqa: N802
        self._called("free", descriptor.value)


# SYNCHRONIZE, READ_CONTROL, PROCESS_QUERY_LIMITED_INFORMATION, PROCESS_TERMINATE, as Windows
# numbers them: neither PROCESS_VM_READ (0x10) nor PROCESS_DUP_HANDLE (0x40) nor WRITE_DAC.
OWNER = 0x00121001


def test_windows_is_told_who_may_do_what_with_the_process() -> None:
    windows = Windows()
    assert close_to_others(windows, windows)
    access = f"D:P(A;;0x{OWNER:08x};;;OW)(A;;GA;;;SY)(A;;GA;;;BA)"
    assert windows.calls == [("convert", access, 1), ("set", -1, 4, 0x1234), ("free", 0x1234)]


@pytest.mark.parametrize(
    ("failing", "called"),
    [("convert", ["convert"]), ("set", ["convert", "set", "free"])],
)
def test_what_windows_refuses_is_left_out_and_freed(failing: str, called: list[str]) -> None:
    windows = Windows(failing)
    assert not close_to_others(windows, windows)
    assert [call[0] for call in windows.calls] == called


def test_on_windows_both_are_done_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    windows = Windows()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(
        "ccwatch.system.hardening._windows_libraries", lambda: (windows, windows), raising=False
    )
    harden()
    assert [call[0] for call in windows.calls] == ["search", "convert", "set", "free"]


def test_windows_looks_for_libraries_in_no_folder_of_somebody_else() -> None:
    windows = Windows()
    assert load_libraries_safely(windows)
    assert windows.calls == [("search", 0x1000)]
    assert not load_libraries_safely(Windows("search"))
