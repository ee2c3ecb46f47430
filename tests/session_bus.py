"""A session bus of the test's own."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# No service may be started from outside: what is on the bus was put there on purpose.
_BUS = """<busconfig><type>session</type><listen>unix:dir={folder}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"""


@contextlib.contextmanager
def session_bus(folder: Path) -> Iterator[str]:
    """Run a session bus; yield its address."""
    if not sys.platform.startswith("linux"):
        pytest.skip("notifications by D-Bus are for Linux")
    if not shutil.which("dbus-daemon"):
        if os.environ.get("CI"):
            pytest.fail("dbus-daemon is missing: apt install dbus")
        pytest.skip("dbus-daemon is not installed")
    config = folder / "bus.conf"
    config.write_text(_BUS.format(folder=folder))
    bus = subprocess.Popen(
        ["dbus-daemon", "--nofork", "--nopidfile", f"--config-file={config}", "--print-address"],
        stdout=subprocess.PIPE,
        text=True,
    )
    with bus:
        assert bus.stdout
        try:
            yield bus.stdout.readline().strip()
        finally:
            bus.terminate()
