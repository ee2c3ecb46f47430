"""A link from a browser reaches the running program, which asks before adding the job."""

import sys

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("the virtual desktop is an X server's", allow_module_level=True)

from tests.end_to_end.ccwatch_program import Ccwatch, end
from tests.virtual_desktop import Desktop, wait_until

pytestmark = [pytest.mark.end_to_end]

SAMPLES = 13  # in the demo at its start
GUID = "5d0c7b52-0001-4000-8000-00000000000c"


@pytest.mark.parametrize("link", ["ccwatch://job/{}", "https://portal.example.org/jobs/{}"])
def test_a_link_is_asked_about_and_watched_by_a_key(desktop: Desktop, link: str) -> None:
    ccwatch = Ccwatch(desktop, demo=True)
    program = ccwatch.start()
    wait_until(lambda: len(ccwatch.rows()) >= SAMPLES, "the rows")
    ccwatch.close_window()
    assert ccwatch.run("--demo", link.format(GUID)).returncode == 0
    wait_until(lambda: desktop.active_window() == ccwatch.title, "the window")
    assert GUID not in ccwatch.rows()
    # From the list back over the sort order and the close button to the button.
    desktop.press("shift+Tab", "shift+Tab", "shift+Tab", "space")
    wait_until(lambda: GUID in ccwatch.rows(), "the job of the link")
    end(program)
