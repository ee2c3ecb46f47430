"""Whether there can be a window at all, told from the environment before Qt is loaded."""

from collections.abc import Callable

WITHOUT_SCREEN = (
    "Start it in a desktop session. These commands need none: add, list, watch, sign-in, config, "
    "doctor (ccwatch --help)."
)
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")
_NEED_SCREEN = ("xcb", "wayland")


def no_screen(system: str, variable: Callable[[str], str | None]) -> str:
    """Return why there is no screen, "" where there may be one.

    `system` is the platform in Python's name. On a platform of its own Qt needs no screen.
    """
    if system in ("win32", "darwin"):
        return ""
    wanted = [name for name in (variable("QT_QPA_PLATFORM") or "").split(";") if name]
    if any(not name.startswith(_NEED_SCREEN) for name in wanted) or any(map(variable, _SCREENS)):
        return ""
    return "There is no screen: neither DISPLAY nor WAYLAND_DISPLAY is set."
