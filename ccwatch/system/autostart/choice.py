"""Starting at sign-in: the choice for this system."""

import os
import sys
from pathlib import Path

from ccwatch.system.autostart.protocol import LoginStart


def login_start_of_this_system() -> LoginStart:
    """Return the implementation for this system."""
    if sys.platform == "win32":
        from ccwatch.system.autostart.windows import RunKey

        return RunKey()
    if sys.platform == "darwin":
        from ccwatch.system.autostart.macos import LaunchAgent

        return LaunchAgent(Path.home())
    from ccwatch.system.autostart.xdg import XdgAutostart

    return XdgAutostart(os.environ, Path.home())
