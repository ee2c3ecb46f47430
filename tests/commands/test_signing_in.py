"""Signing in and out from a terminal."""

import webbrowser
from collections.abc import Callable

import pytest

from ccwatch.cloud.account import NoAccount, TokenAccount
from ccwatch.commands.signing_in import sign_in, sign_out
from ccwatch.core.errors import SignInFailed, SignInNeeded, SignInNotKept, Unreachable
from ccwatch.terminal.exit_code import Exit
from tests.fakes import SIGN_IN_PAGE, FakeAccount


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    pages: list[str] = []
    monkeypatch.setattr(webbrowser, "open", pages.append)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return pages


def test_without_a_screen_the_address_is_printed_alone(opened: list[str]) -> None:
    said: list[str] = []
    assert sign_in(FakeAccount(), said.append) is Exit.SUCCEEDED
    assert SIGN_IN_PAGE in said[0].splitlines()
    assert said[1:] == ["Signed in as ada@example.test."]
    assert opened == []


def test_on_a_screen_the_browser_opens_as_well(
    opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    sign_in(FakeAccount(), lambda _: None)
    assert opened == [SIGN_IN_PAGE]


def test_a_sign_in_that_does_not_last_is_no_success(opened: list[str]) -> None:
    account = FakeAccount()
    account.not_kept = SignInNotKept("There is no credential store here.")
    said: list[str] = []
    assert sign_in(account, said.append) is Exit.SIGN_IN
    assert "no credential store" in said[-1]


def test_a_sign_in_without_a_name_is_one(opened: list[str]) -> None:
    account = FakeAccount()
    account.name = None
    said: list[str] = []
    assert sign_in(account, said.append) is Exit.SUCCEEDED
    assert said[1:] == ["Signed in."]


def test_signing_out_says_what_it_does_not_do() -> None:
    said: list[str] = []
    assert sign_out(FakeAccount(signed_in=True), said.append) is Exit.SUCCEEDED
    assert "browser may still be signed in" in said[0]


def test_who_was_not_signed_in_is_told_so() -> None:
    for nobody in (FakeAccount(), NoAccount()):
        said: list[str] = []
        assert sign_out(nobody, said.append) is Exit.SUCCEEDED
        assert said == ["You were not signed in."]


def test_a_file_that_stays_is_no_sign_out() -> None:
    account = FakeAccount(signed_in=True)
    account.not_removed = SignInNotKept("/home/ada/tokens: Permission denied.")
    said: list[str] = []
    assert sign_out(account, said.append) is Exit.FAULT
    assert "/home/ada/tokens: Permission denied." in said[0]
    assert "Signed out" not in "".join(said)


def test_an_issuer_that_was_not_told_is_named() -> None:
    account = FakeAccount(signed_in=True)
    account.not_revoked = Unreachable("The service refused the connection.")
    said: list[str] = []
    assert sign_out(account, said.append) is Exit.SUCCEEDED
    assert "could not be ended" in said[1]
    assert "refused the connection" in said[1]


@pytest.mark.parametrize("act", [sign_in, sign_out])
def test_a_given_token_leaves_nothing_to_do(act: Callable[..., Exit]) -> None:
    with pytest.raises(SignInFailed, match="CCWATCH_ACCESS_TOKEN") as caught:
        act(TokenAccount("marked"), pytest.fail)
    assert "unset CCWATCH_ACCESS_TOKEN" in caught.value.advice
    assert "marked" not in str(caught.value)


def test_without_a_client_id_it_is_asked_for() -> None:
    with pytest.raises(SignInNeeded) as caught:
        sign_in(NoAccount(), pytest.fail)
    assert "ccwatch config set client_id" in caught.value.advice
    assert "CCWATCH_CLIENT_ID" in caught.value.advice
