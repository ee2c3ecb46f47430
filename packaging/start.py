"""Where the frozen program begins."""

import os
import sys
from collections.abc import MutableMapping

_SEARCHED = "LD_LIBRARY_PATH"


def give_back_library_path(environ: MutableMapping[str, str]) -> None:
    """Let programs that this one starts, such as the browser, find their own libraries.

    PyInstaller's start has put its folder first and kept what was there; the dynamic linker of
    this process has read it by now. https://pyinstaller.org/en/stable/runtime-information.html
    """
    before = environ.pop(f"{_SEARCHED}_ORIG", None)
    environ.pop(_SEARCHED, None)
    if before is not None:
        environ[_SEARCHED] = before
    # Another start of this program then makes its own, and does not rely on ours.
    environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"


if __name__ == "__main__":
    if sys.platform.startswith("linux"):
        give_back_library_path(os.environ)
    from ccwatch.cli import main

    raise SystemExit(main())
