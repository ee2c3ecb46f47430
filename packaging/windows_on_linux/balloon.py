"""Print the text of each balloon that Windows shows, as JSON; run by a Python in that Windows."""

import ctypes
import json
from typing import Any

WM_GETTEXT = 0x000D
LENGTH = 1024
_CTYPES: Any = ctypes  # most of which has types on Windows alone


def main() -> None:
    """Print the texts of all visible balloons."""
    user32 = _CTYPES.WinDLL("user32")
    texts = (_balloon_text(user32, window) for window in _visible_windows(user32))
    print(json.dumps([text for text in texts if text]))


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
    main()
