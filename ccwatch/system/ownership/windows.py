"""Owner and write access by security descriptor, of files and of named pipes."""

import ctypes
import sys
from ctypes import POINTER, byref, c_void_p, c_wchar_p, cast, string_at
from ctypes.wintypes import BOOL, DWORD, HANDLE, LPCWSTR
from pathlib import Path

from ccwatch.core.language import mark

assert sys.platform == "win32"

EVERYBODY = mark("everybody")
OTHERS = mark("other users")

_FILE, _KERNEL_OBJECT = 1, 6
_OWNER, _ACCESS_LIST = 1, 4
_TOKEN_QUERY, _TOKEN_USER = 8, 1
_ALLOWED = (0, 9)  # ordinary, and conditional, which counts as if the condition held
_ACE_HEAD = 8  # type, flags, size, mask; the SID follows
# Write, append, delete a child, delete, change access list or owner, generic write or all.
_WRITE = 0x2 | 0x4 | 0x40 | 0x10000 | 0x40000 | 0x80000 | 0x40000000 | 0x10000000
_ADMINISTRATORS, _SYSTEM = "S-1-5-32-544", "S-1-5-18"
# CREATOR OWNER and OWNER RIGHTS stand for the owner, who is checked separately.
_TRUSTED = (
    _ADMINISTRATORS,
    _SYSTEM,
    "S-1-3-0",
    "S-1-3-4",
    "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",  # TrustedInstaller
)
_WORLD = ("S-1-1-0", "S-1-5-11", "S-1-5-7")  # everyone, authenticated, anonymous

_advapi = ctypes.WinDLL("advapi32", use_last_error=True)
_kernel = ctypes.WinDLL("kernel32", use_last_error=True)
_kernel.LocalFree.argtypes = [c_void_p]
_kernel.GetCurrentProcess.restype = HANDLE
_kernel.CloseHandle.argtypes = [HANDLE]
_advapi.OpenProcessToken.argtypes = [HANDLE, DWORD, POINTER(HANDLE)]
_advapi.GetTokenInformation.argtypes = [HANDLE, DWORD, c_void_p, DWORD, POINTER(DWORD)]
_advapi.ConvertSidToStringSidW.argtypes = [c_void_p, POINTER(c_wchar_p)]
_advapi.GetAce.argtypes = [c_void_p, DWORD, POINTER(c_void_p)]
_parts = [POINTER(c_void_p), POINTER(c_void_p), POINTER(c_void_p), POINTER(c_void_p)]
_advapi.GetNamedSecurityInfoW.argtypes = [LPCWSTR, DWORD, DWORD, *_parts, POINTER(c_void_p)]
_advapi.GetSecurityInfo.argtypes = [HANDLE, DWORD, DWORD, *_parts, POINTER(c_void_p)]
for _call in (_advapi.OpenProcessToken, _advapi.GetTokenInformation, _advapi.GetAce):
    _call.restype = BOOL


def is_foreign(path: Path) -> bool:
    """Return whether another user owns it; administrators and the system count as this user.

    Raises OSError.
    """
    owner, _ = _of_file(path)
    return owner not in (user_sid(), *_TRUSTED)


def is_foreign_pipe(handle: int) -> bool:
    """Return whether another or an unknown user created the pipe; raises OSError."""
    owner, descriptor = c_void_p(), c_void_p()
    _check(
        _advapi.GetSecurityInfo(
            handle, _KERNEL_OBJECT, _OWNER, byref(owner), None, None, None, byref(descriptor)
        )
    )
    try:
        return not owner or _words(owner) not in (user_sid(), _ADMINISTRATORS, _SYSTEM)
    finally:
        _kernel.LocalFree(descriptor)


def other_writers(path: Path) -> str | None:
    """Return who else may write there, as marked words; None: only this user and administrators.

    Raises OSError.
    """
    _, writers = _of_file(path)
    if writers is None or writers & set(_WORLD):
        return EVERYBODY
    return OTHERS if writers - {user_sid(), *_TRUSTED} else None


def user_sid() -> str:
    """Return the SID of this process's user; raises OSError."""
    token, size = HANDLE(), DWORD()
    if not _advapi.OpenProcessToken(_kernel.GetCurrentProcess(), _TOKEN_QUERY, byref(token)):
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        _advapi.GetTokenInformation(token, _TOKEN_USER, None, 0, byref(size))
        buffer = ctypes.create_string_buffer(size.value)
        if not _advapi.GetTokenInformation(token, _TOKEN_USER, buffer, size, byref(size)):
            raise ctypes.WinError(ctypes.get_last_error())
        return _words(cast(buffer, POINTER(c_void_p))[0])
    finally:
        _kernel.CloseHandle(token)


def _of_file(path: Path) -> tuple[str, set[str] | None]:
    """Return the owner's SID and the SIDs that may write; None without an access list."""
    owner, access, descriptor = c_void_p(), c_void_p(), c_void_p()
    _check(
        _advapi.GetNamedSecurityInfoW(
            str(path.resolve()),
            _FILE,
            _OWNER | _ACCESS_LIST,
            byref(owner),
            None,
            byref(access),
            None,
            byref(descriptor),
        )
    )
    try:
        return _words(owner), _writers(access) if access else None
    finally:
        _kernel.LocalFree(descriptor)


def _writers(access: c_void_p) -> set[str]:
    """Return the SIDs that are allowed to write; deny entries are ignored."""
    assert access.value is not None
    count = int.from_bytes(string_at(access.value + 4, 2), "little")
    found = set()
    for index in range(count):
        entry = c_void_p()
        if not _advapi.GetAce(access, index, byref(entry)) or entry.value is None:
            continue
        kind, mask = string_at(entry.value, 1)[0], string_at(entry.value + 4, 4)
        if kind in _ALLOWED and int.from_bytes(mask, "little") & _WRITE:
            found.add(_words(c_void_p(entry.value + _ACE_HEAD)))
    return found


def _words(sid: c_void_p | int | None) -> str:
    text = c_wchar_p()
    if not _advapi.ConvertSidToStringSidW(sid, byref(text)):
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        return text.value or ""
    finally:
        _kernel.LocalFree(cast(text, c_void_p))


def _check(code: int) -> None:
    if code:
        raise ctypes.WinError(code)
