import json
import re
import socket
import sys
from contextlib import closing
from pathlib import Path

import pytest

from ccwatch.core.errors import SettingRefused
from ccwatch.stand_in import run, service
from ccwatch.stand_in.samples import SAMPLES

from .conftest import Caller, HandClock


class Interrupted:
    """Ctrl-C, as soon as the stand-in waits for it; one request is made first."""

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
    assert last == service.how_to_watch(url, "demo", SAMPLES[0].id, sys.platform)
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


@pytest.mark.parametrize("missing", [True, False])
def test_a_log_that_cannot_be_opened_is_named(
    clock: HandClock, tmp_path: Path, *, missing: bool
) -> None:
    log = tmp_path / "none" / "log" if missing else tmp_path
    with pytest.raises(SettingRefused, match=re.escape(f"The log {log} cannot be written: ")):
        run(clock, log=log)


def test_a_port_in_use_is_named(clock: HandClock) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingRefused, match=f"^--port: Port {port} on 127.0.0.1 cannot be"):
            run(clock, port=port)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_log_that_is_full_does_not_end_it(
    clock: HandClock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answered: list[int] = []

    class Asking(Interrupted):
        def wait(self, seconds: float) -> bool:
            url = capsys.readouterr().out.split()[4].rstrip(".,")
            answered.extend(Caller(url)("GET", "/unknown").status for _ in range(2))
            raise KeyboardInterrupt

    monkeypatch.setattr(service, "Event", Asking)
    complaints: list[str] = []
    run(clock, samples=False, log=Path("/dev/full"), complain=complaints.append)
    assert answered == [404, 404]
    assert complaints == ["No longer logging: No space left on device."]


def test_powershell_takes_typeset_marks_for_the_end_of_a_text_too() -> None:
    line = service.how_to_watch("http://a", "a\u2019; calc; \u2018b\u201a\u201b", "5b", "win32")
    quoted = "'a\u2019\u2019; calc; \u2018\u2018b\u201a\u201a\u201b\u201b'"
    assert f"$env:CCWATCH_ACCESS_TOKEN = {quoted}; ccwatch" in line


@pytest.mark.parametrize(
    ("system", "line"),
    [
        ("linux", "CCWATCH_API_URL=http://a CCWATCH_ACCESS_TOKEN='it'\"'\"'s $1' ccwatch watch 5b"),
        (
            "win32",
            "$env:CCWATCH_API_URL = 'http://a'; $env:CCWATCH_ACCESS_TOKEN = 'it''s $1'; "
            "ccwatch watch 5b",
        ),
    ],
)
def test_the_hint_is_in_the_words_of_the_shell(system: str, line: str) -> None:
    assert service.how_to_watch("http://a", "it's $1", "5b", system) == line
