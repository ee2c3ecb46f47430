"""Started at sign-in: in the tray without a window, or minimised without a tray."""

import sys
import time

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("the virtual desktop is an X server's", allow_module_level=True)

from tests.end_to_end.ccwatch_program import Ccwatch, end
from tests.virtual_desktop import Desktop, wait_until

pytestmark = [pytest.mark.end_to_end, pytest.mark.usefixtures("programs")]


def test_it_starts_in_the_tray_and_a_second_hidden_start_leaves_it_there() -> None:
    with Desktop(notifications=False) as desktop:
        ccwatch = Ccwatch(desktop)
        program = ccwatch.start_hidden()
        wait_until(desktop.tray_icon_windows, "the tray icon")
        time.sleep(1)
        assert ccwatch.run("--hidden").returncode == 0
        time.sleep(1)
        assert not ccwatch.is_shown()
        desktop.click_tray()
        wait_until(ccwatch.is_shown, "the window")
        assert program.poll() is None
        end(program)


def test_without_a_tray_it_can_be_reached_and_a_late_tray_takes_it_in() -> None:
    with Desktop(tray=False, notifications=False) as desktop:
        ccwatch = Ccwatch(desktop)
        program = ccwatch.start_hidden()
        wait_until(lambda: ccwatch.title in desktop.minimised(), "the minimised window", 30)
        assert not ccwatch.is_shown()
        desktop.start_tray()
        wait_until(lambda: ccwatch.title not in desktop.minimised(), "the window in the tray")
        assert ccwatch.run().returncode == 0
        wait_until(ccwatch.is_shown, "the window")
        end(program)
