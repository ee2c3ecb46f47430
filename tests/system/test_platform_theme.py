"""Qt's own choice is left where it follows the desktop; elsewhere the portal's theme is chosen."""

import sys

import pytest

from ccwatch.system.platform_theme import plugins_found, theme_arguments

WHEEL = ["libqgtk3.so", "libqxdgdesktopportal.so"]
PORTAL = ["-platformtheme", "xdgdesktopportal"]


@pytest.mark.parametrize(
    "desktop",
    ["sway", "Hyprland", "i3", "KDE", "LXQt", "COSMIC", "wlroots:labwc", "", ":", "Enlightenment"],
)
def test_the_portals_theme_is_chosen_where_qt_has_none_that_follows(desktop: str) -> None:
    assert theme_arguments({"XDG_CURRENT_DESKTOP": desktop}, WHEEL) == PORTAL
    for platform in ("wayland", "xcb", "wayland;xcb", "wayland-egl"):
        environ = {"XDG_CURRENT_DESKTOP": desktop, "QT_QPA_PLATFORM": platform}
        assert theme_arguments(environ, WHEEL) == PORTAL


@pytest.mark.parametrize(
    "desktop",
    ["GNOME", "ubuntu:GNOME", "gnome", "X-Cinnamon", "XFCE", "MATE", "LXDE", "Pantheon", "Unity"],
)
def test_the_theme_of_gtk_is_left_where_qt_takes_it(desktop: str) -> None:
    assert theme_arguments({"XDG_CURRENT_DESKTOP": desktop}, WHEEL) == []


@pytest.mark.parametrize("named", ["gtk3", "qt6ct", "kde", "xdgdesktopportal"])
def test_the_users_own_choice_is_left(named: str) -> None:
    environ = {"XDG_CURRENT_DESKTOP": "sway", "QT_QPA_PLATFORMTHEME": named}
    assert theme_arguments(environ, WHEEL) == []


@pytest.mark.parametrize(
    ("desktop", "plugin"),
    [("KDE", "KDEPlasmaPlatformTheme6.so"), ("LXQt", "libqtlxqt.so"), ("Deepin", "libqdeepin.so")],
)
def test_the_desktops_own_plugin_is_left_to_work(desktop: str, plugin: str) -> None:
    assert theme_arguments({"XDG_CURRENT_DESKTOP": desktop}, [*WHEEL, plugin]) == []
    assert theme_arguments({"XDG_CURRENT_DESKTOP": "sway"}, [*WHEEL, plugin]) == PORTAL


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600", "linuxfb"])
def test_a_screen_without_a_desktop_has_no_portal(platform: str) -> None:
    environ = {"XDG_CURRENT_DESKTOP": "sway", "QT_QPA_PLATFORM": platform}
    assert theme_arguments(environ, WHEEL) == []


def test_a_plugin_that_is_not_there_is_not_chosen() -> None:
    assert theme_arguments({"XDG_CURRENT_DESKTOP": "sway"}, ["libqgtk3.so"]) == []
    assert theme_arguments({"XDG_CURRENT_DESKTOP": "sway"}, []) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Qt has others elsewhere")
@pytest.mark.usefixtures("qapp")
def test_qts_plugins_are_found() -> None:
    assert set(WHEEL) <= set(plugins_found())
