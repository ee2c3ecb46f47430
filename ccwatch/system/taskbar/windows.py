"""Windows: a progress bar on the taskbar button, by ITaskbarList3.

https://learn.microsoft.com/windows/win32/api/shobjidl_core/nn-shobjidl_core-itaskbarlist3
"""

import ctypes
import sys
from collections.abc import Callable
from contextlib import suppress
from ctypes import wintypes
from enum import IntEnum
from typing import Any

from ccwatch.core.badge import NOTHING, Badge, Mood
from ccwatch.system.window_messages import WindowMessages

CLSID_TASKBAR_LIST = "{56FDF344-FD6D-11d0-958A-006097C9A090}"
IID_ITASKBARLIST3 = "{EA1AFB91-9E28-4B86-90E9-9E9F8A5EEFAF}"
CLSCTX_INPROC_SERVER = 1
# Indexes in the vtable: IUnknown has three methods, ITaskbarList five, ITaskbarList2 one.
RELEASE, HR_INIT, SET_PROGRESS_VALUE, SET_PROGRESS_STATE = 2, 3, 9, 10
_CALL = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)
_HWND = ctypes.c_void_p


class ProgressState(IntEnum):
    """TBPFLAG: the state and colour of the bar."""

    NOPROGRESS = 0
    NORMAL = 2
    ERROR = 4
    PAUSED = 8


_STATES = {
    Mood.IDLE: ProgressState.NOPROGRESS,
    Mood.MOVING: ProgressState.NORMAL,
    Mood.WAITING: ProgressState.PAUSED,
    Mood.WRONG: ProgressState.ERROR,
}


class TaskbarList:
    """The COM object: `create` returns a pointer to its interface."""

    def __init__(self, create: Callable[[], int]) -> None:
        self._object = create()
        self._call(HR_INIT)

    def show(self, window: int, badge: Badge) -> None:
        """Show a bar on the window's button; a failure without a percentage fills it."""
        state = _STATES[badge.mood]
        self._call(SET_PROGRESS_STATE, (_HWND, window), (ctypes.c_int, int(state)))
        if state is not ProgressState.NOPROGRESS:
            done = 100 if badge.percentage is None else badge.percentage
            number = ctypes.c_ulonglong
            self._call(SET_PROGRESS_VALUE, (_HWND, window), (number, done), (number, 100))

    def release(self) -> None:
        """Release the COM object."""
        self._call(RELEASE)

    def _call(self, place: int, *arguments: tuple[Any, Any]) -> None:
        table = ctypes.cast(self._object, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))[0]
        kinds = [kind for kind, _ in arguments]
        method = _CALL(ctypes.c_int32, ctypes.c_void_p, *kinds)(table[place])
        result = method(self._object, *(value for _, value in arguments))
        if result < 0 and place != RELEASE:
            raise OSError(f"ITaskbarList3 answered {result & 0xFFFFFFFF:#x}")


class TaskbarButton:
    """Shows the badge, and shows it again whenever Windows creates a new button for the window.

    A hidden window has no button, and Explorer may be restarted.
    """

    def __init__(self, window: Callable[[], int], create: Callable[[], int] | None = None) -> None:
        self._window = window
        self._create = create or _taskbar_list
        self._list: TaskbarList | None = None
        self._badge = NOTHING
        self._created = _message_of_a_new_button()
        self._messages = WindowMessages(self._handle)
        self._messages.start()

    def show(self, badge: Badge) -> None:
        """Show the badge; raises OSError if Windows rejects it."""
        self._badge = badge
        self._list = self._list or TaskbarList(self._create)
        self._list.show(self._window(), badge)

    def close(self) -> None:
        """Show nothing, and release the COM object."""
        self._messages.close()
        if self._list is not None:
            self._list.show(self._window(), NOTHING)
            self._list.release()
            self._list = None

    def button_made(self) -> None:
        """Show the badge on a new button."""
        if self._list is not None:
            self._list.show(self._window(), self._badge)

    def _handle(self, message: wintypes.MSG) -> bool:
        if self._created and message.message == self._created:
            with suppress(OSError):
                self.button_made()
        return False


if sys.platform == "win32":

    def _message_of_a_new_button() -> int:
        """Return the number of the message TaskbarButtonCreated."""
        return int(ctypes.windll.user32.RegisterWindowMessageW("TaskbarButtonCreated"))

    def _taskbar_list() -> int:
        """Return a new ITaskbarList3; Qt has initialised COM in the GUI thread."""
        ole = ctypes.windll.ole32
        kind, interface = (ctypes.c_byte * 16)(), (ctypes.c_byte * 16)()
        found = ctypes.c_void_p()
        ole.CLSIDFromString(ctypes.c_wchar_p(CLSID_TASKBAR_LIST), ctypes.byref(kind))
        ole.IIDFromString(ctypes.c_wchar_p(IID_ITASKBARLIST3), ctypes.byref(interface))
        result = ole.CoCreateInstance(
            ctypes.byref(kind),
            None,
            CLSCTX_INPROC_SERVER,
            ctypes.byref(interface),
            ctypes.byref(found),
        )
        if result < 0 or not found.value:
            raise OSError(f"CoCreateInstance answered {result & 0xFFFFFFFF:#x}")
        return found.value

else:

    def _message_of_a_new_button() -> int:
        """Return 0: there is no such message."""
        return 0

    def _taskbar_list() -> int:
        raise OSError("there is no ITaskbarList3 on this system")
