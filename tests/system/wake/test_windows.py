"""The message of Windows, by its own contract; the filter itself was not run there."""

import asyncio

import pytest
from PySide6.QtCore import QCoreApplication

from ccwatch.system.wake.windows import PowerBroadcast, is_resume


@pytest.mark.parametrize(
    ("message", "what", "resumed"),
    [
        (0x0218, 0x0012, True),
        (0x0218, 0x0007, False),  # a person is there: it follows the one above
        (0x0218, 0x0004, False),  # going to sleep
        (0x0218, 0x000A, False),  # mains or battery
        (0x0111, 0x0012, False),
    ],
)
def test_only_the_automatic_resume_is_a_wake(message: int, what: int, resumed: bool) -> None:
    assert is_resume(message, what) is resumed


def test_messages_of_other_systems_pass(qapp: QCoreApplication) -> None:
    woken: list[None] = []
    broadcast = PowerBroadcast()
    asyncio.run(broadcast.start(lambda: woken.append(None)))
    assert broadcast.nativeEventFilter(b"xcb_generic_event_t", 0) == (False, 0)
    broadcast.close()
    assert woken == []
