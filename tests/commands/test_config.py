"""`ccwatch config`: the table of settings, without a window, and with a broken file."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from ccwatch.cli import main
from ccwatch.core.settings import Settings
from ccwatch.disk import settings_file
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.ipc import client
from ccwatch.ipc.messages import Done
from ccwatch.system.file_lock import Lock
from tests.commands.listener import running

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def paths(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Paths:
    monkeypatch.setenv("CCWATCH_HOME", str(tmp_path / "home"))
    return paths_for({"CCWATCH_HOME": str(tmp_path / "home")})


def stored(paths: Paths) -> Any:
    return json.loads(paths.settings.read_text())


def rows(capsys: Output) -> dict[str, tuple[str, str]]:
    assert main(["config", "list"]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    return {key: (value, place) for key, value, place in lines}


@pytest.mark.parametrize(
    ("arguments", "key", "value"),
    [
        (["client_id", "native-1"], "client_id", "native-1"),
        (["scopes", "contextcapture:read", "other"], "scopes", "contextcapture:read other"),
        (["scopes", "-odd", "--scope"], "scopes", "-odd --scope"),
        (["scopes", "--", "-odd"], "scopes", "-odd"),
        (["redirect_ports", "1,", "2"], "redirect_ports", "1, 2"),
        (["quiet", "on"], "quiet", True),
        (["requests_per_minute", "7"], "requests_per_minute", 7),
        (["api_url", "HTTPS://Qa.Example/"], "api_url", "https://qa.example"),
    ],
)
def test_a_value_is_written_and_read_back(
    paths: Paths, capsys: Output, arguments: list[str], key: str, value: object
) -> None:
    assert main(["config", "set", *arguments]) == 0
    assert stored(paths) == {key: value}
    words = "true" if value is True else str(value)
    assert capsys.readouterr() == (f"{key} is now {words}.\n", "")
    assert main(["config", "get", key]) == 0
    assert capsys.readouterr() == (f"{words}\n", "")


def test_the_default_comes_back(paths: Paths, capsys: Output) -> None:
    main(["config", "set", "proxy", "http://p:1"])
    main(["config", "set", "theme", "dark"])
    assert main(["config", "unset", "theme"]) == 0
    assert main(["config", "set", "proxy", ""]) == 0
    assert stored(paths) == {}
    assert capsys.readouterr().out.endswith("theme is now system.\nproxy is now empty.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["set", "redirect_ports", "99999"], "redirect_ports: “Sign-in ports”"),
        (["set", "authority", "http://localhost:5000"], "authority: “Sign-in URL”"),
        (["set", "quiet", "maybe"], "quiet: “Quiet hours”"),
        (["set", "client_id"], "client_id: The value is missing."),
        (["set", "client-id", "x"], "Did you mean “client_id”?"),
        (["get", "CCWATCH_CLIENT_ID"], "Did you mean “client_id”?"),
        (["unset", "redirect_port"], "Did you mean “redirect_ports”?"),
        (["get", "zzz"], "“ccwatch config list” lists them all."),
        (["get", "a\x1b[31m\u202eb"], "There is no setting “a [31m b”."),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_key(
    paths: Paths, capsys: Output, arguments: list[str], said: str
) -> None:
    assert main(["config", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert not paths.settings.exists()


@pytest.mark.parametrize("arguments", [[], ["sets"], ["list", "x"], ["get"]])
def test_wrong_usage_is_said(capsys: Output, arguments: list[str]) -> None:
    assert main(["config", *arguments]) == 2
    assert "--help" in capsys.readouterr().err


def test_the_list_says_where_each_value_comes_from(
    paths: Paths, capsys: Output, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    presets = tmp_path / "presets.json"
    presets.write_text('{"client_id": "native-1", "theme": "dark"}')
    for module in ("ccwatch.commands.config", "ccwatch.commands.open_home"):
        monkeypatch.setattr(f"{module}.presets_of_this_copy", lambda: presets)
    monkeypatch.setenv("CCWATCH_SCOPES", "mine")
    main(["config", "set", "theme", "light"])
    capsys.readouterr()
    found = rows(capsys)
    assert found["client_id"] == ("native-1", "preset")
    assert found["theme"] == ("light", "file")
    assert found["scopes"] == ("mine", "CCWATCH_SCOPES")
    assert found["quiet"] == ("false", "default")
    assert main(["config", "list", "--json"]) == 0
    by_key = {row["key"]: row for row in json.loads(capsys.readouterr().out)}
    assert by_key["theme"] == {
        "key": "theme",
        "value": "light",
        "default": "system",
        "source": "file",
        "place": str(paths.settings),
    }
    assert by_key["scopes"]["place"] == "CCWATCH_SCOPES"
    assert by_key["client_id"]["place"] == str(presets)
    assert by_key["quiet"]["value"] is False


def test_a_variable_that_wins_is_named(
    paths: Paths, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CCWATCH_CLIENT_ID", "theirs")
    assert main(["config", "set", "client_id", "mine"]) == 0
    assert "CCWATCH_CLIENT_ID overrides it as long as it is set." in capsys.readouterr().err
    assert stored(paths) == {"client_id": "mine"}
    main(["config", "get", "client_id"])
    assert capsys.readouterr().out == "theirs\n"


@pytest.mark.parametrize("content", ["{", '{"redirect_ports": "99999"}', '{"redirect_ports": []}'])
def test_it_is_the_way_out_of_a_file_that_cannot_be_used(
    paths: Paths, capsys: Output, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.setenv("CCWATCH_AUTHORITY", "nonsense")
    paths.prepare()
    paths.settings.write_text(content)
    assert main(["config", "list"]) == 0
    out, err = capsys.readouterr()
    assert "redirect_ports\t47631, 47632, 47633\tdefault" in out
    assert "CCWATCH_AUTHORITY: " in err
    assert "settings" in err.splitlines()[-1]
    assert main(["config", "set", "redirect_ports", "5000"]) == 0
    assert settings_file.load(paths.settings) == (Settings(redirect_ports="5000"), [])


def test_where_the_file_is_is_printed(paths: Paths, capsys: Output) -> None:
    assert main(["config", "path"]) == 0
    assert capsys.readouterr().out == f"{paths.settings}\n"


def test_a_running_program_is_told(paths: Paths, capsys: Output) -> None:
    with running(paths, Done()) as told:
        assert main(["config", "set", "quiet", "yes"]) == 0
    assert told == [{"version": 2, "do": "reload-settings"}]
    assert stored(paths) == {"quiet": True}
    assert capsys.readouterr().out.splitlines()[-1] == "The running program uses it now."


def test_an_older_program_that_runs_takes_it_up_later(paths: Paths, capsys: Output) -> None:
    with running(paths, b'{"ok": false, "error": "It does not know that."}\n'):
        assert main(["config", "set", "quiet", "yes"]) == 0
    out, err = capsys.readouterr()
    assert "is restarted" in out
    assert "Another version of ccwatch is running." in err


def test_a_program_that_does_not_answer_takes_it_up_later(
    paths: Paths, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "PATIENCE", 0.1)
    paths.prepare()
    lock = Lock(paths.lock)
    assert lock.acquire()
    assert main(["config", "set", "quiet", "yes"]) == 0
    lock.release()
    out, err = capsys.readouterr()
    assert "is restarted" in out
    assert "does not answer" in err
    assert stored(paths) == {"quiet": True}


def test_only_settings_of_this_system_are_listed(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ("dock" in rows(capsys)) is (sys.platform == "darwin")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "dock" in rows(capsys)
