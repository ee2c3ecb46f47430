"""Both kinds of tray: present from the start, late, vanishing and coming back."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("the virtual desktop is an X server's", allow_module_level=True)

from tests.tray_host import StatusNotifierHost
from tests.virtual_desktop import LEFT, RIGHT, Desktop, wait_until

pytestmark = [pytest.mark.end_to_end, pytest.mark.usefixtures("programs")]

HEADLINE = "2 jobs · 1 active"
BRIDGE = "Harbour & pier_2 — 63 %"
PORTAL = "Tunnel portal — 41 % · stalled"


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    """A desktop without a tray at first."""
    with Desktop(tray=False, notifications=False) as made:
        yield made


def start(desktop: Desktop) -> subprocess.Popen[bytes]:
    program = desktop.start(
        sys.executable, "-W", "error", "-m", "tests.end_to_end.tray_program", env=_path()
    )
    wait_to_hear(desktop, "running")
    return program


def _path() -> dict[str, str]:
    return {"PYTHONPATH": ":".join(path for path in sys.path if path)}


def host(desktop: Desktop) -> StatusNotifierHost:
    return StatusNotifierHost(desktop.env["DBUS_SESSION_BUS_ADDRESS"])


def heard(desktop: Desktop, what: str) -> int:
    """Return how often the program printed it."""
    return desktop.output().count(f"<{what}>")


def wait_to_hear(desktop: Desktop, what: str, times: int = 1) -> None:
    wait_until(lambda: heard(desktop, what) >= times, f"“{what}”")


def test_an_icon_window_is_clicked_and_follows_the_tray(desktop: Desktop) -> None:
    start(desktop)
    assert heard(desktop, "there") == 0
    for times in (1, 2):
        desktop.start_tray()
        wait_to_hear(desktop, "there", times)
        desktop.click_tray(LEFT)
        wait_to_hear(desktop, "open", times)
        desktop.stop_tray()
        wait_to_hear(desktop, "gone", times)
        assert desktop.tray_icon_windows() == []


def test_the_icon_windows_menu_is_worked_by_keys(desktop: Desktop) -> None:
    desktop.start_tray()
    program = start(desktop)
    wait_until(desktop.tray_icon_windows, "the icon")
    before = desktop.screenshot(desktop.folder / "screen.png")
    desktop.click_tray(RIGHT)
    wait_until(lambda: desktop.screenshot(desktop.folder / "screen.png") != before, "the menu")
    assert heard(desktop, "open") == 0
    desktop.press("Up", "Return")  # the last entry
    assert program.wait(5) == 0


@pytest.mark.parametrize("late", [False, True], ids=["there", "late"])
def test_an_item_on_the_bus_has_ring_tooltip_and_menu(desktop: Desktop, late: bool) -> None:
    with nullcontext() if late else host(desktop) as early:
        program = start(desktop)
        with host(desktop) if late else nullcontext(early) as tray:
            assert tray is not None
            tray.wait_for_item()
            sizes = {(picture.width, picture.height) for picture in tray.pictures()}
            assert {(16, 16), (22, 22), (64, 64)} <= sizes
            assert tray.tooltip().splitlines() == [
                HEADLINE,
                BRIDGE,
                PORTAL,
            ]

            before = tray.pictures()
            tray.activate()
            wait_until(lambda: tray.pictures() != before, "another ring")
            wait_to_hear(desktop, "open")

            entries = {entry.label: entry for entry in tray.menu()}
            assert list(entries)[:4] == [
                HEADLINE,
                BRIDGE,
                PORTAL,
                "Open ccwatch",
            ]
            assert not entries[HEADLINE].enabled
            letters = {label: entries[label].letter for label in (BRIDGE, "Open ccwatch", "Quit")}
            assert letters == {BRIDGE: "&", "Open ccwatch": "O", "Quit": "Q"}
            assert entries[PORTAL].icon.startswith(b"\x89PNG")

            tray.click(PORTAL)
            wait_to_hear(desktop, "show-job portal")
            tray.click("1 hour")
            wait_to_hear(desktop, "snooze-hour")
            tray.click("Quit")
            assert program.wait(5) == 0


def test_an_item_on_the_bus_comes_back_with_its_menu(desktop: Desktop) -> None:
    with host(desktop) as tray:
        program = start(desktop)
        tray.wait_for_item()
    wait_to_hear(desktop, "gone")
    with host(desktop) as tray:
        wait_to_hear(desktop, "there", times=2)
        tray.wait_for_item()
        tray.activate()
        wait_to_hear(desktop, "open")
        tray.click(BRIDGE)
        wait_to_hear(desktop, "show-job bridge")
        tray.click("Quit")
        assert program.wait(5) == 0
