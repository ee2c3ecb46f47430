"""Each Windows message is passed on, and Qt does not see those that are handled."""

from ctypes import wintypes

import pytest
from PySide6.QtCore import QCoreApplication

from ccwatch.system.window_messages import WindowMessages, hidden_window
from tests.system.windows_message import deliver


@pytest.mark.parametrize("answered", [False, True])
def test_a_message_is_looked_at_and_answered_or_not(answered: bool) -> None:
    seen: list[tuple[int | None, int, int]] = []

    def look(message: wintypes.MSG) -> bool:
        seen.append((message.hWnd, message.message, message.wParam))
        return answered

    assert deliver(WindowMessages(look), 0x0218, window=7, wparam=18) == (answered, 0)
    assert seen == [(7, 0x0218, 18)]


def test_messages_of_other_systems_are_not_looked_at() -> None:
    def look(message: wintypes.MSG) -> bool:
        raise AssertionError(message)

    assert WindowMessages(look).nativeEventFilter(b"xcb_generic_event_t", 0) == (False, 0)


def test_the_window_for_messages_is_not_shown(qapp: QCoreApplication) -> None:
    assert not hidden_window().isVisible()
