"""Without a wake-up signal only the clock detects a sleep; nothing breaks."""

import asyncio

import pytest

from ccwatch.system.wake.choice import follow_waking
from ccwatch.system.wake.protocol import NoSignal, Woke


class Signal:
    name = "scripted"

    def __init__(self, error: Exception | None) -> None:
        self._error = error

    async def start(self, woke: Woke) -> None:
        if self._error:
            raise self._error

    def close(self) -> None:
        pass


@pytest.mark.parametrize("error", [NoSignal("no logind"), RuntimeError("unforeseen"), OSError(5)])
def test_a_signal_that_fails_is_logged_and_not_raised(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        assert asyncio.run(follow_waking(Signal(error), lambda: None)) is False
    assert len(caplog.records) == 1


def test_a_signal_that_works_is_followed() -> None:
    assert asyncio.run(follow_waking(Signal(None), lambda: None)) is True
