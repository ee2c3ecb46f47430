"""A real Wayland desktop without a screen: sway, waybar and mako."""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("Wayland is for Linux", allow_module_level=True)

from PySide6.QtGui import QImage

from tests.desktops.packages import PROGRAMS
from tests.desktops.pictures import changed, share
from tests.desktops.processes import until
from tests.desktops.session import OWN
from tests.desktops.sway import SwaySession

pytestmark = pytest.mark.end_to_end

NEEDED = ("sway", "waybar", "mako", "grim")
SETTLED = 1.0


@pytest.fixture
def session() -> Iterator[SwaySession]:
    """A desktop without a panel. Its folder's path is short: a socket's has to be."""
    if lacking := [PROGRAMS["sway"][name] for name in NEEDED if not shutil.which(name)]:
        reason = f"A Wayland desktop needs: apt install {' '.join(lacking)}"
        if "CI" in os.environ:
            pytest.fail(reason)
        pytest.skip(reason)
    with (
        tempfile.TemporaryDirectory(prefix="sway-") as folder,
        SwaySession(Path(folder), portals=False) as made,
    ):
        yield made


def shown(session: SwaySession) -> list[str]:
    """Return the titles of the notifications on the screen."""
    found = json.loads(session.run("makoctl", "list", "-j"))
    if isinstance(found, dict):  # mako before 1.10 prints what the bus returned
        return [str(it["summary"]["data"]) for it in found["data"][0]]
    return [str(it["summary"]) for it in found]


def panel_alone(session: SwaySession) -> QImage:
    """Return a picture of the panel without an icon."""
    bare = session.look()
    session.start_panel()
    until(lambda: changed(bare, session.look(), session.panel()), "the panel")
    time.sleep(SETTLED)
    picture = session.look()
    session.stop_panel()
    return picture


def test_icon_notification_and_window(session: SwaySession) -> None:
    empty = panel_alone(session)

    def icon() -> bool:
        found = changed(empty, session.look(), session.panel())
        return 8 <= found.width() <= 60

    session.start_program("--hidden")
    until(lambda: shown(session), "a notification")
    assert not session.window(OWN)
    for _ in ("late", "restarted"):
        session.start_panel()
        until(icon, "the icon in the panel")
        session.stop_panel()

    session.run("makoctl", "invoke", "default")
    until(lambda: session.window(OWN), "the window")
    assert session.is_native()
    assert session.in_front() == OWN
    session.clear_notifications()
    until(
        lambda: share(session.look(), session.window(OWN), lambda tone: tone < 5) < 0.05,
        "all of it",
    )

    session.scale(2)
    until(lambda: session.look().width() == 1280, "the scale")
    time.sleep(SETTLED)
    session.clear_notifications()
    until(
        lambda: share(session.look(), session.window(OWN), lambda tone: tone < 5) < 0.05,
        "all of it",
    )
