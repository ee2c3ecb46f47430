"""What other processes ask of the program needs no file that may have been replaced by then."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_nothing_is_loaded_to_answer_or_to_quit(tmp_path: Path) -> None:
    env = {"CCWATCH_HOME": str(tmp_path / "home"), "CCWATCH_API_URL": "http://127.0.0.1:9"}
    buses = dict.fromkeys(("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"), "unix:path=/no")
    done = subprocess.run(
        [sys.executable, "-m", "tests.late_imports"],
        env=os.environ | env | buses,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout.splitlines()[-1]) == {"code": 0, "late": []}
