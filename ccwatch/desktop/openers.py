"""Opens things outside of this process: web pages, folders, and the demo."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices

from ccwatch.core.errors import PageRefused
from ccwatch.core.pages import checked_page
from ccwatch.system.autostart.command import own_command


def open_page(refuse: Callable[[str], object], address: str) -> None:
    """Open a page in the browser, or call `refuse` with the reason if its address is unsafe.

    The address may come from the issuer's discovery or a settings file; unchecked, it could choose
    the program that opens it as well.
    """
    try:
        page = checked_page(address)
    except PageRefused as error:
        refuse(str(error))
        return
    QDesktopServices.openUrl(QUrl(page, QUrl.ParsingMode.StrictMode))


def open_folder(folder: Path) -> None:
    """Show a local folder in the file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def start_demo() -> None:
    """Start the demo in a process of its own."""
    module = [] if getattr(sys, "frozen", False) else ["-m", "ccwatch"]
    QProcess.startDetached(sys.executable, [*module, "--demo"])


def this_command() -> Sequence[str]:
    """Return the command that starts this program, for the start at sign-in."""
    return own_command(
        sys.executable,
        frozen=bool(getattr(sys, "frozen", False)),
        windows=sys.platform == "win32",
        environ=os.environ,
    )
