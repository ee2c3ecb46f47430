"""ITaskbarList3, called through a vtable in COM's memory layout."""

import ctypes
from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ccwatch.core.badge import NOTHING, Badge, Mood
from ccwatch.system.taskbar import windows
from ccwatch.system.taskbar.windows import TaskbarButton, TaskbarList
from tests.system.windows_message import deliver

WINDOW = 0x7FFF_1234_5678
REFUSED = 0x80004005 - (1 << 32)
_PLACES = 21
_RESULT, _THIS = ctypes.c_int32, ctypes.c_void_p


class FakeTaskbarList:
    """A COM object: a pointer to a table of function pointers; records each call."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.answer = 0
        hwnd, number = ctypes.c_void_p, ctypes.c_uint64
        self._functions: dict[int, Any] = {
            2: self._method("Release"),
            3: self._method("HrInit"),
            9: self._method("SetProgressValue", hwnd, number, number),
            10: self._method("SetProgressState", hwnd, ctypes.c_int),
        }
        table = (ctypes.c_void_p * _PLACES)()
        for place, function in self._functions.items():
            table[place] = ctypes.cast(function, ctypes.c_void_p).value
        self._table = table
        self._object = ctypes.c_void_p(ctypes.addressof(table))

    def create(self) -> int:
        return ctypes.addressof(self._object)

    def _method(self, name: str, *kinds: Any) -> Any:
        def called(this: int, *arguments: Any) -> int:
            assert this == ctypes.addressof(self._object)
            self.calls.append((name, *arguments))
            return self.answer

        return ctypes.CFUNCTYPE(_RESULT, _THIS, *kinds)(called)


@pytest.fixture
def com() -> FakeTaskbarList:
    return FakeTaskbarList()


@pytest.mark.parametrize(
    ("badge", "calls"),
    [
        (
            Badge(Mood.MOVING, 62, 3),
            [("SetProgressState", WINDOW, 2), ("SetProgressValue", WINDOW, 62, 100)],
        ),
        (
            Badge(Mood.WAITING, 62, 3),
            [("SetProgressState", WINDOW, 8), ("SetProgressValue", WINDOW, 62, 100)],
        ),
        (
            Badge(Mood.WRONG),
            [("SetProgressState", WINDOW, 4), ("SetProgressValue", WINDOW, 100, 100)],
        ),
        (NOTHING, [("SetProgressState", WINDOW, 0)]),
    ],
)
def test_a_badge_becomes_a_state_and_a_value(
    com: FakeTaskbarList, badge: Badge, calls: list[tuple[Any, ...]]
) -> None:
    TaskbarList(com.create).show(WINDOW, badge)
    assert com.calls == [("HrInit",), *calls]


def test_what_windows_refuses_is_an_error(com: FakeTaskbarList) -> None:
    shown = TaskbarList(com.create)
    com.answer = REFUSED
    with pytest.raises(OSError, match="0x80004005"):
        shown.show(WINDOW, Badge(Mood.MOVING, 1, 1))


def test_a_new_button_gets_the_badge_again(qtbot: QtBot, com: FakeTaskbarList) -> None:
    button = TaskbarButton(lambda: WINDOW, com.create)
    button.button_made()
    assert com.calls == []
    button.show(Badge(Mood.MOVING, 62, 3))
    com.calls.clear()
    button.button_made()
    assert com.calls == [("SetProgressState", WINDOW, 2), ("SetProgressValue", WINDOW, 62, 100)]
    button.close()


def test_at_the_end_the_bar_goes_and_the_object_is_let_go(
    qtbot: QtBot, com: FakeTaskbarList
) -> None:
    button = TaskbarButton(lambda: WINDOW, com.create)
    button.show(Badge(Mood.MOVING, 62, 3))
    com.calls.clear()
    button.close()
    button.button_made()
    assert com.calls == [("SetProgressState", WINDOW, 0), ("Release",)]


def test_messages_pass_where_there_is_no_taskbar(qtbot: QtBot, com: FakeTaskbarList) -> None:
    def refuse() -> int:
        raise OSError("CoCreateInstance answered 0x80040154")

    make: Callable[[], int] = refuse
    button = TaskbarButton(lambda: WINDOW, make)
    for number in (0x0111, 0xC123):  # an ordinary one, and a registered one
        assert deliver(button._messages, number) == (False, 0)
    with pytest.raises(OSError, match="CoCreateInstance"):
        button.show(Badge(Mood.MOVING, 1, 1))
    button.close()


def test_the_message_of_a_new_button_brings_the_badge_again(
    qtbot: QtBot, com: FakeTaskbarList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "_message_of_a_new_button", lambda: 0xC123)
    button = TaskbarButton(lambda: WINDOW, com.create)
    button.show(Badge(Mood.MOVING, 62, 3))
    com.calls.clear()
    assert deliver(button._messages, 0x0111) == (False, 0)
    assert com.calls == []
    assert deliver(button._messages, 0xC123) == (False, 0)
    assert com.calls == [("SetProgressState", WINDOW, 2), ("SetProgressValue", WINDOW, 62, 100)]
    button.close()
