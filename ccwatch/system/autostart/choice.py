"""Starting at sign-in: this system's way."""

import os
import sys
from pathlib import Path

from ccwatch.system.autostart.protocol import LoginStart


def login_start_of_this_system() -> LoginStart:
    """Return the way of this system."""
    if sys.platform == "win32":
        from ccwatch.system.autostart.windows import RunKey

        return RunKey()
    if sys.platform == "darwin":
        from ccwatch.system.autostart.macos import LaunchAgent

        return LaunchAgent(Path.home())
    from ccwatch.system.autostart.xdg import XdgAutostart

    return XdgAutostart(os.environ, Path.home())
