"""Windows: a value under the user's Run key; not run on Windows so far.

https://learn.microsoft.com/windows/win32/setupapi/run-and-runonce-registry-keys
"""

import subprocess
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from ccwatch.core.errors import StorageFault
from ccwatch.core.language import tr
from ccwatch.system.autostart.protocol import State, not_changed

NAME = "ccwatch"
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
# The Task Manager records here what the user disabled in it; an odd first byte means disabled.
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
LONGEST = 260


class RunKey:
    """The value under the Run key; `registry` is the module winreg or a fake."""

    def __init__(self, registry: Any = None) -> None:
        self._registry = registry or _winreg()

    def state(self, command: Sequence[str]) -> State:
        """Return whether Windows starts this command; raises StorageFault."""
        try:
            found = self._value(RUN)
            approved = self._value(APPROVED)
        except OSError as error:
            raise _refused(error) from None
        if found is None or (isinstance(approved, bytes) and approved[:1] and approved[0] & 1):
            return State.OFF
        return State.ON if found == subprocess.list2cmdline(command) else State.ANOTHER

    def switch_on(self, command: Sequence[str]) -> None:
        """Write the value, and enable it if it was disabled elsewhere; raises StorageFault."""
        line = subprocess.list2cmdline(command)
        if len(line) > LONGEST:
            why = tr("a command on Windows can have at most {longest} characters", longest=LONGEST)
            raise not_changed(why, tr("Move ccwatch to a folder with a shorter name."))
        registry = self._registry
        try:
            with registry.CreateKeyEx(
                registry.HKEY_CURRENT_USER, RUN, 0, registry.KEY_SET_VALUE
            ) as key:
                registry.SetValueEx(key, NAME, 0, registry.REG_SZ, line)
            self._remove(APPROVED)
        except OSError as error:
            raise _refused(error) from None

    def switch_off(self) -> None:
        """Remove the value; raises StorageFault."""
        try:
            self._remove(RUN)
        except OSError as error:
            raise _refused(error) from None

    def _value(self, path: str) -> object:
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, path) as key:
                return registry.QueryValueEx(key, NAME)[0]
        except FileNotFoundError:
            return None

    def _remove(self, path: str) -> None:
        registry = self._registry
        with (
            suppress(FileNotFoundError),
            registry.OpenKey(registry.HKEY_CURRENT_USER, path, 0, registry.KEY_SET_VALUE) as key,
        ):
            registry.DeleteValue(key, NAME)


def _refused(error: OSError) -> StorageFault:
    return not_changed(error.strerror or error, tr("Your organisation may not allow it."))


def _winreg() -> Any:
    import winreg

    return winreg
