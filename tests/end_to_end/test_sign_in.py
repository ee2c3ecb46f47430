"""Real sign-in: issuer, browser, Secret Service and the program on a desktop."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("the virtual desktop is an X server's", allow_module_level=True)

from ccwatch.stand_in import StandIn
from ccwatch.stand_in.plan import Plan, Step
from tests.browser import Browser, agree
from tests.cloud.servers import free_port
from tests.end_to_end.ccwatch_program import Ccwatch, end
from tests.real_issuer import CLIENT, RealIssuer
from tests.secret_service import secret_service
from tests.virtual_desktop import Desktop, wait_until

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.timeout(300),
    pytest.mark.usefixtures("sign_in_parts"),
]

BRIDGE = "5d0c7b52-0001-4000-8000-00000000000a"
MAIL = "ada@marked.example"
# An unchanged job is queried after 15, 30, then 60 s; on a slow machine two of them may be over.
NEXT_QUERY = 70.0
TOKEN_SECONDS = 5
NOTICE = "The sign-in has expired"


class Scene:
    """Everything that signing in needs; `opened` are the addresses that the program opened."""

    def __init__(self, desktop: Desktop, certificates: Path) -> None:
        port = free_port()
        redirect = f"http://localhost:{port}/signin-callback"
        self.desktop = desktop
        self.issuer = RealIssuer(certificates, [redirect], seconds=TOKEN_SECONDS)
        self.browser = Browser()
        self.time = time.time()
        self.service = StandIn(
            lambda: self.time, accepts=self._accepts, samples=False, wall=time.time
        )
        plan = Plan(0, (Step("Run_Production", 100, 100),))
        self.service.add_job(BRIDGE, plan, name="Harbour bridge")
        self._pages = desktop.folder / "pages"
        self._port = port

    def program(self) -> Ccwatch:
        programs = self.desktop.folder / "programs"
        programs.mkdir(exist_ok=True)
        script = programs / "xdg-open"
        script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> {self._pages}\n')
        script.chmod(0o755)
        return Ccwatch(
            self.desktop,
            verbose=True,
            PATH=f"{programs}:{self.desktop.env['PATH']}",
            CCWATCH_API_URL=self.service.url,
            CCWATCH_AUTHORITY=self.issuer.url,
            CCWATCH_REDIRECT_PORTS=str(self._port),
            REQUESTS_CA_BUNDLE=str(self.issuer.authority),
        )

    def opened(self) -> list[str]:
        return self._pages.read_text().splitlines() if self._pages.exists() else []

    def agree(self, opened_before: int) -> None:
        """Sign in with the browser at the next address that the program opens."""
        wait_until(lambda: len(self.opened()) > opened_before, "the browser's opening", 20)
        agree(self.browser, self.opened()[-1])
        self.browser.wait_for("You can close this tab")

    def notices(self) -> list[str]:
        told = (f"{each.title} {each.body}" for each in self.desktop.notifications())
        return [text for text in told if NOTICE in text]

    def statuses(self) -> list[int]:
        return [request.status for request in self.service.requests]

    def _accepts(self, token: str) -> bool:
        return self.issuer.valid(token)


@pytest.fixture
def scene(desktop: Desktop, certificate_folder: Path) -> Iterator[Scene]:
    scene = Scene(desktop, certificate_folder)
    with scene.issuer, scene.browser:
        scene.service.start()
        try:
            yield scene
        finally:
            scene.service.stop()


def test_one_sign_in_lasts_until_the_issuer_ends_it(scene: Scene) -> None:
    with secret_service(scene.desktop):
        ccwatch = scene.program()
        program = ccwatch.start()
        wait_until(lambda: scene.desktop.active_window() == ccwatch.title, "the window's turn")
        # The welcome page has its focus on the client ID.
        scene.desktop.type(CLIENT)
        scene.desktop.press("Return")
        scene.agree(0)
        ccwatch.run("add", BRIDGE)
        wait_until(lambda: ccwatch.percentages() == {BRIDGE: 0}, "the row")

        scene.time += 42
        before = len(scene.issuer.secrets())
        wait_until(lambda: ccwatch.percentages() == {BRIDGE: 42}, "the next query", NEXT_QUERY)
        assert len(scene.issuer.secrets()) > before, "renewed"
        assert set(scene.statuses()) == {200}, "renewed ahead of the end"

        end(program)
        program = ccwatch.start()
        scene.time += 8
        wait_until(lambda: ccwatch.percentages() == {BRIDGE: 50}, "the first query", NEXT_QUERY)
        assert len(scene.opened()) == 1, "no browser was needed"
        assert scene.notices() == []

        scene.issuer.revoke()
        wait_until(scene.notices, "the notice", NEXT_QUERY)
        asked = len(scene.statuses())
        time.sleep(3)
        assert len(scene.statuses()) == asked, "all wait"
        assert len(scene.notices()) == 1

        scene.desktop.click_notification()
        scene.agree(1)
        scene.time += 10
        wait_until(lambda: ccwatch.percentages() == {BRIDGE: 60}, "watching again", NEXT_QUERY)
        assert len(scene.notices()) == 1
        _expect_no_secret(scene, program.pid)
        end(program)
    _expect_a_locked_store_to_be_named(scene, ccwatch)
    _expect_no_secret(scene)


def _expect_a_locked_store_to_be_named(scene: Scene, ccwatch: Ccwatch) -> None:
    with secret_service(scene.desktop, unlocked=False):
        began = time.monotonic()
        program = ccwatch.start()
        assert time.monotonic() - began < 10
        wait_until(_says(ccwatch, "sign-in could not be read"), "the cause")
        assert set(ccwatch.percentages()) == {BRIDGE}
        end(program)
    with secret_service(scene.desktop):
        program = ccwatch.start()
        wait_until(_says(ccwatch, f"Signed in as {MAIL}"), "the saved sign-in")
        assert ccwatch.run("sign-out").returncode == 0
        wait_until(_says(ccwatch, "Not signed in"), "the end of the sign-in")
        end(program)
        program = ccwatch.start()
        wait_until(_says(ccwatch, "Not signed in"), "a start without a sign-in")
        end(program)


def _says(ccwatch: Ccwatch, words: str) -> Callable[[], bool]:
    return lambda: words in ccwatch.run("status").stdout


def _expect_no_secret(scene: Scene, running: int | None = None) -> None:
    """Search every file and output for tokens, codes, verifiers and the user's address."""
    marks = [text.encode() for text in [*scene.issuer.secrets(), MAIL] if text]
    assert len(marks) > 5
    files = [path for path in scene.desktop.folder.rglob("*") if path.is_file()]
    assert {"ccwatch.db", "tokens", "output"} <= {path.name for path in files} or not running
    if running:
        files += [Path(f"/proc/{running}/cmdline")]
    found = {path.name for path in files for mark in marks if mark in path.read_bytes()}
    assert found <= {"Xvfb_screen0"}
