"""A home that other users own or may change: no command uses its settings or its sign-in."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ccwatch.cli import main
from ccwatch.clock import SystemClock
from ccwatch.stand_in import StandIn
from ccwatch.terminal.exit_code import Exit

if os.name != "posix":
    pytest.skip("Windows has access lists, not file modes", allow_module_level=True)

TOKEN = "s3cr3tMARK"
COMMANDS = (
    ["watch", "a-1", "--timeout", "2"],
    ["sign-in"],
    ["sign-out"],
    ["add", "a-1"],
    ["remove", "a-1"],
    ["config", "list"],
    ["config", "get", "api_url"],
    ["config", "set", "theme", "dark"],
    ["--hidden"],
    ["ccwatch://job/a-1"],
)


@pytest.fixture
def trap() -> Iterator[StandIn]:
    """A service that accepts any token; the home's settings point to it."""
    trap = StandIn(SystemClock().now)
    trap.start()
    yield trap
    trap.stop()


@pytest.fixture(params=["of another user", "open to everybody", "open to another group"])
def home(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    trap: StandIn,
    monkeypatch: pytest.MonkeyPatch,
    qapp: QApplication,
) -> Path:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    theirs = {"api_url": trap.url, "client_id": "theirs", "keep_sign_in": "file"}
    (home / "settings.json").write_text(json.dumps(theirs))
    if request.param == "of another user":
        other = home.stat().st_uid + 1
        monkeypatch.setattr("ccwatch.system.ownership.posix.ROOT", other + 1)
        monkeypatch.setattr(os, "getuid", lambda: other)
    elif request.param == "open to everybody":
        home.chmod(0o777)
    else:
        home.chmod(0o770)
        monkeypatch.setattr(os, "getgid", lambda: home.stat().st_gid + 1)
    monkeypatch.setattr("ccwatch.desktop.start._application", lambda: qapp)
    monkeypatch.setattr(
        "ccwatch.ui.dialogs.fatal_box.show_fatal", lambda error: None
    )  # it waits for a click
    monkeypatch.setenv("CCWATCH_HOME", str(home))
    monkeypatch.setenv("CCWATCH_ACCESS_TOKEN", TOKEN)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    return home


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_command_uses_it(
    home: Path, trap: StandIn, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert main(arguments) == Exit.FAULT
    said = capsys.readouterr().err
    assert str(home) in said
    assert "belongs to another user" in said or "can be changed by" in said
    assert trap.requests == ()
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_doctor_goes_on_with_the_defaults_and_without_a_token(
    home: Path, trap: StandIn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = StandIn(SystemClock().now)
    mine.start()
    monkeypatch.setenv("CCWATCH_API_URL", mine.url)
    monkeypatch.setenv("CCWATCH_AUTHORITY", "https://127.0.0.1:9")
    assert main(["doctor", "--json"]) == Exit.FAULT
    mine.stop()
    checks = {row["name"]: row for row in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["Data folder"]["passed"] is False
    for name in ("Job list", "Settings"):
        assert checks[name]["words"] == "Not used: other users can change the data folder."
    assert "keep_sign_in" not in checks["Credential store"]["words"]
    assert checks["Sign-in"]["passed"] is False
    assert trap.requests == ()
    assert [request.status for request in mine.requests] == [401]


def test_a_stranger_may_not_prepare_a_home_that_then_cannot_be_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that cannot be created is no reason to read the files beside it."""
    home = tmp_path / "home"
    home.mkdir(mode=0o555)
    (home / "settings.json").write_text(json.dumps({"theme": "dark"}))
    other = home.stat().st_uid + 1
    monkeypatch.setattr("ccwatch.system.ownership.posix.ROOT", other + 1)
    monkeypatch.setattr(os, "getuid", lambda: other)
    monkeypatch.setenv("CCWATCH_HOME", str(home))
    assert main(["config", "get", "theme"]) == Exit.FAULT
    assert "dark" not in capsys.readouterr().out
