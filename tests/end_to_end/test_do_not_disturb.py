"""What the installed program makes of "Do not disturb", with a real daemon."""

import json
import subprocess
import sys

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("the virtual desktop is an X server's", allow_module_level=True)

from tests.end_to_end.ccwatch_program import Ccwatch, end
from tests.virtual_desktop import Desktop, wait_until

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.timeout(120),
]


def pause(desktop: Desktop, on: bool) -> None:
    subprocess.run(["dunstctl", "set-paused", str(on).lower()], env=desktop.env, check=True)


def waiting(desktop: Desktop) -> int:
    """Return how many notifications the daemon holds back."""
    asked = ["dunstctl", "count", "waiting"]
    done = subprocess.run(asked, env=desktop.env, capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.parametrize("paused", [True, False])
def test_the_window_says_that_the_desktop_holds_notifications_back(
    desktop: Desktop, paused: bool
) -> None:
    pause(desktop, paused)
    ccwatch = Ccwatch(desktop, demo=True)
    program = ccwatch.start()
    if paused:
        wait_until(lambda: waiting(desktop) >= 2, "notifications held back", 40)
    else:
        wait_until(lambda: len(desktop.notifications()) >= 2, "notifications", 40)
    end(program)
    left = json.loads((ccwatch.data / "window.state").read_text(encoding="utf-8"))
    assert left["told_of_missed"] is paused


def test_the_doctor_says_so_as_well(desktop: Desktop) -> None:
    ccwatch = Ccwatch(desktop)
    pause(desktop, True)
    assert "“Do not disturb” is on: turn it off." in ccwatch.run("doctor").stdout
    pause(desktop, False)
    assert "The system accepted a test notification." in ccwatch.run("doctor").stdout
