"""A newer version is installed over the running program, which restarts into it.

TESTED_UPGRADE names a command that does so with a packaged program; else pip's steps are taken with
a copy of the source's own.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("the virtual desktop is an X server's", allow_module_level=True)

from newer_source import NEWER

from ccwatch.disk.paths import paths_for
from ccwatch.ipc.client import try_ask
from ccwatch.ipc.messages import (
    Done,
    JobChange,
    JobChanges,
    JobResult,
    Kind,
    ProgramStatus,
    Request,
    WantedJob,
)
from tests.end_to_end.ccwatch_program import Ccwatch, end
from tests.end_to_end.replaced_files import Site
from tests.virtual_desktop import Desktop, wait_until

pytestmark = [pytest.mark.end_to_end, pytest.mark.timeout(120)]
UPGRADE = os.environ.get("TESTED_UPGRADE", "")
of_the_source = pytest.mark.skipif(bool(UPGRADE), reason="a package is replaced only once")
TWO_LOOKS = 5.0


class Upgraded:
    """A program that can be replaced, and what runs of it: the processes with its home."""

    def __init__(self, desktop: Desktop, site: Site | None = None) -> None:
        home = str(desktop.folder / "ccwatch")
        self.ccwatch = Ccwatch(desktop, PYTHONPATH=str(site.folder)) if site else Ccwatch(desktop)
        self._home = f"CCWATCH_HOME={home}".encode()
        self._paths = paths_for({**desktop.env, "CCWATCH_HOME": home})

    def ask(self, kind: Kind, *jobs: str) -> object:
        """Ask the running program from outside, whatever became of its files."""
        return try_ask(self._paths, Request(kind, tuple(map(WantedJob, jobs))))

    def version(self) -> str:
        """Return the version of the program that answers, "" where none does."""
        status = self.ask(Kind.STATUS)
        return status.program if isinstance(status, ProgramStatus) else ""

    def processes(self) -> list[int]:
        """Return the processes that have this home."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                environ = (folder / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if self._home in environ:
                found.append(int(folder.name))
        return found

    def is_the_newer_one_alone(self) -> bool:
        """Return whether one process runs, of the newer version, and nothing broke on the way."""
        assert "Traceback" not in self._paths.log.read_text("utf-8")
        return self.version() == NEWER and len(self.processes()) == 1

    def quit(self) -> None:
        """End what runs, and wait for it."""
        assert self.ask(Kind.QUIT) == Done()
        wait_until(lambda: not self.processes(), "the end")
        assert "Traceback" not in self._paths.log.read_text("utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.fixture
def upgraded(desktop: Desktop, site: Site) -> Upgraded:
    return Upgraded(desktop, site)


@pytest.mark.skipif(not UPGRADE, reason="TESTED_UPGRADE names no command that installs a package")
def test_a_package_is_replaced_under_the_running_program(desktop: Desktop) -> None:
    upgraded = Upgraded(desktop)
    program = upgraded.ccwatch.start_hidden()
    assert upgraded.version() not in ("", NEWER)
    subprocess.run([UPGRADE], check=True)
    assert upgraded.ccwatch.run().returncode == 0
    wait_until(upgraded.ccwatch.is_shown, "the window")
    wait_until(upgraded.is_the_newer_one_alone, "the newer version")
    assert program.wait(10) == 0
    assert upgraded.ccwatch.run("quit").returncode == 0
    wait_until(lambda: not upgraded.processes(), "the end")


@of_the_source
def test_a_window_that_was_never_made_is_the_newer_versions(upgraded: Upgraded, site: Site) -> None:
    program = upgraded.ccwatch.start_hidden()
    site.remove()
    site.install_newer()
    # On a slow machine, the first request may end before it is answered.
    wait_until(lambda: upgraded.ask(Kind.RAISE) == Done(), "the answer")
    wait_until(upgraded.ccwatch.is_shown, "the window")
    assert program.wait(10) == 0
    wait_until(upgraded.is_the_newer_one_alone, "the newer version")
    upgraded.quit()


@of_the_source
def test_half_replaced_it_answers_waits_and_then_restarts(upgraded: Upgraded, site: Site) -> None:
    program = upgraded.ccwatch.start_hidden()
    site.remove()
    added = JobChange("job-1", "job-1", JobResult.WATCHING)
    assert upgraded.ask(Kind.ADD, "job-1") == JobChanges((added,))
    time.sleep(TWO_LOOKS)
    assert program.poll() is None
    assert upgraded.version() not in ("", NEWER)
    site.install_newer()
    wait_until(upgraded.ccwatch.is_shown, "the window")
    wait_until(upgraded.is_the_newer_one_alone, "the newer version")
    assert upgraded.ccwatch.rows().keys() == {"job-1"}
    upgraded.quit()


@of_the_source
def test_a_program_without_its_files_quits_in_good_order(upgraded: Upgraded, site: Site) -> None:
    program = upgraded.ccwatch.start_hidden()
    site.remove()
    upgraded.quit()
    assert program.wait(10) == 0


@of_the_source
def test_jobs_and_the_shown_window_come_back(upgraded: Upgraded, site: Site) -> None:
    program = upgraded.ccwatch.start()
    assert upgraded.ccwatch.run("add", "job-1", "job-2").returncode == 0
    site.remove()
    site.install_newer()
    # Once a minute it looks for itself.
    assert program.wait(90) == 0
    wait_until(upgraded.ccwatch.is_shown, "the window")
    wait_until(upgraded.is_the_newer_one_alone, "the newer version")
    assert upgraded.ccwatch.rows().keys() == {"job-1", "job-2"}
    upgraded.quit()


@of_the_source
def test_a_newer_version_that_does_not_start_leaves_the_older_one_running(
    upgraded: Upgraded, site: Site
) -> None:
    program = upgraded.ccwatch.start_hidden()
    site.break_newer()
    site.remove()
    site.install_newer()
    assert upgraded.ask(Kind.RAISE) == Done()
    wait_until(lambda: len(upgraded.processes()) == 2, "the start of the newer one")
    wait_until(lambda: upgraded.processes() == [program.pid], "its end")
    assert upgraded.version() not in ("", NEWER)
    end(program)
