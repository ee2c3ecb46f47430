"""A message of Windows as Qt's native event filters get it: by its address."""

import ctypes
from ctypes import wintypes

from ccwatch.system.window_messages import WindowMessages

KIND = b"windows_generic_MSG"


def deliver(
    messages: WindowMessages, number: int, *, window: int = 0, wparam: int = 0
) -> tuple[bool, int]:
    """Have the filter look at a message; return what it answers to Qt."""
    message = wintypes.MSG(hWnd=window, message=number, wParam=wparam)
    answer: tuple[bool, int] = messages.nativeEventFilter(KIND, ctypes.addressof(message))
    return answer
