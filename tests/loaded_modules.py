"""A program that starts the desktop program, and prints its loaded modules at a given moment.

`python -m tests.loaded_modules icon|hidden|buses|list`: with the icon in the tray, once it watches
with its window hidden, once it has been on both message buses, or after the command `list`.
Prints as JSON the names of the modules, how many sources are kept, and the module in which each
thread but this one began.
"""

import json
import linecache
import os
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any


def threads() -> Iterator[str]:
    """Yield the module in which each thread that runs Python began; Qt's own threads too."""
    for number, frame in sys._current_frames().items():
        if number == threading.get_ident():
            continue
        began = "threading"
        stack: FrameType | None = frame
        while stack:
            name = stack.f_globals["__name__"]
            began = began if name == "threading" else name
            stack = stack.f_back
        yield began


def tell_and_end() -> None:
    """Tell, and end at once."""
    told = {
        "modules": sorted(sys.modules),
        "sources": len(linecache.cache),
        "threads": sorted(threads()),
    }
    print(json.dumps(told))
    sys.stdout.flush()
    os._exit(0)


def tell_then_end(what: type, method: str) -> None:
    """Run the method, then print the modules and end."""
    real: Callable[..., Any] = getattr(what, method)

    def told(*args: Any, **kwargs: Any) -> None:
        real(*args, **kwargs)
        tell_and_end()

    setattr(what, method, told)


def tell_after_both(*methods: tuple[type, str]) -> None:
    """Wait for these coroutines to finish, successfully or not, then print the modules and end."""
    awaited = set(methods)

    def follow(method: tuple[type, str]) -> None:
        real: Callable[..., Any] = getattr(*method)

        async def told(*args: Any, **kwargs: Any) -> None:
            try:
                await real(*args, **kwargs)
            finally:
                awaited.discard(method)
                if not awaited:
                    tell_and_end()

        setattr(*method, told)

    for method in methods:
        follow(method)


def main() -> None:
    """Start the program, and print the modules."""
    if sys.argv[1] == "list":
        from ccwatch.cli import main as command

        command(["list"])
        tell_and_end()
    from ccwatch.system.lean_imports import keep_imports_lean

    keep_imports_lean()  # as the real program does at its start
    if sys.argv[1] == "icon":
        from ccwatch.ui.tray.tray import Tray

        tell_then_end(Tray, "appear")
    elif sys.argv[1] == "buses":
        from ccwatch.system.taskbar.linux import LauncherEntry
        from ccwatch.system.wake.logind import Logind

        tell_after_both((Logind, "start"), (LauncherEntry, "_send"))
    else:
        # Modules that come before the desktop's own are loaded as in the real program.
        import ccwatch.desktop.start  # noqa: F401
        from ccwatch.watching.watcher import Watcher

        tell_then_end(Watcher, "resume")
    from ccwatch.cli import main as run

    run(["--hidden"])


if __name__ == "__main__":
    main()
