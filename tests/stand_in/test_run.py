import json
from pathlib import Path

import pytest

from ccwatch.stand_in import run, service
from ccwatch.stand_in.samples import SAMPLES

from .conftest import Caller, HandClock


class Interrupted:
    """Ctrl-C, as soon as the stand-in waits for it; one request is made before."""

    def __init__(self) -> None:
        self.waits = 0

    def wait(self, _seconds: float) -> bool:
        self.waits += 1
        if self.waits > 1:
            raise KeyboardInterrupt
        return False


def test_running_it_says_how_to_use_it_until_interrupted(
    clock: HandClock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(service, "Event", Interrupted)
    run(clock, speed=60)
    first, *jobs, last = capsys.readouterr().out.splitlines()
    url = first.split()[4].rstrip(",")
    assert url.startswith("http://127.0.0.1:")
    assert "60 times as fast" in first
    assert jobs == [f"{sample.id}  {sample.name}" for sample in SAMPLES]
    access = f"CCWATCH_API_URL={url} CCWATCH_ACCESS_TOKEN=demo"
    assert last == f"{access} ccwatch watch {SAMPLES[0].id}"
    with pytest.raises(ConnectionRefusedError):
        Caller(url)("GET", "/")


def test_running_it_appends_its_requests_to_a_file(
    clock: HandClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Asking(Interrupted):
        def wait(self, seconds: float) -> bool:
            url = capsys.readouterr().out.split()[4].rstrip(".,")
            Caller(url)("GET", "/unknown")
            raise KeyboardInterrupt

    monkeypatch.setattr(service, "Event", Asking)
    log = tmp_path / "requests.ndjson"
    run(clock, samples=False, log=log)
    assert json.loads(log.read_text(encoding="utf-8"))["path"] == "/unknown"
