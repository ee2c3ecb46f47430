"""The Run key, with an in-memory registry."""

from functools import partial
from typing import Any, Self

import pytest

from ccwatch.core.errors import StorageFault
from ccwatch.system.autostart.protocol import State
from ccwatch.system.autostart.windows import APPROVED, LONGEST, NAME, RUN, RunKey

COMMAND = (r"C:\Program Files\ccwatch\ccwatch.exe", "--hidden")
ON, OFF = b"\x02" + bytes(11), b"\x03" + bytes(11)


class FakeKey:
    def __init__(self, values: dict[str, Any], *, may_write: bool) -> None:
        self.values = values
        self.may_write = may_write

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class FakeRegistry:
    """Behaves like winreg, as documented; the keys are a dictionary."""

    HKEY_CURRENT_USER, KEY_SET_VALUE, KEY_READ, REG_SZ = 1, 2, 0x20019, 1

    def __init__(self) -> None:
        self.keys: dict[str, dict[str, Any]] = {RUN: {}}
        self.refuses = False

    def OpenKey(self, root: int, path: str, _: int = 0, access: int = KEY_READ) -> FakeKey:  # noqa: N802
        assert root == self.HKEY_CURRENT_USER
        if path not in self.keys:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        if self.refuses and access != self.KEY_READ:
            raise PermissionError(13, "Access is denied")
        return FakeKey(self.keys[path], may_write=access == self.KEY_SET_VALUE)

    def CreateKeyEx(self, root: int, path: str, zero: int, access: int) -> FakeKey:  # noqa: N802
        self.keys.setdefault(path, {})
        return self.OpenKey(root, path, zero, access)

    def QueryValueEx(self, key: FakeKey, name: str) -> tuple[Any, int]:  # noqa: N802
        if name not in key.values:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return key.values[name], self.REG_SZ

    def SetValueEx(self, key: FakeKey, name: str, _: int, kind: int, value: str) -> None:  # noqa: N802
        assert key.may_write
        assert kind == self.REG_SZ
        key.values[name] = value

    def DeleteValue(self, key: FakeKey, name: str) -> None:  # noqa: N802
        assert key.may_write
        if name not in key.values:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        del key.values[name]


@pytest.fixture
def registry() -> FakeRegistry:
    return FakeRegistry()


@pytest.fixture
def start(registry: FakeRegistry) -> RunKey:
    return RunKey(registry)


def test_it_is_off_until_it_is_switched_on_and_off_again_afterwards(
    start: RunKey, registry: FakeRegistry
) -> None:
    assert start.state(COMMAND) is State.OFF
    start.switch_on(COMMAND)
    assert start.state(COMMAND) is State.ON
    assert registry.keys[RUN] == {NAME: r'"C:\Program Files\ccwatch\ccwatch.exe" --hidden'}
    start.switch_off()
    assert start.state(COMMAND) is State.OFF
    start.switch_off()


def test_other_programs_values_stay(start: RunKey, registry: FakeRegistry) -> None:
    registry.keys[RUN]["Other"] = "other.exe"
    start.switch_on(COMMAND)
    start.switch_off()
    assert registry.keys[RUN] == {"Other": "other.exe"}


def test_what_the_task_manager_switched_off_is_off_until_switched_on_here(
    start: RunKey, registry: FakeRegistry
) -> None:
    start.switch_on(COMMAND)
    registry.keys[APPROVED] = {NAME: OFF, "Other": OFF}
    assert start.state(COMMAND) is State.OFF
    registry.keys[APPROVED][NAME] = ON
    assert start.state(COMMAND) is State.ON
    registry.keys[APPROVED][NAME] = OFF
    start.switch_on(COMMAND)
    assert start.state(COMMAND) is State.ON
    assert registry.keys[APPROVED] == {"Other": OFF}


def test_another_copy_of_the_program_is_told_from_this_one(start: RunKey) -> None:
    start.switch_on((r"C:\old\ccwatch.exe", "--hidden"))
    assert start.state(COMMAND) is State.ANOTHER


def test_a_command_that_windows_would_cut_is_refused(start: RunKey, registry: FakeRegistry) -> None:
    with pytest.raises(StorageFault, match="at most 260 characters"):
        start.switch_on(("C:\\" + LONGEST * "a", "--hidden"))
    assert registry.keys[RUN] == {}


def test_what_is_not_allowed_is_said(start: RunKey, registry: FakeRegistry) -> None:
    registry.keys[RUN][NAME] = "x"
    registry.refuses = True
    for change in (partial(start.switch_on, COMMAND), start.switch_off):
        with pytest.raises(StorageFault, match=r"Access is denied\. Your organisation"):
            change()
    assert start.state(COMMAND) is State.ANOTHER
