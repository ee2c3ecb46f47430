"""The pictures of arrows and ticks load in a process that was hardened as the program's is."""

import os
import subprocess
import sys
from pathlib import Path

_PROGRAM = """
import re
from ccwatch.system.hardening import harden
harden()
from ccwatch.desktop.start import _application
from PySide6.QtGui import QImageReader
from ccwatch.ui.style.tokens import style_sheet, tokens
application = _application()
for picture in re.findall(r'url\\("([^"]+)"\\)', style_sheet(tokens(), native=False)):
    reader = QImageReader(picture)
    print("missing" if reader.read().isNull() else "loaded", picture, reader.errorString())
"""


def test_arrows_and_ticks_load_in_a_hardened_process(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "CCWATCH_HOME": str(tmp_path)},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("loaded ") for line in lines), done.stdout
