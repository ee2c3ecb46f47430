"""After the start PySide6 does not search imports, and no source stays in memory."""

import subprocess
import sys

_SCRIPT = """
import builtins, linecache
from ccwatch.system.lean_imports import keep_imports_lean
keep_imports_lean()
import PySide6.QtWidgets, asyncio, json
print(builtins.__import__.__name__, len(linecache.cache))
"""


def test_imports_go_through_no_search_and_leave_no_source_behind() -> None:
    """In a separate process, because this one has imported Qt already."""
    command = [sys.executable, "-c", _SCRIPT]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    hook, sources = run.stdout.split()
    assert hook != "__feature_import__"
    assert sources == "0"
