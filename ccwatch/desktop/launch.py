"""Launches the desktop program, with clear errors if the screen or Qt's libraries are missing."""

import argparse
import os
import sys

from ccwatch.core.errors import CcwatchError, RunningProgramFault
from ccwatch.core.screen import WITHOUT_SCREEN, no_screen
from ccwatch.disk.paths import paths_for
from ccwatch.ipc.client import is_running
from ccwatch.ipc.single_instance import hand_over_start

_TITLE = "No window"


def launch_desktop(options: argparse.Namespace) -> int:
    """Run the desktop program, or hand over to a running one, which works without a screen too.

    Raises CcwatchError, to be shown in a terminal.
    """
    if reason := no_screen(sys.platform, os.environ.get):
        paths = paths_for(os.environ, demo=options.demo)
        offered = [str(ref.id) for ref in options.jobs]
        if hand_over_start(paths, offered, hidden=options.hidden, wall=options.wall):
            return 0
        if is_running(paths):
            raise RunningProgramFault
        raise CcwatchError(reason, title=_TITLE, advice=WITHOUT_SCREEN)
    try:
        from ccwatch.system.lean_imports import keep_imports_lean

        keep_imports_lean()
        from ccwatch.desktop.start import run_desktop
    except ImportError as error:
        from ccwatch.system.missing_libraries import import_fault

        if fault := import_fault(error):
            raise fault from None
        raise
    return run_desktop(options)
