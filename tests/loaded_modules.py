"""A program that starts the desktop program, and tells what it has loaded at a certain moment.

`python -m tests.loaded_modules icon|hidden`: with the icon in the tray, or once it watches with
its window hidden. Prints the names of the modules as JSON, and how many sources are kept.
"""

import json
import linecache
import os
import sys
from collections.abc import Callable
from typing import Any


def tell_then_end(what: type, method: str) -> None:
    """Let the method do its work, then tell, and end at once."""
    real: Callable[..., Any] = getattr(what, method)

    def told(*args: Any, **kwargs: Any) -> None:
        real(*args, **kwargs)
        print(json.dumps({"modules": sorted(sys.modules), "sources": len(linecache.cache)}))
        sys.stdout.flush()
        os._exit(0)

    setattr(what, method, told)


def main() -> None:
    """Start, and tell."""
    if sys.argv[1] == "icon":
        from ccwatch.ui.tray import Tray

        tell_then_end(Tray, "appear")
    else:
        # What comes before the desktop's own modules is loaded as in the real program.
        import ccwatch.app  # noqa: F401 - first
        from ccwatch.watcher import Watcher

        tell_then_end(Watcher, "resume")
    from ccwatch.cli import main as run

    run(["--hidden"])


if __name__ == "__main__":
    main()
