"""The installed program on a real desktop: windows, tray, session bus, notification daemon."""

import re
import sys
import time

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("the virtual desktop is an X server's", allow_module_level=True)

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from ccwatch.disk.reading import stored_jobs
from ccwatch.stand_in import StandIn
from ccwatch.stand_in.plan import Plan, Step
from tests.end_to_end.ccwatch_program import Ccwatch, end
from tests.notification_daemon import Notification
from tests.tray_host import StatusNotifierHost
from tests.virtual_desktop import Desktop, wait_until

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.timeout(120),
]

SAMPLES = 13  # in the demo at its start; more are submitted while it runs
FAILING = "e4087c5d-6b3a-4f12-9e84-b71d2a96cf05"
REASON = "Image IMG_0731.jpg has no overlap with its neighbours."
BRIDGE, TOWER = "5d0c7b52-0001-4000-8000-00000000000a", "5d0c7b52-0001-4000-8000-00000000000b"
TOKEN = "let-me-in"
# The service's pace: a job that was queried less than 15 s ago has to wait that long.
NEXT_QUERY = 20.0
QUIT_WITHIN = 2.0


def ring(desktop: Desktop) -> QImage:
    """Return the image in the tray."""
    icon = desktop.tray_icon_windows()[0]
    return desktop.screenshot(desktop.folder / "screen.png").copy(QRect(*icon))


def titles(desktop: Desktop) -> list[str]:
    return [notification.title for notification in desktop.notifications()]


def test_the_demo_moves_and_its_failure_can_be_clicked(desktop: Desktop) -> None:
    ccwatch = Ccwatch(desktop, demo=True)
    program = ccwatch.start()
    wait_until(desktop.tray_icon_windows, "the tray icon")
    wait_until(lambda: len(ccwatch.rows()) >= SAMPLES, "the rows")
    before, ring_before = ccwatch.percentages(), ring(desktop)
    wait_until(lambda: ring(desktop) != ring_before, "another ring")
    wait_until(lambda: _rising(before, ccwatch.percentages()) >= 3, "rows that move")

    ccwatch.close_window()
    wait_until(lambda: _failures(desktop), "the failure", 20)
    assert REASON in _failures(desktop)[0].body
    assert _is_news(ccwatch)
    desktop.click_notification_about("Failed")
    wait_until(ccwatch.is_shown, "the window")
    wait_until(lambda: not _is_news(ccwatch), "the failed job in the window")
    assert end(program) < QUIT_WITHIN


def _rising(before: dict[str, float | None], now: dict[str, float | None]) -> int:
    return sum((now[job] or 0) > (was or 0) for job, was in before.items())


def _failures(desktop: Desktop) -> list[Notification]:
    return [told for told in desktop.notifications() if "Failed at" in told.body]


def _is_news(ccwatch: Ccwatch) -> bool:
    """Return whether the user has not viewed the failed job yet."""
    jobs = {job.id: job for job in stored_jobs(ccwatch.data / "ccwatch.db")}
    return any(job.unseen for name, job in jobs.items() if name == FAILING)


def test_a_closed_window_comes_back_by_the_tray_and_by_a_second_start(desktop: Desktop) -> None:
    ccwatch = Ccwatch(desktop)
    program = ccwatch.start()
    wait_until(desktop.tray_icon_windows, "the tray icon")

    def start_again() -> None:
        assert ccwatch.run().returncode == 0

    for come_back in (desktop.click_tray, start_again):
        ccwatch.close_window()
        come_back()
        wait_until(ccwatch.is_shown, "the window")
    assert program.poll() is None
    end(program)


def test_jobs_survive_a_hanging_service_and_a_restart_and_are_told_once(desktop: Desktop) -> None:
    now = [time.time()]
    service = StandIn(lambda: now[0], accepts=TOKEN.__eq__, samples=False, wall=time.time)
    plan = Plan(0, (Step("Calibration", 100, 100),))
    service.add_job(BRIDGE, plan, name="Bridge", submitted=now[0] - 42)
    service.add_job(TOWER, plan, name="Tower", submitted=now[0] - 42)
    service.start()
    try:
        ccwatch = Ccwatch(desktop, CCWATCH_API_URL=service.url, CCWATCH_ACCESS_TOKEN=TOKEN)
        program = ccwatch.start()
        handed_over = ccwatch.run("add", BRIDGE)
        assert (handed_over.returncode, handed_over.stdout) == (0, f"Watching {BRIDGE}\n")
        wait_until(lambda: ccwatch.percentages() == {BRIDGE: 42}, "the row")

        service.faults.add("slow", count=1, delay=30)
        ccwatch.run("add", TOWER)
        wait_until(lambda: not service.faults.listed(), "a request that hangs")
        assert end(program) < QUIT_WITHIN

        now[0] += 18
        program = ccwatch.start()
        found = {BRIDGE: 60, TOWER: 60}
        wait_until(lambda: ccwatch.percentages() == found, "both rows", NEXT_QUERY)
        now[0] += 100
        wait_until(lambda: _ended(ccwatch) == {BRIDGE, TOWER}, "both ends", NEXT_QUERY)
        wait_until(lambda: _finished(desktop) >= 2, "the notifications")
        end(program)
        program = ccwatch.start()
        time.sleep(3)  # time in which a wrong repetition would appear
        assert _finished(desktop) == 2
        end(program)
    finally:
        service.stop()


def _ended(ccwatch: Ccwatch) -> set[str]:
    return {job for job, row in ccwatch.rows().items() if row["outcome"] == "succeeded"}


def _finished(desktop: Desktop) -> int:
    """Return how often a finished job was reported."""
    told = (f"{each.title} {each.body}" for each in desktop.notifications())
    return sum(text.count("Finished") for text in told)


def test_the_other_kind_of_tray_has_the_ring_the_jobs_and_quit(programs: None) -> None:
    with (
        Desktop(tray=False) as desktop,
        StatusNotifierHost(desktop.env["DBUS_SESSION_BUS_ADDRESS"]) as tray,
    ):
        program = Ccwatch(desktop, demo=True).start()
        tray.wait_for_item()
        before = tray.pictures()
        assert before
        wait_until(lambda: tray.pictures() != before, "another ring")
        wait_until(lambda: _is_listed(tray, "Windmill survey 7"), "the jobs in the menu")
        tray.click("Quit")
        assert program.wait(QUIT_WITHIN) == 0


def test_the_language_of_the_settings_is_spoken_from_the_start(programs: None) -> None:
    with (
        Desktop(tray=False) as desktop,
        StatusNotifierHost(desktop.env["DBUS_SESSION_BUS_ADDRESS"]) as tray,
    ):
        ccwatch = Ccwatch(desktop, demo=True)
        ccwatch.write_settings(language="de")
        ccwatch.title = "ccwatch – Demo"
        program = ccwatch.start()
        tray.wait_for_item()
        wait_until(lambda: _is_listed(tray, r"\d+ Aufträge"), "the jobs, counted in German")
        tray.click("Beenden")
        assert program.wait(QUIT_WITHIN) == 0


def _is_listed(tray: StatusNotifierHost, pattern: str) -> bool:
    return any(re.match(pattern, entry.label) for entry in tray.menu())


# F10 by its code: to its name xdotool adds Alt, with the newest keymaps.
@pytest.mark.parametrize("keys", ["Menu", "shift+76"])
def test_the_keys_for_a_menu_open_that_of_the_chosen_job(desktop: Desktop, keys: str) -> None:
    ccwatch = Ccwatch(desktop, demo=True)
    program = ccwatch.start()
    wait_until(lambda: len(ccwatch.rows()) >= SAMPLES, "the rows")
    without_menu = desktop.windows_of("ccwatch")

    def opens() -> bool:
        is_open = desktop.windows_of("ccwatch") != without_menu
        if not is_open:  # the rows may not be in the window yet
            desktop.press("Home", keys)
        return is_open

    wait_until(opens, "the menu", step=0.5)
    before = set(ccwatch.percentages())
    desktop.press("Up", "Return")  # the last entry stops watching
    wait_until(lambda: before - set(ccwatch.percentages()), "a job less")
    end(program)
