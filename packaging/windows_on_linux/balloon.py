"""Print the text of each balloon that Windows shows, as JSON; run by a Python in that Windows."""

import ctypes
import json
from typing import Any

WM_GETTEXT = 0x000D
LENGTH = 1024


def main() -> None:
    """Print the texts of all visible balloons."""
    print(json.dumps([text for window in _windows() if (text := _balloon_text(window))]))


def _windows() -> list[int]:
    user32: Any = ctypes.WinDLL("user32")  # type: ignore[attr-defined,unused-ignore]
    found: list[int] = []
    window_found = ctypes.WINFUNCTYPE(  # type: ignore[attr-defined,unused-ignore]
        ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p
    )
    user32.EnumWindows(window_found(lambda window, _: found.append(window) or 1), None)
    return [window for window in found if user32.IsWindowVisible(ctypes.c_void_p(window))]


def _balloon_text(window: int) -> str:
    user32: Any = ctypes.WinDLL("user32")  # type: ignore[attr-defined,unused-ignore]
    text = ctypes.create_unicode_buffer(LENGTH)
    user32.GetClassNameW(ctypes.c_void_p(window), text, LENGTH)
    if text.value != "tooltips_class32":
        return ""
    user32.SendMessageW(ctypes.c_void_p(window), WM_GETTEXT, ctypes.c_void_p(LENGTH), text)
    return text.value


if __name__ == "__main__":
    main()
