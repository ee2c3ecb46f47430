"""The doctor on a real desktop, with a tray and a notification daemon."""

import json

import pytest

from tests.end_to_end.ccwatch_program import Ccwatch
from tests.virtual_desktop import Desktop

pytestmark = pytest.mark.end_to_end


def test_on_a_whole_desktop_tray_and_notifications_are_found(desktop: Desktop) -> None:
    ccwatch = Ccwatch(desktop, CCWATCH_API_URL="http://127.0.0.1:9", CCWATCH_ACCESS_TOKEN="none")
    done = ccwatch.run("doctor", "--json")
    found = {row["name"]: row["passed"] for row in json.loads(done.stdout)["checks"]}
    assert [found[name] for name in ("Desktop", "Tray", "Notifications")] == [True] * 3
    assert found["Service"] is False
    assert done.returncode == 70
    assert [each.title == "Test notification" for each in desktop.notifications()] == [True]
