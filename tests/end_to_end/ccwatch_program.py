"""The installed program on a desktop, started, used and ended like by a user.

TESTED_PROGRAM names a packaged program to test instead of the source.
"""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.virtual_desktop import Desktop, wait_until


class Ccwatch:
    """The program on a desktop, with a separate home shared by several starts."""

    def __init__(
        self, desktop: Desktop, *, demo: bool = False, verbose: bool = False, **env: str
    ) -> None:
        self._desktop = desktop
        self._home = desktop.folder / "ccwatch"
        self._options = [*(["--demo"] if demo else []), *(["--verbose"] if verbose else [])]
        self.data = self._home / "demo" if demo else self._home
        self.title = "ccwatch – demo" if demo else "ccwatch"
        self._env = {"CCWATCH_HOME": str(self._home), "PYTHONUTF8": "1", **env}

    def write_settings(self, **values: object) -> None:
        """Write the settings file for the next start."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self.data / "settings.json").write_text(json.dumps(values), encoding="utf-8")

    def start(self) -> subprocess.Popen[bytes]:
        """Start the program; return it once its window is shown."""
        program = self._desktop.start(*ccwatch_command(*self._options), env=self._env)
        wait_until(self.is_shown, "the window", 20)
        return program

    def start_hidden(self) -> subprocess.Popen[bytes]:
        """Start the program as at sign-in; return it once it answers."""
        program = self._desktop.start(*ccwatch_command(*self._options, "--hidden"), env=self._env)
        wait_until(lambda: "is running" in self.run("status").stdout, "the program", 20)
        return program

    def is_shown(self) -> bool:
        """Return whether the window is visible."""
        return self.title in self._desktop.windows()

    def close_window(self) -> None:
        """Close the window with its keys; return once it is gone."""
        # Keys that arrive while the window manager is still handling the window are lost.
        wait_until(self._closes_by_keys, "the window's hiding", 20)

    def _closes_by_keys(self) -> bool:
        if self._desktop.active_window() == self.title:
            self._desktop.press("alt+F4")
        with suppress(TimeoutError):
            wait_until(lambda: not self.is_shown(), "the window's hiding", 2)
        return not self.is_shown()

    def run(self, *arguments: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            ccwatch_command(*arguments),
            env=self._desktop.env | self._env | {"CCWATCH_HOME": str(home or self._home)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=20,
            check=False,
        )

    def rows(self) -> dict[str, Any]:
        """Return what `list --json` says about each job."""
        listed = self.run("list", "--json", home=self.data)
        assert listed.returncode == 0, listed.stderr
        return {row["job"]: row for row in json.loads(listed.stdout)}

    def percentages(self) -> dict[str, float | None]:
        """Return each job's percentage."""
        return {job: row["percentage"] for job, row in self.rows().items()}


def ccwatch_command(*arguments: str) -> list[str]:
    """Return the command that starts the program under test."""
    if program := os.environ.get("TESTED_PROGRAM"):
        return [program, *arguments]
    return [sys.executable, "-m", "ccwatch", *arguments]


def end(program: subprocess.Popen[bytes]) -> float:
    """Tell the program to quit; return the seconds that it took."""
    asked = time.monotonic()
    program.send_signal(signal.SIGTERM)
    assert program.wait(10) == 0
    return time.monotonic() - asked
