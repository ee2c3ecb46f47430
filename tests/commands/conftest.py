"""A home for the commands, with a short wait for programs that do not answer."""

from pathlib import Path

import pytest

from ccwatch.disk.paths import Paths, paths_for
from ccwatch.ipc import client


@pytest.fixture
def paths(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Paths:
    monkeypatch.setenv("CCWATCH_HOME", str(tmp_path))
    monkeypatch.setattr(client, "PATIENCE", 0.1)
    monkeypatch.setattr(client, "BETWEEN_TRIES", 0.01)
    return paths_for({"CCWATCH_HOME": str(tmp_path)})
