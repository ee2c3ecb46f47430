"""Makes file modes apply to root as well, so that any user can test what they forbid."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_VERSION_3 = 0x20080522  # capget(2)
_DAC_OVERRIDE, _DAC_READ_SEARCH = 1, 2  # capabilities(7)
# Without it access(2) checks root's permitted capabilities, not the effective ones.
_GET_SECUREBITS, _SET_SECUREBITS, _NO_SETUID_FIXUP = 27, 28, 1 << 2  # prctl(2)


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Data(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def can_apply() -> bool:
    """Return whether modes apply to this user, or can be made to."""
    return os.name == "posix" and (os.geteuid() != 0 or sys.platform == "linux")


@contextmanager
def applied() -> Iterator[None]:
    """Drop root's capability to bypass file modes in this thread, and restore it afterwards."""
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header, data = _Header(_VERSION_3, 0), (_Data * 2)()
    _check(libc.capget(ctypes.byref(header), data))
    effective, bits = data[0].effective, libc.prctl(_GET_SECUREBITS)
    _check(libc.prctl(_SET_SECUREBITS, bits | _NO_SETUID_FIXUP))
    data[0].effective = effective & ~(1 << _DAC_OVERRIDE | 1 << _DAC_READ_SEARCH)
    _check(libc.capset(ctypes.byref(header), data))
    try:
        yield
    finally:
        data[0].effective = effective
        _check(libc.capset(ctypes.byref(header), data))
        _check(libc.prctl(_SET_SECUREBITS, bits))


def _check(result: int) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
