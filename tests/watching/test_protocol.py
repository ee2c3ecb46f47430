"""The service's client implements the watcher's protocol."""

import inspect

import pytest

from ccwatch.cloud.async_client import AsyncClient
from ccwatch.watching.protocol import JobClient

CLIENT: type[JobClient] = AsyncClient  # mypy checks the one against the other


@pytest.mark.parametrize("name", ["progress", "details", "renew"])
def test_each_question_is_asked_without_blocking_and_with_the_same_words(name: str) -> None:
    wanted, given = getattr(JobClient, name), getattr(CLIENT, name)
    assert inspect.iscoroutinefunction(given)
    assert inspect.signature(given) == inspect.signature(wanted)


def test_the_watcher_asks_nothing_else() -> None:
    assert {name for name in vars(JobClient) if not name.startswith("_")} == {
        "progress",
        "details",
        "renew",
    }
