import os

import pytest

from ccwatch.system.activation import activation, token_of_start

TOKEN = "gnome-shell/ccwatch/4711-0-host_TIME815"


@pytest.fixture(autouse=True)
def without_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)


@pytest.mark.parametrize(
    ("environ", "token"),
    [
        ({}, ""),
        ({"XDG_ACTIVATION_TOKEN": TOKEN}, TOKEN),
        ({"DESKTOP_STARTUP_ID": TOKEN}, TOKEN),
        ({"XDG_ACTIVATION_TOKEN": "new", "DESKTOP_STARTUP_ID": "old"}, "new"),
        ({"XDG_ACTIVATION_TOKEN": "", "DESKTOP_STARTUP_ID": "old"}, "old"),
        ({"XDG_ACTIVATION_TOKEN": "two\nlines"}, ""),
        ({"XDG_ACTIVATION_TOKEN": "\udcff"}, ""),
        ({"XDG_ACTIVATION_TOKEN": "x" * 513}, ""),
    ],
)
def test_the_token_of_a_start_is_what_the_launcher_set(environ: dict[str, str], token: str) -> None:
    assert token_of_start(environ) == token


def test_a_token_is_there_within_the_block_only() -> None:
    with activation(TOKEN):
        assert os.environ["XDG_ACTIVATION_TOKEN"] == TOKEN
    assert "XDG_ACTIVATION_TOKEN" not in os.environ


def test_a_token_is_gone_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), activation(TOKEN):
        _ = 1 / 0
    assert "XDG_ACTIVATION_TOKEN" not in os.environ


@pytest.mark.parametrize("text", ["", "a\0b", "ü", "x" * 513, " \t"])
def test_what_is_no_token_changes_nothing(text: str) -> None:
    with activation(text):
        assert "XDG_ACTIVATION_TOKEN" not in os.environ
