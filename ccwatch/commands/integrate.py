"""Adding ccwatch to the applications menu of this user, and removing it."""

import os
import sys
from pathlib import Path

from ccwatch.core.errors import CcwatchError
from ccwatch.system.autostart.command import QUIETLY, own_command
from ccwatch.system.identity import IS_FROZEN
from ccwatch.system.menu_entry import TITLE, MenuEntry
from ccwatch.terminal.exit_code import Exit
from ccwatch.terminal.output import say


def integrate(*, remove: bool) -> Exit:
    """Add or remove the entry; raises CcwatchError where the system or a package does that."""
    if sys.platform in ("win32", "darwin"):
        raise CcwatchError(
            "This command is for Linux; here the installer adds ccwatch.", title=TITLE
        )
    entry = MenuEntry(os.environ, Path.home())
    if remove:
        removed = entry.remove()
        say(f"Removed: {entry.file}" if removed else "ccwatch was not in the applications menu.")
        return Exit.SUCCEEDED
    command = own_command(sys.executable, frozen=IS_FROZEN, windows=False, environ=os.environ)
    entry.add([part for part in command if part != QUIETLY])
    say(f"Added to the applications menu: {entry.file}")
    say("ccwatch integrate --remove undoes it. Running windows get the icon at their next start.")
    return Exit.SUCCEEDED
