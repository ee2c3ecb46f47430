"""Finds the icons in the tray of an X11 desktop, for polling without a process each time."""

import ctypes
import ctypes.util
from collections.abc import Iterator

_CLIENT = ~0x1FFFFF  # the bits of a window ID that identify its client
_VIEWABLE = 2


class _Attributes(ctypes.Structure):
    _fields_ = [
        *((name, ctypes.c_int) for name in ("x", "y", "width", "height", "border", "depth")),
        ("visual", ctypes.c_void_p),
        ("root", ctypes.c_ulong),
        *((name, ctypes.c_int) for name in ("kind", "bits", "window", "backing")),
        *((name, ctypes.c_ulong) for name in ("planes", "pixel")),
        ("save_under", ctypes.c_int),
        ("colours", ctypes.c_ulong),
        *((name, ctypes.c_int) for name in ("installed", "map_state")),
        *((name, ctypes.c_long) for name in ("all_events", "own_events", "no_events")),
        ("override", ctypes.c_int),
        ("screen", ctypes.c_void_p),
    ]


class TrayIcons:
    """Inspects a display's tray while its `with` block lasts."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        ulong, pointer = ctypes.c_ulong, ctypes.c_void_p
        self._x.XOpenDisplay.restype = pointer
        self._x.XDefaultRootWindow.restype = self._x.XGetSelectionOwner.restype = ulong
        self._x.XInternAtom.restype = ulong
        for name, types in {
            "XDefaultRootWindow": [pointer],
            "XQueryTree": [pointer, ulong, *[pointer] * 4],
            "XGetWindowAttributes": [pointer, ulong, pointer],
            "XFree": [pointer],
            "XCloseDisplay": [pointer],
            "XInternAtom": [pointer, ctypes.c_char_p, ctypes.c_int],
            "XGetSelectionOwner": [pointer, ulong],
        }.items():
            getattr(self._x, name).argtypes = types
        # Windows may vanish during the inspection; by default that error would end the process.
        self._ignored = ctypes.CFUNCTYPE(ctypes.c_int, pointer, pointer)(lambda *_: 0)
        self._x.XSetErrorHandler(self._ignored)
        self._display = self._x.XOpenDisplay(display.encode())
        if not self._display:
            raise OSError(f"no display {display}")

    def __enter__(self) -> "TrayIcons":
        return self

    def __exit__(self, *_: object) -> None:
        self._x.XCloseDisplay(self._display)

    def count(self) -> int:
        """Return the number of visible icons of other programs in the tray."""
        atom = self._x.XInternAtom(self._display, b"_NET_SYSTEM_TRAY_S0", 0)
        panel = self._x.XGetSelectionOwner(self._display, atom) & _CLIENT
        root = self._x.XDefaultRootWindow(self._display)
        return sum(
            within == panel and window & _CLIENT != panel and self._is_seen(window)
            for window, within in self._below(root, 0)
        )

    def _below(self, window: int, within: int) -> Iterator[tuple[int, int]]:
        """Yield each window below one, and the client that owns it."""
        for child in self._children(window):
            yield child, within
            yield from self._below(child, child & _CLIENT)

    def _children(self, window: int) -> list[int]:
        root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
        found = ctypes.POINTER(ctypes.c_ulong)()
        ends = (ctypes.byref(each) for each in (root, parent, found, count))
        if not self._x.XQueryTree(self._display, window, *ends) or not count.value:
            return []
        children = found[: count.value]
        self._x.XFree(found)
        return list(children)

    def _is_seen(self, window: int) -> bool:
        about = _Attributes()
        known = self._x.XGetWindowAttributes(self._display, window, ctypes.byref(about))
        return bool(known) and about.map_state == _VIEWABLE and about.width >= 8
