"""A folder with programs that run in it, and end with it."""

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from tests.virtual_desktop import end_program

_PORTALS = Path("/usr/share/xdg-desktop-portal/portals")
_STEP, _STEPS = 0.2, 150


_BUS = """<busconfig><type>session</type><listen>{address}</listen><auth>EXTERNAL</auth>
<standard_session_servicedirs/><policy context="default"><allow user="*"/>
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"""
_UNPRIVILEGED_USER = "nobody"


class Processes:
    """The programs of one session; `env` is their environment.

    The parts of the desktop run as an ordinary user, for root as another one.
    """

    def __init__(self, folder: Path, **env: str) -> None:
        self.folder = folder
        self._user: dict[str, Any] = {}
        if os.getuid() == 0:
            user = pwd.getpwnam(_UNPRIVILEGED_USER)
            self._user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        for name in ("home", "run"):
            (folder / name).mkdir(mode=0o700)
        if self._user:
            for owned in (folder, folder / "home", folder / "run"):
                os.chown(owned, self._user["user"], self._user["group"])
        self.env = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(folder / "home"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "CCWATCH_HOME": str(folder / "ccwatch"),
            **env,
        }
        self._running = ExitStack()

    def __enter__(self) -> Self:
        try:
            self.begin()
        except BaseException:
            self._running.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    def begin(self) -> None:
        """Start what is there from the beginning."""

    def start(self, *command: str, log: str = "", **more: str) -> "subprocess.Popen[bytes]":
        """Start a program, which ends with the session; `more` is added to its environment."""
        return self._start(command, log, more, {})

    def start_part(self, *command: str, log: str = "") -> "subprocess.Popen[bytes]":
        """Start a part of the desktop, which ends with the session."""
        return self._start(command, log, {}, self._user)

    def _start(
        self, command: Sequence[str], log: str, more: dict[str, str], user: dict[str, Any]
    ) -> "subprocess.Popen[bytes]":
        written = self.log(log or Path(command[0]).name).open("ab")
        process = subprocess.Popen(
            command, env=self.env | more, stdout=written, stderr=written, cwd=self.folder, **user
        )
        self._running.callback(written.close)
        self._running.callback(end, process)
        return process

    def log(self, name: str) -> Path:
        """Return the file for the output of a program."""
        return self.folder / f"{name}.log"

    def run(self, *command: str, **more: str) -> str:
        """Run a program to its end; return what it prints."""
        done = subprocess.run(
            command, env=self.env | more, capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout

    def start_bus(self) -> None:
        """Start a session bus."""
        address = f"unix:path={self.folder / 'run' / 'bus'}"
        config = self.folder / "bus.conf"
        config.write_text(_BUS.format(address=address))
        self.start_part("dbus-daemon", "--nofork", "--nopidfile", f"--config-file={config}")
        until((self.folder / "run" / "bus").exists, "the bus starts")
        self.env["DBUS_SESSION_BUS_ADDRESS"] = address

    def use_portals(self, *names: str) -> None:
        """Have only these portals, although those of other desktops are installed too."""
        chosen = self.folder / "portals"
        chosen.mkdir()
        for name in names:
            shutil.copy(_PORTALS / f"{name}.portal", chosen)
        self.env["XDG_DESKTOP_PORTAL_DIR"] = str(chosen)
        self.share_env("XDG_DESKTOP_PORTAL_DIR")

    def share_env(self, *names: str) -> None:
        """Give variables to what the bus starts."""
        known = [name for name in ("XDG_RUNTIME_DIR", "HOME", *names) if name in self.env]
        self.run("dbus-update-activation-environment", *known)


def end(process: "subprocess.Popen[bytes]") -> None:
    """End a process, and wait for it."""
    end_program(process, 10.0)


def until(condition: Callable[[], object], what: str, seconds: float = _STEP * _STEPS) -> None:
    """Wait until the condition is met; raises TimeoutError."""
    for _ in range(round(seconds / _STEP)):
        if condition():
            return
        time.sleep(_STEP)
    raise TimeoutError(what)
