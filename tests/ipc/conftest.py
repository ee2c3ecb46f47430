import pytest

from ccwatch.ipc import client


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PATIENCE", 0.2)
    monkeypatch.setattr(client, "BETWEEN_TRIES", 0.02)
