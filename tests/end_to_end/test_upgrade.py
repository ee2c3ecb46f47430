"""Another version is installed over the running program: it restarts into it, and loses nothing."""

import sys
import time
from pathlib import Path

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("the virtual desktop is an X server's", allow_module_level=True)

from ccwatch.disk.paths import paths_for
from ccwatch.ipc.client import hand_over
from ccwatch.ipc.messages import Done, Kind, ProgramStatus, Request
from tests.end_to_end.ccwatch_program import Ccwatch, end
from tests.end_to_end.replaced_files import NEWER, Site
from tests.virtual_desktop import Desktop, wait_until

pytestmark = [pytest.mark.end_to_end, pytest.mark.usefixtures("programs")]


class Upgraded:
    """A program in its own site folder; what runs is found by its home."""

    def __init__(self, desktop: Desktop, folder: Path) -> None:
        self.site = Site(folder)
        self.ccwatch = Ccwatch(desktop, **self.site.env)
        self._home = str(desktop.folder / "ccwatch")
        self._paths = paths_for({"CCWATCH_HOME": self._home, **desktop.env})

    def ask(self, kind: Kind) -> object:
        """Ask the running program from outside, whatever became of its files."""
        return hand_over(self._paths, Request(kind))

    def version(self) -> str:
        """Return the version of the program that answers, "" where none does."""
        status = self.ask(Kind.STATUS)
        return status.program if isinstance(status, ProgramStatus) else ""

    def processes(self) -> list[int]:
        """Return the processes that have this home."""
        wanted = f"CCWATCH_HOME={self._home}".encode()
        found = []
        for folder in Path("/proc").iterdir():
            try:
                environ = (folder / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if wanted in environ:
                found.append(int(folder.name))
        return found

    def log(self) -> str:
        """Return what all versions logged."""
        return self._paths.log.read_text("utf-8")

    def quit(self) -> None:
        """End what runs, and wait for it."""
        assert self.ask(Kind.QUIT) == Done()
        wait_until(lambda: not self.processes(), "the end")


@pytest.fixture
def upgraded(desktop: Desktop, tmp_path: Path) -> Upgraded:
    return Upgraded(desktop, tmp_path)


def test_a_window_that_was_never_made_is_the_newer_versions(upgraded: Upgraded) -> None:
    program = upgraded.ccwatch.start_hidden()
    assert upgraded.version() != NEWER
    upgraded.site.remove()
    upgraded.site.install_newer()
    assert upgraded.ask(Kind.RAISE) == Done()
    wait_until(upgraded.ccwatch.is_shown, "the window")
    assert upgraded.version() == NEWER
    assert program.wait(10) == 0
    assert len(upgraded.processes()) == 1
    assert "Traceback" not in upgraded.log()
    upgraded.quit()


def test_half_replaced_it_answers_waits_and_then_restarts(upgraded: Upgraded) -> None:
    program = upgraded.ccwatch.start_hidden()
    upgraded.site.remove()
    assert upgraded.ask(Kind.RAISE) == Done()
    time.sleep(5)
    assert program.poll() is None
    assert upgraded.version() != ""
    upgraded.site.install_newer()
    wait_until(upgraded.ccwatch.is_shown, "the window")
    assert (upgraded.version(), len(upgraded.processes())) == (NEWER, 1)
    assert "Traceback" not in upgraded.log()
    upgraded.quit()


def test_a_program_without_its_files_quits_in_good_order(upgraded: Upgraded) -> None:
    program = upgraded.ccwatch.start_hidden()
    upgraded.site.remove()
    assert upgraded.ask(Kind.QUIT) == Done()
    assert program.wait(10) == 0
    assert "Traceback" not in upgraded.log()
    assert upgraded.processes() == []


def test_the_window_comes_back_with_the_chosen_job(upgraded: Upgraded) -> None:
    program = upgraded.ccwatch.start()
    assert upgraded.ccwatch.run("add", "job-1", "job-2").returncode == 0
    upgraded.site.remove()
    upgraded.site.install_newer()
    assert upgraded.ask(Kind.RAISE) == Done()
    assert program.wait(30) == 0
    wait_until(upgraded.ccwatch.is_shown, "the window")
    assert upgraded.version() == NEWER
    assert upgraded.ccwatch.rows().keys() == {"job-1", "job-2"}
    assert not (upgraded._paths.handover).exists()
    upgraded.quit()


def test_a_newer_version_that_does_not_start_leaves_the_older_one_running(
    upgraded: Upgraded,
) -> None:
    before = upgraded.version
    program = upgraded.ccwatch.start_hidden()
    upgraded.site.break_newer()
    upgraded.site.remove()
    upgraded.site.install_newer()
    assert upgraded.ask(Kind.RAISE) == Done()
    time.sleep(8)
    assert program.poll() is None
    assert before() not in ("", NEWER)
    wait_until(lambda: upgraded.processes() == [program.pid], "the end of the other")
    end(program)
