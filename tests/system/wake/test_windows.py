"""The Windows message about waking up."""

import asyncio

import pytest
from PySide6.QtCore import QCoreApplication

from ccwatch.system.wake.windows import PowerBroadcast, is_resume
from tests.system.windows_message import deliver


@pytest.mark.parametrize(
    ("message", "what", "resumed"),
    [
        (0x0218, 0x0012, True),
        (0x0218, 0x0007, False),  # a user is present: it follows the one above
        (0x0218, 0x0004, False),  # going to sleep
        (0x0218, 0x000A, False),  # mains or battery
        (0x0111, 0x0012, False),
    ],
)
def test_only_the_automatic_resume_is_a_wake(message: int, what: int, resumed: bool) -> None:
    assert is_resume(message, what) is resumed


def test_waking_up_is_told_once_though_every_window_hears_it(qapp: QCoreApplication) -> None:
    woken: list[None] = []
    broadcast = PowerBroadcast()
    asyncio.run(broadcast.start(lambda: woken.append(None)))
    assert broadcast._window is not None
    own = broadcast._window.winId()
    for window in (own + 1, own, own + 2):
        assert deliver(broadcast._messages, 0x0218, window=window, wparam=0x0012) == (False, 0)
    assert len(woken) == 1
    broadcast.close()
    deliver(broadcast._messages, 0x0218, window=own, wparam=0x0012)
    assert len(woken) == 1
