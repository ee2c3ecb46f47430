"""A Windows message in the form for Qt's native event filters: by its address."""

import ctypes
from ctypes import wintypes

from ccwatch.system.window_messages import WindowMessages

KIND = b"windows_generic_MSG"


def deliver(
    messages: WindowMessages, number: int, *, window: int = 0, wparam: int = 0
) -> tuple[bool, int]:
    """Pass a message to the filter; return its answer to Qt."""
    message = wintypes.MSG(hWnd=window, message=number, wParam=wparam)
    answer: tuple[bool, int] = messages.nativeEventFilter(KIND, ctypes.addressof(message))
    return answer
