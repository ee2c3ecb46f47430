"""Hardens a process that holds tokens: no dump of its memory is left on disk.

Linux and macOS: no core file; on Linux the dump for a core handler, to which the limit does not
apply, contains no memory. The process stays "dumpable" (prctl): otherwise the desktop's portals,
which read /proc/PID, would refuse it, and Qt gets the colour scheme from them.

Windows: the user's other programs, except those run as administrator, cannot read the memory;
libraries are loaded from the program's, Windows' and explicitly added folders, never from the
working directory or PATH. Each step helps by itself and none is essential: one that fails is
skipped.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

_DUMPED = "/proc/self/coredump_filter"
# https://learn.microsoft.com/windows/win32/api/libloaderapi/nf-libloaderapi-setdefaultdlldirectories
LOAD_LIBRARY_SEARCH_DEFAULT_DIRS = 0x1000
# https://learn.microsoft.com/windows/win32/procthread/process-security-and-access-rights
PROCESS_TERMINATE, PROCESS_QUERY_LIMITED_INFORMATION = 0x0001, 0x1000
READ_CONTROL, SYNCHRONIZE = 0x0002_0000, 0x0010_0000
_ALLOWED = PROCESS_TERMINATE | PROCESS_QUERY_LIMITED_INFORMATION | READ_CONTROL | SYNCHRONIZE
DACL_SECURITY_INFORMATION, SDDL_REVISION_1 = 0x4, 1
# The owner, who by default may also read the memory and change this list; the system;
# administrators.
ACCESS = f"D:P(A;;0x{_ALLOWED:08x};;;OW)(A;;GA;;;SY)(A;;GA;;;BA)"


def harden() -> None:
    """Apply everything that this system offers."""
    if sys.platform == "win32":
        kernel32, advapi32 = _windows_libraries()
        load_libraries_safely(kernel32)
        close_to_others(kernel32, advapi32)
    else:
        leave_no_core_dump()


if sys.platform != "win32":

    def leave_no_core_dump(dumped: str = _DUMPED) -> None:
        """Keep a crash of this process or its children from writing memory to the disk.

        A child may lift the limit.
        """
        import resource

        with suppress(OSError, ValueError):
            hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
            resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
        with suppress(OSError), open(dumped, "r+", encoding="ascii") as file:  # noqa: PTH123
            file.write("0")


def load_libraries_safely(kernel32: Any) -> bool:
    """Load libraries only from folders that no one else can write to; return whether that works."""
    return bool(kernel32.SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_DEFAULT_DIRS))


def let_qt_load_its_libraries() -> None:
    """Add the folder of Qt, from where its plugins load further libraries, Qt6Svg for one."""
    if sys.platform == "win32":
        import PySide6

        os.add_dll_directory(str(Path(PySide6.__file__).parent))


def close_to_others(kernel32: Any, advapi32: Any) -> bool:
    """Deny the user's other programs access to this process's memory; return whether that works."""
    import ctypes

    descriptor = ctypes.c_void_p()
    if not advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW(
        ACCESS, SDDL_REVISION_1, ctypes.byref(descriptor), None
    ):
        return False
    try:
        process = kernel32.GetCurrentProcess()
        return bool(
            advapi32.SetKernelObjectSecurity(process, DACL_SECURITY_INFORMATION, descriptor)
        )
    finally:
        kernel32.LocalFree(descriptor)


if sys.platform == "win32":

    def _windows_libraries() -> tuple[Any, Any]:
        """Return kernel32 and advapi32 with their functions declared."""
        import ctypes
        from ctypes import wintypes

        kernel32, advapi32 = ctypes.WinDLL("kernel32"), ctypes.WinDLL("advapi32")
        kernel32.SetDefaultDllDirectories.argtypes = [wintypes.DWORD]
        kernel32.GetCurrentProcess.restype = wintypes.HANDLE
        kernel32.LocalFree.argtypes = [wintypes.LPVOID]
        kernel32.LocalFree.restype = wintypes.LPVOID
        advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW.argtypes = [
            wintypes.LPCWSTR,
            wintypes.DWORD,
            ctypes.POINTER(ctypes.c_void_p),
            ctypes.POINTER(wintypes.ULONG),
        ]
        advapi32.SetKernelObjectSecurity.argtypes = [
            wintypes.HANDLE,
            wintypes.DWORD,
            wintypes.LPVOID,
        ]
        return kernel32, advapi32
