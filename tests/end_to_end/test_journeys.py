"""Complete user journeys, on a real desktop."""

import sys
import time
from collections.abc import Iterator

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("the virtual desktop is an X server's", allow_module_level=True)

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from ccwatch.core.job import Outcome
from ccwatch.disk.reading import stored_jobs
from ccwatch.stand_in import StandIn
from ccwatch.stand_in.plan import Message, Plan, Step
from tests.end_to_end.ccwatch_program import Ccwatch, end
from tests.virtual_desktop import Desktop, wait_until

pytestmark = [pytest.mark.end_to_end, pytest.mark.timeout(120)]

TOKEN = "let-me-in"
IDS = [f"5d0c7b52-0001-4000-8000-00000000000{letter}" for letter in "abcdef"]
NAMES = ["Bridge", "Tower", "Dam", "Quarry", "Stadium", "Portal"]
PORTAL = f"https://connect-portal.example.org/my/jobs/{IDS[1]}?tab=progress"
STEPS = (Step("Calibration", 100, 100),)
REASON = "Image IMG_0731.jpg has no overlap with its neighbours."


class Service:
    """The stand-in with an active job for each name, at a time that the test sets."""

    def __init__(self) -> None:
        self.now = time.time()
        self.stand_in = StandIn(
            lambda: self.now, accepts=TOKEN.__eq__, samples=False, wall=time.time
        )
        self.stand_in.start()
        for job, name in zip(IDS, NAMES, strict=True):
            self.submit(job, name, Plan(0, (Step("Run_Production", 1000, 100),)), ago=420)

    def submit(self, job: str, name: str, plan: Plan, *, ago: float) -> None:
        self.stand_in.add_job(job, plan, name=name, submitted=self.now - ago)


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    yield made
    made.stand_in.stop()


@pytest.fixture
def ccwatch(desktop: Desktop, service: Service) -> Ccwatch:
    url = service.stand_in.url
    return Ccwatch(desktop, CCWATCH_API_URL=url, CCWATCH_ACCESS_TOKEN=TOKEN)


def test_jobs_come_by_clipboard_keys_command_line_and_link(
    desktop: Desktop, ccwatch: Ccwatch
) -> None:
    program = ccwatch.start()
    desktop.put_on_clipboard(f"{IDS[0]}\nseen at {PORTAL}\n")
    desktop.press("ctrl+v")
    wait_until(lambda: set(ccwatch.rows()) == set(IDS[:2]), "two jobs off the clipboard")
    desktop.press("ctrl+n")
    desktop.type(IDS[2])
    desktop.press("Return")
    wait_until(lambda: IDS[2] in ccwatch.rows(), "a job that was typed")
    assert ccwatch.run("add", f"https://example.org/jobs/{IDS[3]}").returncode == 0
    wait_until(lambda: IDS[3] in ccwatch.rows(), "a job from the command line")

    ccwatch.close_window()
    assert ccwatch.run(f"ccwatch://job/{IDS[4]}").returncode == 0
    wait_until(ccwatch.is_shown, "the question")
    assert IDS[4] not in ccwatch.rows()
    wait_until(lambda: desktop.active_window() == ccwatch.title, "the window's focus")
    desktop.press("ctrl+Return")
    wait_until(lambda: IDS[4] in ccwatch.rows(), "a job from a link")
    wait_until(lambda: set(ccwatch.percentages().values()) == {42}, "all percentages")
    end(program)


def test_a_glance_at_the_tray_tells_progress_failure_and_that_the_service_is_gone(
    desktop: Desktop, ccwatch: Ccwatch, service: Service
) -> None:
    seen: list[QImage] = []

    def another_shape() -> bool:
        place = QRect(*desktop.tray_icon_windows()[0])
        picture = desktop.screenshot(desktop.folder / "screen.png").copy(place)
        if all(picture != before for before in seen):
            seen.append(picture)
            return True
        return False

    program = ccwatch.start()
    ccwatch.run("add", IDS[0])
    wait_until(desktop.tray_icon_windows, "the tray icon")
    wait_until(lambda: ccwatch.percentages() == {IDS[0]: 42}, "the percentage")
    wait_until(another_shape, "a ring that is not full")
    service.now += 300
    wait_until(another_shape, "a ring that is fuller", 20)
    failing = Plan(0, STEPS, end=Outcome.FAILED, end_at=41)
    service.submit(IDS[5], "Portal", failing, ago=50)
    ccwatch.close_window()
    ccwatch.run("add", IDS[5])
    wait_until(lambda: IDS[5] in ccwatch.rows(), "the job that will fail")
    service.now += 100
    wait_until(another_shape, "the shape of a failure", 25)
    end(program)


def test_a_failure_opens_its_job_and_all_that_went_wrong_can_be_copied(
    desktop: Desktop, ccwatch: Ccwatch, service: Service
) -> None:
    errors = (Message("E731", "No overlap", REASON), Message("E9", "Few points", "Only 3 found."))
    failing = Plan(0, STEPS, end=Outcome.FAILED, end_at=41, errors=errors)
    service.submit(IDS[5], "Portal", failing, ago=50)
    program = ccwatch.start()
    ccwatch.run("add", *IDS[:5], IDS[5])
    wait_until(lambda: set(ccwatch.percentages()) == set(IDS), "the jobs")
    ccwatch.close_window()
    service.now += 100

    def failure() -> list[str]:
        return [told.body for told in desktop.notifications() if "Portal" in told.title]

    wait_until(failure, "the pop-up", 25)
    assert REASON in failure()[0]
    desktop.click_notification_about("Portal")
    wait_until(ccwatch.is_shown, "the window")
    wait_until(lambda: desktop.active_window() == ccwatch.title, "the window's keys")
    looked_at = ccwatch.data / "ccwatch.db"
    wait_until(
        lambda: not any(job.unseen for job in stored_jobs(looked_at)),
        "the failed job in the window",
    )
    desktop.press("ctrl+shift+c")
    wait_until(lambda: REASON in desktop.clipboard(), "the errors on the clipboard")
    assert desktop.clipboard().splitlines() == [f"E731: {REASON}", "E9: Only 3 found."]
    end(program)
