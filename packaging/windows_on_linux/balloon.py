"""Wait until Windows shows a balloon and print its text; run by the Python in the Windows."""

import ctypes
import sys
import time
from typing import Any

WM_GETTEXT = 0x000D
LENGTH = 1024
PATIENCE = 180.0
_CTYPES: Any = ctypes  # most of it has types only on Windows


def main() -> int:
    """Print the text of the first balloon; return 1 when none comes."""
    user32 = _CTYPES.WinDLL("user32")
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        for window in _visible_windows(user32):
            if text := _balloon_text(user32, window):
                print(text, flush=True)
                return 0
        time.sleep(0.1)
    return 1


def _visible_windows(user32: Any) -> list[ctypes.c_void_p]:
    found: list[ctypes.c_void_p] = []

    def add(window: int, _: object) -> int:
        found.append(ctypes.c_void_p(window))
        return 1

    user32.EnumWindows(
        _CTYPES.WINFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(add), None
    )
    return [window for window in found if user32.IsWindowVisible(window)]


def _balloon_text(user32: Any, window: ctypes.c_void_p) -> str:
    text = ctypes.create_unicode_buffer(LENGTH)
    user32.GetClassNameW(window, text, LENGTH)
    if text.value != "tooltips_class32":
        return ""
    text.value = ""
    user32.SendMessageW(window, WM_GETTEXT, ctypes.c_void_p(LENGTH), text)
    return text.value


if __name__ == "__main__":
    sys.exit(main())
