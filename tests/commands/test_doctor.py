"""The doctor finds faults, and its report contains no secret."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from ccwatch.cli import main
from ccwatch.clock import SystemClock
from ccwatch.commands import doctor
from ccwatch.core.check import Check
from ccwatch.core.events import Added
from ccwatch.core.job import JobId, Service
from ccwatch.disk.journal import Journal
from ccwatch.disk.paths import paths_for
from ccwatch.ipc import client
from ccwatch.ipc.messages import AccountState, ProgramStatus, SignInKind
from ccwatch.stand_in import StandIn
from ccwatch.system.file_lock import Lock
from ccwatch.terminal.exit_code import Exit
from tests.cloud.servers import free_port

TOKEN = "s3cr3tMARK"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "ada.lovelace"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("CCWATCH_HOME", str(home / "data"))
    monkeypatch.setenv("CCWATCH_ACCESS_TOKEN", TOKEN)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    return home / "data"


@pytest.fixture(autouse=True)
def no_credential_store() -> Iterator[None]:
    """No credential store, whatever other tests have chosen."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(before)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    service = StandIn(SystemClock().now, accepts=TOKEN.__eq__)
    service.start()
    monkeypatch.setenv("CCWATCH_API_URL", service.url)
    monkeypatch.setenv("CCWATCH_AUTHORITY", f"https://127.0.0.1:{free_port()}")
    yield service
    service.stop()


def examined(capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[bool | None, str]]:
    """Run the doctor; return its results by name."""
    assert main(["doctor", "--json"]) == Exit.FAULT, "there is no tray, for one"
    text = capsys.readouterr().out
    assert TOKEN not in text
    assert "ada.lovelace" not in text
    return {row["name"]: (row["passed"], row["words"]) for row in json.loads(text)["checks"]}


@pytest.mark.usefixtures("service")
def test_what_works_and_what_does_not_is_told_apart(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = examined(capsys)
    assert found["Data folder"][0] is True
    assert found["Job list"] == (None, "No jobs have been watched yet.")
    assert found["Program"] == (None, "It is not running.")
    assert found["Service"] == (True, "this computer answers.")
    assert found["Sign-in"] == (True, "Accepted.")
    assert found["Sign-in service"][0] is False, "nobody listens there"
    assert found["Credential store"][0] is False
    assert found["Desktop"][0] is True
    assert found["Tray"][0] is False
    assert found["Notifications"][0] is False


@pytest.mark.usefixtures("service")
def test_a_damaged_job_list_and_odd_settings_are_found(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir(parents=True)
    journal = Journal(home / "ccwatch.db")
    journal.record([Added(JobId("a"), 0.0, Service.MODELING)])
    journal.close()
    monkeypatch.setenv("CCWATCH_REDIRECT_PORTS", "none")
    found = examined(capsys)
    assert found["Job list"][0] is True
    assert "1 job and 1 event" in found["Job list"][1]
    assert found["Settings"][0] is False
    assert "CCWATCH_REDIRECT_PORTS: " in found["Settings"][1]
    (home / "ccwatch.db").write_bytes(b"no database " * 1000)
    assert examined(capsys)["Job list"][0] is False
    assert list(home.glob("*.broken-*")) == [], "a doctor changes nothing"


@pytest.mark.skipif(os.name != "posix", reason="Windows has access lists, not file modes")
@pytest.mark.usefixtures("service")
def test_a_home_that_is_open_to_all_is_found(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.mkdir(parents=True)
    home.chmod(0o777)
    assert examined(capsys)["Data folder"][0] is False


@pytest.mark.usefixtures("service", "home")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Qt's xcb is for Linux")
def test_a_qt_that_cannot_start_ends_nothing_but_its_own_process(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("DISPLAY", ":98765")
    passed, words = examined(capsys)["Desktop"]
    assert passed is False
    assert words.startswith("Qt could not start")


@pytest.mark.usefixtures("service", "home")
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_nothing_that_is_found_out_holds_a_secret_or_the_home(
    form: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = f"{Path.home()}/x.log: access_token=s3cr3tMARK of ada@example.org"
    monkeypatch.setattr("ccwatch.commands.doctor._checks", lambda: [Check("Log", True, words)])
    assert main(["doctor", *form]) == Exit.SUCCEEDED
    said = capsys.readouterr().out
    assert "~/x.log" in said
    for secret in ("s3cr3tMARK", "ada@", f"{Path.home()}/"):
        assert secret not in said


def test_on_a_terminal_it_is_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == Exit.FAULT
    out = capsys.readouterr().out
    assert "✓ Data folder: ~" in out
    assert "✗ Tray: This desktop has none" in out
    assert TOKEN not in out


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    ("keep", "words"),
    [("file", "unencrypted in ~"), ("session", "forgotten when ccwatch quits")],
)
def test_a_credential_store_that_is_not_used_is_not_missed(
    home: Path, capsys: pytest.CaptureFixture[str], keep: str, words: str
) -> None:
    home.mkdir(parents=True)
    (home / "settings.json").write_text(json.dumps({"keep_sign_in": keep}))
    passed, said = examined(capsys)["Credential store"]
    assert passed is None
    assert f"keep_sign_in is “{keep}”" in said
    assert words in said


@pytest.mark.usefixtures("service")
def test_without_a_token_nothing_is_accepted(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CCWATCH_ACCESS_TOKEN")
    found = examined(capsys)
    assert found["Sign-in"][0] is False
    assert found["Sign-in"][1].startswith("No sign-in is set up.")
    assert found["Service"] == (True, "this computer answers.")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (None, "It is not running."),
        (
            ProgramStatus("1", AccountState(SignInKind.NONE), requests_per_hour=4500),
            "ccwatch 1 is running. No jobs No sign-in is set up. "
            "0 of 4,500 requests used this hour.",
        ),
    ],
)
def test_a_program_that_answers_is_running(
    home: Path, monkeypatch: pytest.MonkeyPatch, status: ProgramStatus | None, words: str
) -> None:
    monkeypatch.setattr(doctor, "ask", lambda *_: status)
    found = doctor._running_program(paths_for(os.environ))
    assert (found.passed, found.words) == (None, words)
    assert not home.exists(), "a doctor changes nothing"


def test_a_program_that_does_not_answer_is_not_said_to_be_off(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir(parents=True)
    paths = paths_for(os.environ)
    lock = Lock(paths.lock)
    assert lock.acquire()
    monkeypatch.setattr(client, "PATIENCE", 0.1)
    found = doctor._running_program(paths)
    lock.release()
    assert found.passed is False
    assert found.words.startswith("ccwatch is running, but does not answer.")
    assert doctor._running_program(paths).words == "It is not running."
