"""Whether a screen is possible, by the environment alone."""

import pytest

from ccwatch.core.screen import no_screen


@pytest.mark.parametrize(
    ("system", "variables", "missing"),
    [
        ("linux", {}, True),
        ("linux", {"DISPLAY": ""}, True),
        ("linux", {"DISPLAY": ":0"}, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, False),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, False),
        ("linux", {"QT_QPA_PLATFORM": "vnc:size=800x600"}, False),
        ("linux", {"QT_QPA_PLATFORM": "wayland;xcb"}, True),
        ("linux", {"QT_QPA_PLATFORM": "xcb;offscreen"}, False),
        ("freebsd14", {}, True),
        ("win32", {}, False),
        ("darwin", {}, False),
    ],
)
def test_where_a_screen_is_looked_for(
    system: str, variables: dict[str, str], missing: bool
) -> None:
    why = "There is no screen: neither DISPLAY nor WAYLAND_DISPLAY is set." if missing else ""
    assert no_screen(system, variables.get) == why
