"""macOS: a launch agent of the user's; not run on macOS so far.

https://developer.apple.com/library/archive/documentation/MacOSX/Conceptual/BPSystemStartup/
The file is read at the next login: loading it now would start the program a second time. It is a
binary one: XML has no control characters, which a path may hold, and changes the ends of lines.
"""

import plistlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from ccwatch.core.errors import StorageFault
from ccwatch.system.autostart.choice import State, not_changed
from ccwatch.system.files import write_private

LABEL = "ccwatch.login"


class LaunchAgent:
    """Writes and removes one property list."""

    def __init__(self, home: Path) -> None:
        self._path = home / "Library" / "LaunchAgents" / f"{LABEL}.plist"

    def state(self, command: Sequence[str]) -> State:
        """Return whether launchd starts this command; raises StorageFault."""
        try:
            agent = plistlib.loads(self._path.read_bytes())
        except FileNotFoundError:
            return State.OFF
        except OSError as error:
            raise not_changed(f"{self._path}: {error.strerror or error}") from None
        except (plistlib.InvalidFileException, ExpatError, ValueError):
            return State.OFF  # launchd makes nothing of it either
        if not isinstance(agent, dict) or agent.get("Disabled") or not agent.get("RunAtLoad"):
            return State.OFF
        return State.ON if agent.get("ProgramArguments") == list(command) else State.ANOTHER

    def switch_on(self, command: Sequence[str]) -> None:
        """Write the list; raises StorageFault."""
        agent: dict[str, Any] = {
            "Label": LABEL,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_private(self._path, plistlib.dumps(agent, fmt=plistlib.FMT_BINARY))
        except StorageFault as fault:
            raise not_changed(fault.message.rstrip(".")) from None
        except OSError as error:
            raise not_changed(f"{self._path.parent}: {error.strerror or error}") from None

    def switch_off(self) -> None:
        """Remove the list; raises StorageFault."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise not_changed(f"{self._path}: {error.strerror or error}") from None
