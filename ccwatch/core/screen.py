"""Whether a window is possible at all, by the environment, before Qt is loaded."""

from collections.abc import Callable

WITHOUT_SCREEN = (
    "Start it in a desktop session. These commands need none: add, list, watch, sign-in, config, "
    "doctor (ccwatch --help)."
)
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")
_NEED_SCREEN = ("xcb", "wayland")


def no_screen(system: str, variable: Callable[[str], str | None]) -> str:
    """Return why there is no screen, "" if there may be one.

    `system` is Python's name of the platform. With some of Qt's own platforms no screen is needed.
    """
    if system in ("win32", "darwin"):
        return ""
    wanted = [name for name in (variable("QT_QPA_PLATFORM") or "").split(";") if name]
    if any(not name.startswith(_NEED_SCREEN) for name in wanted) or any(map(variable, SCREENS)):
        return ""
    return "There is no screen: neither DISPLAY nor WAYLAND_DISPLAY is set."
