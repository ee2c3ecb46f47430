"""macOS: a launch agent of the user; not run on macOS so far.

https://developer.apple.com/library/archive/documentation/MacOSX/Conceptual/BPSystemStartup/

The file is read at the next login: loading it now would start the program a second time. It is a
binary property list: XML cannot contain control characters, which a path may have, and changes line
ends.
"""

import plistlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from ccwatch.system.autostart.protocol import State
from ccwatch.system.autostart.start_file import StartFile

LABEL = "ccwatch.login"


class LaunchAgent:
    """Writes and removes one property list."""

    def __init__(self, home: Path) -> None:
        self._file = StartFile(home / "Library" / "LaunchAgents" / f"{LABEL}.plist")

    def state(self, command: Sequence[str]) -> State:
        """Return whether launchd starts this command; raises StorageFault."""
        if (content := self._file.read()) is None:
            return State.OFF
        try:
            agent = plistlib.loads(content)
        except (plistlib.InvalidFileException, ExpatError, ValueError):
            return State.OFF  # launchd cannot read it either
        if not isinstance(agent, dict) or agent.get("Disabled") or not agent.get("RunAtLoad"):
            return State.OFF
        return State.ON if agent.get("ProgramArguments") == list(command) else State.ANOTHER

    def switch_on(self, command: Sequence[str]) -> None:
        """Write the property list; raises StorageFault."""
        agent: dict[str, Any] = {
            "Label": LABEL,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        self._file.write(plistlib.dumps(agent, fmt=plistlib.FMT_BINARY))

    def switch_off(self) -> None:
        """Remove the property list; raises StorageFault."""
        self._file.remove()
