"""The command `watch`, and messages about settings of all commands; on real files."""

import json
import sys
import threading
from collections.abc import Callable

import pytest

from ccwatch.cli import main
from ccwatch.cloud.sign_in_results import SignInResult
from ccwatch.cloud.user_account import UserAccount
from ccwatch.disk.paths import Paths
from tests.terminal.hostile import HOSTILE, steering

Output = pytest.CaptureFixture[str]
A, B = "a-1", "b_2"
pytestmark = pytest.mark.usefixtures("paths")


@pytest.mark.parametrize(
    "arguments", [["add", HOSTILE], ["watch", HOSTILE], [HOSTILE], ["list", f"--{HOSTILE}"]]
)
def test_what_was_typed_is_quoted_without_what_steers(capsys: Output, arguments: list[str]) -> None:
    assert main(arguments) == 2
    err = capsys.readouterr().err
    assert "Bridge" in err
    assert not steering(err)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("CCWATCH_API_URL", "http://example.org", "plain http is allowed on this computer only"),
        ("CCWATCH_API_URL", "nonsense", "CCWATCH_API_URL"),
        ("CCWATCH_AUTHORITY", "http://example.org", "plain http is allowed on this computer only"),
        ("CCWATCH_AUTHORITY", "http://127.0.0.1:5000", "must be an https URL"),
        ("CCWATCH_REDIRECT_PORTS", "many", "CCWATCH_REDIRECT_PORTS"),
        ("CCWATCH_REDIRECT_PORTS", "99999", "CCWATCH_REDIRECT_PORTS"),
        ("CCWATCH_CLIENT_ID", "two words", "CCWATCH_CLIENT_ID"),
        ("CCWATCH_ACCESS_TOKEN", "se\ncret", "CCWATCH_ACCESS_TOKEN"),
    ],
)
def test_settings_that_cannot_be_used_are_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: Output, variable: str, value: str, said: str
) -> None:
    monkeypatch.setenv(variable, value)
    for command in (["watch", A], ["sign-in"]):
        assert main(command) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert said in err
        assert "cret" not in err
    for harmless in (["list"], ["status"], ["quit"], ["config", "list"], ["add", A]):
        assert main(harmless) in (0, 1)


def test_watching_without_any_sign_in_says_what_to_set(capsys: Output) -> None:
    assert main(["watch", A, "--json"]) == 3
    out, err = capsys.readouterr()
    assert json.loads(out)["event"] == "sign-in"
    assert "CCWATCH_ACCESS_TOKEN" in err


def test_a_client_id_without_a_terminal_cannot_sign_in(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setenv("CCWATCH_CLIENT_ID", "native-app")
    assert main(["watch", A]) == 3
    assert "You are not signed in" in capsys.readouterr().err


def test_a_person_at_a_terminal_is_shown_where_to_sign_in(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    def sign_in(
        account: UserAccount, show: Callable[[str], None], cancelled: threading.Event
    ) -> SignInResult:
        show("https://ims.example.org/authorize?x=1")
        return SignInResult("ada@example.org")

    monkeypatch.setattr(UserAccount, "sign_in", sign_in)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("CCWATCH_CLIENT_ID", "native-app")
    assert main(["watch", A, "--timeout", "0.3", "--json"]) == 5
    out, err = capsys.readouterr()
    assert [json.loads(line)["event"] for line in out.splitlines()] == ["sign-in"]
    assert "https://ims.example.org/authorize?x=1\n" in err


def test_a_broken_settings_file_is_told_and_set_aside(paths: Paths, capsys: Output) -> None:
    paths.prepare()
    paths.settings.write_text("{")
    assert main(["watch", A]) == 3
    assert "settings.json.broken-1" in capsys.readouterr().err


def test_a_wrong_value_in_the_file_is_told_with_its_key_and_not_used(
    paths: Paths, capsys: Output
) -> None:
    paths.prepare()
    paths.settings.write_text('{"redirect_ports": "99999", "client_id": "native-1"}')
    assert main(["watch", A]) == 3, "nobody is signed in"
    assert f"redirect_ports in {paths.settings}: " in capsys.readouterr().err
