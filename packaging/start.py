"""The entry point of the frozen program."""

import os
import sys
from collections.abc import MutableMapping

_SEARCHED = "LD_LIBRARY_PATH"


def give_back_library_path(environ: MutableMapping[str, str]) -> None:
    """Restore the library path, so that child programs such as the browser find their libraries.

    PyInstaller's bootloader puts its folder first and saves the previous value; this process's
    dynamic linker has read it by now. https://pyinstaller.org/en/stable/runtime-information.html
    """
    before = environ.pop(f"{_SEARCHED}_ORIG", None)
    environ.pop(_SEARCHED, None)
    if before is not None:
        environ[_SEARCHED] = before
    # Another start of this program then sets up its own environment instead of relying on ours.
    environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"


if __name__ == "__main__":
    if sys.platform.startswith("linux"):
        give_back_library_path(os.environ)
    from ccwatch.cli import main

    raise SystemExit(main())
