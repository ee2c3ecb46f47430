"""A program that starts the desktop program, and tells what it loads once its start is over.

`python -m tests.late_imports`: asks it for its status over the channel, then to quit; prints the
names of the modules that it looked for in between, as JSON.
"""

import json
import os
import sys
import threading
import time
from importlib.machinery import ModuleSpec

from ccwatch.disk.paths import paths_for
from ccwatch.ipc.client import try_ask
from ccwatch.ipc.messages import Kind, Request
from ccwatch.system.installed_files import ImportGuard

LAST_OF_START = "waking up"


def main() -> None:
    """Start, ask, and tell."""
    late: list[str] = []
    asking = False

    def find_spec(self: ImportGuard, fullname: str, *_: object) -> ModuleSpec | None:
        if asking:
            late.append(fullname)
        return None

    ImportGuard.find_spec = find_spec  # type: ignore[method-assign, assignment]
    paths = paths_for(os.environ)

    def ask() -> None:
        nonlocal asking
        while not (paths.log.exists() and LAST_OF_START in paths.log.read_text("utf-8")):
            time.sleep(0.1)
        asking = True
        try_ask(paths, Request(Kind.STATUS))
        try_ask(paths, Request(Kind.QUIT))

    threading.Thread(target=ask, daemon=True).start()
    from ccwatch.cli import main as run

    code = run(["--hidden"])
    print(json.dumps({"code": code, "late": late}))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
