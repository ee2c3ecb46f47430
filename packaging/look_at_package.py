"""Start an installed package's demo on the current screen, inspect it, and end it.

    python packaging/look_at_package.py PROGRAM FOLDER

Leaves in FOLDER a screenshot, the list of jobs and the doctor's report. Works on all three systems;
the Python that runs it needs PySide6, the program does not need that Python.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SAMPLES = 13  # at the start; more are submitted while it runs
PATIENCE = 90.0
# Until bars have moved, and the failing sample job has failed.
SHOWN_FOR = 15.0


def main() -> int:
    """Inspect the package; return 0 if the demo worked from start to end."""
    program, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        return _look(program, folder, Path(home))


def _look(program: Path, folder: Path, home: Path) -> int:
    windowed = program.with_name("ccwatch-tray.exe")
    env = {**os.environ, "CCWATCH_HOME": str(home)}
    inside = {**env, "CCWATCH_HOME": str(home / "demo")}
    demo = subprocess.Popen([windowed if windowed.exists() else program, "--demo"], env=env)
    try:
        _wait_for(program, inside)
        time.sleep(SHOWN_FOR)
        rows = _rows(program, inside)
        take_picture(folder / "screen.png")
        doctor = _run(program, env, "doctor", "--json")
        (folder / "doctor.json").write_text(doctor.stdout, "utf-8")
        (folder / "list.json").write_text(json.dumps(rows, indent=2), "utf-8")
        # Commands in a terminal reach the running program and end it.
        print(_run(program, inside, "status").stdout, _run(program, inside, "quit").stdout)
        code = demo.wait(20)
    finally:
        demo.kill()
    moving = [row["name"] for row in rows if (row["percentage"] or 0) > 0]
    failed = [row["name"] for row in rows if row["outcome"] == "failed"]
    print(f"{len(rows)} jobs, {len(moving)} moving, {len(failed)} failed; ended with {code}.")
    return 0 if len(rows) >= SAMPLES and code == 0 and moving and failed else 1


def _wait_for(program: Path, env: dict[str, str]) -> None:
    for _ in range(round(PATIENCE / 2)):
        if len(_rows(program, env)) >= SAMPLES:
            return
        time.sleep(2)
    raise TimeoutError("the demo's jobs did not come")


def _rows(program: Path, env: dict[str, str]) -> list[dict[str, Any]]:
    listed = _run(program, env, "list", "--json").stdout
    return json.loads(listed) if listed.strip() else []


def _run(program: Path, env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [program, *words],
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


def take_picture(path: Path) -> None:
    """Save a screenshot."""
    if sys.platform == "darwin":
        subprocess.run(["screencapture", "-x", str(path)], check=True)
        return
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication([])
    if not application.primaryScreen().grabWindow(0).save(str(path)):
        raise OSError(f"{path} cannot be written")


if __name__ == "__main__":
    sys.exit(main())
