"""Opens things outside of this process: web pages, folders, and the demo."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QProcess, QProcessEnvironment, QUrl
from PySide6.QtGui import QDesktopServices

from ccwatch.core.addresses import checked_page
from ccwatch.core.errors import PageRefused
from ccwatch.ipc.single_instance import TAKE_OVER_VARIABLE
from ccwatch.system.autostart.command import QUIETLY, own_command
from ccwatch.system.environment import own_environment
from ccwatch.system.identity import IS_FROZEN
from ccwatch.system.qt_start import qt_arguments


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
    module = [] if IS_FROZEN else ["-m", "ccwatch"]
    QProcess.startDetached(sys.executable, [*module, "--demo"])


def start_successor(*, demo: bool) -> bool:
    """Start the program that takes the place of this one; return whether the system did.

    It asks this one to quit once it is ready. The access token, if one was given, goes with the
    environment: an argument could be read by any user.
    """
    environ = QProcessEnvironment()
    given = {TAKE_OVER_VARIABLE: "1", "PYINSTALLER_RESET_ENVIRONMENT": "1"}
    for name, value in {**own_environment(), **given}.items():
        environ.insert(name, value)
    program, *arguments = _restart_command()
    process = QProcess()
    process.setProgram(program)
    process.setArguments([*arguments, *(["--demo"] if demo else []), *qt_arguments()])
    process.setProcessEnvironment(environ)
    for into_nothing in (process.setStandardOutputFile, process.setStandardErrorFile):
        into_nothing(QProcess.nullDevice())
    started: tuple[bool, int] | bool = process.startDetached()
    return started[0] if isinstance(started, tuple) else started


def _restart_command() -> Sequence[str]:
    """Return what this process was started with, without the options; Python's own stay."""
    if IS_FROZEN:
        return this_command()
    own = len(sys.orig_argv) - (len(sys.argv) - 1)
    return [sys.executable, *sys.orig_argv[1:own], QUIETLY]


def this_command() -> Sequence[str]:
    """Return the command that starts this program, for the start at sign-in."""
    return own_command(
        sys.executable,
        frozen=IS_FROZEN,
        windows=sys.platform == "win32",
        environ=os.environ,
    )
