"""`ccwatch watch` against `ccwatch stand-in`: two real programs, real HTTP, real exit codes."""

import json
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Ctrl-C and terminals are simulated as on Unix", allow_module_level=True)

import pty

from tests.end_to_end.ccwatch_program import ccwatch_command

TOKEN = "let-me-in"
FINISHED = "5b3f0c1e-7a42-4d86-9c1b-20e6a1f4d701"
FAILED = "e4087c5d-6b3a-4f12-9e84-b71d2a96cf05"
CANCELLED = "a65b28f7-09de-4137-85ac-d4f61c3e7b07"
QUICK, REAL_TIME = "20000", "1"
STRICT = {"PYTHONWARNINGS": "error"}
KEYS = {"time", "job", "event", "percentage", "state", "step", "message"}
KEYS |= {"service", "queued_seconds", "outputs", "survey"}
Done = subprocess.CompletedProcess[str]


class Service:
    """A running stand-in and its requests."""

    def __init__(self, url: str, log: Path) -> None:
        self.url = url
        self._log = log

    def asked(self) -> list[str]:
        """Return the paths of the requests so far."""
        return [json.loads(line)["path"] for line in self._log.read_text().splitlines()]


@pytest.fixture
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    """A stand-in at the given speed; at the fast one all samples end within a second."""
    log = tmp_path / "requests.log"
    arguments = ["--speed", request.param, "--token", TOKEN, "--log", str(log)]
    program = subprocess.Popen(
        ccwatch_command("stand-in", *arguments),
        env={**os.environ, **STRICT},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    try:
        listens = re.search(r"http://127\.0\.0\.1:\d+", program.stdout.readline())
        assert listens is not None
        yield Service(listens.group(), log)
    finally:
        program.send_signal(signal.SIGINT)
        assert program.wait(10) == 0
        program.stdout.close()


def environment(service: Service, home: Path, token: str | None = TOKEN) -> dict[str, str]:
    more = {"CCWATCH_HOME": str(home), "CCWATCH_API_URL": service.url, "PYTHONUTF8": "1"}
    return {**os.environ, **STRICT, **more, **({"CCWATCH_ACCESS_TOKEN": token} if token else {})}


def watch(service: Service, home: Path, *arguments: str, token: str | None = TOKEN) -> Done:
    return subprocess.run(
        ccwatch_command("watch", *arguments),
        env=environment(service, home, token),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=30,
        check=False,
    )


def events(done: Done) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def end_of_samples(service: Service, home: Path) -> None:
    """Wait until the stand-in's samples have ended; the longest takes half a second."""
    done = watch(service, home, FINISHED, FAILED, CANCELLED, "--timeout", "60")
    assert done.returncode == 1


quick = pytest.mark.parametrize("service", [QUICK], indirect=True)
real_time = pytest.mark.parametrize("service", [REAL_TIME], indirect=True)


@quick
def test_each_end_has_its_exit_code(service: Service, tmp_path: Path) -> None:
    end_of_samples(service, tmp_path)
    codes = {
        (FINISHED,): 0,
        (FAILED,): 1,
        (CANCELLED,): 1,
        ("no-such-job",): 4,
        (FINISHED, "no-such-job"): 4,
        (FINISHED, FAILED, "no-such-job"): 1,
    }
    assert {jobs: watch(service, tmp_path, *jobs).returncode for jobs in codes} == codes


@quick
def test_json_lines_tell_the_course_and_the_end(service: Service, tmp_path: Path) -> None:
    end_of_samples(service, tmp_path)
    done = watch(service, tmp_path, FAILED, "--json")
    told = events(done)
    assert done.returncode == 1
    assert done.stderr == ""
    assert all(set(event) == KEYS for event in told)
    assert [event["event"] for event in told] == ["progress", "failed"]
    assert {event["job"] for event in told} == {FAILED}
    assert told[-1]["percentage"] == 41
    assert "IMG_0731.jpg" in str(told[-1]["message"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(told[-1]["time"]))


@quick
def test_lines_in_a_pipe_begin_with_the_time_and_the_name(service: Service, tmp_path: Path) -> None:
    end_of_samples(service, tmp_path)
    done = watch(service, tmp_path, FINISHED)
    last = done.stdout.splitlines()[-1]
    end = r"Harbour bridge, west span — Finished · It took .+\. Outputs: 3MX · .+, LAS · .+"
    assert re.fullmatch(rf"\d\d:\d\d:\d\d  {end}", last)


@quick
def test_a_refused_sign_in_ends_it_at_once(service: Service, tmp_path: Path) -> None:
    done = watch(service, tmp_path, FINISHED, "--json", token="wrong")
    assert done.returncode == 3
    assert [event["event"] for event in events(done)] == ["sign-in"]
    assert "CCWATCH_ACCESS_TOKEN" in done.stderr
    assert "wrong" not in done.stdout + done.stderr


@quick
def test_without_a_sign_in_no_request_goes_out(service: Service, tmp_path: Path) -> None:
    assert watch(service, tmp_path, FINISHED, token=None).returncode == 3
    assert service.asked() == []


@real_time
def test_the_time_out_ends_the_wait(service: Service, tmp_path: Path) -> None:
    done = watch(service, tmp_path, FINISHED, "--json", "--timeout", "2")
    assert done.returncode == 5
    assert [event["event"] for event in events(done)] == ["progress"]
    assert "have ended after 2 s" in done.stderr
    progress = f"/contextcapture/jobs/{FINISHED}/progress"
    assert service.asked().count(progress) == 1


@real_time
def test_a_closed_pipe_is_no_fault(service: Service, tmp_path: Path) -> None:
    with subprocess.Popen(
        ccwatch_command("watch", FINISHED, "--json"),
        env=environment(service, tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert program.wait(10) == 141
        assert program.stderr.read() == ""


@real_time
def test_ctrl_c_ends_it_without_a_word(service: Service, tmp_path: Path) -> None:
    with subprocess.Popen(
        ccwatch_command("watch", FINISHED, "--json"),
        env=environment(service, tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert "progress" in program.stdout.readline()
        program.send_signal(signal.SIGINT)
        assert program.wait(5) == 130
        assert program.stderr.read() == ""


@quick
def test_a_terminal_shows_a_table(service: Service, tmp_path: Path) -> None:
    end_of_samples(service, tmp_path)
    screen, keyboard = pty.openpty()
    program = subprocess.Popen(
        ccwatch_command("watch", FINISHED, FAILED),
        env={**environment(service, tmp_path), "COLUMNS": "100", "TERM": "xterm"},
        stdin=keyboard,
        stdout=keyboard,
        stderr=keyboard,
    )
    os.close(keyboard)
    shown = _all_of(screen)
    assert program.wait(10) == 1
    last = shown[shown.rindex("Time left") :]
    for text in ("Harbour bridge, west span", "Finished", "✓", "Tunnel portal north", "✗"):
        assert text in last


@quick
def test_neither_the_window_nor_its_libraries_are_imported(
    service: Service, tmp_path: Path
) -> None:
    program = (
        "import sys; from ccwatch.cli import main; main(sys.argv[1:]);"
        "print(sorted({'PySide6', 'qasync', 'desktop_notifier'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "watch", FINISHED, "--json", "--timeout", "20"],
        env=environment(service, tmp_path),
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"


def _all_of(screen: int) -> str:
    shown = b""
    try:
        while select.select([screen], [], [], 20)[0] and (part := os.read(screen, 65536)):
            shown += part
    except OSError:
        pass  # on Linux this means that the other end is closed
    finally:
        os.close(screen)
    return shown.decode("utf-8")
