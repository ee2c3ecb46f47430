"""Signing in and out from a terminal."""

import threading
import webbrowser
from collections.abc import Callable

import pytest

from ccwatch.cloud.account import FixedAccount, NobodyYet
from ccwatch.cloud.auth import MsalAccount, SignedOut
from ccwatch.core.errors import (
    CcwatchError,
    SignInFailed,
    SignInNeeded,
    SignInNotKept,
    Unreachable,
)
from ccwatch.terminal.exit_code import Exit
from ccwatch.terminal.signing_in import sign_in, sign_out

PAGE = "https://ims.example.org/authorize?state=1"


class Scripted(MsalAccount):
    """An account whose user agrees at once."""

    not_kept: SignInNotKept | None = None

    def __init__(self) -> None:
        self.signed_in = True
        self.not_removed: SignInNotKept | None = None
        self.not_revoked: CcwatchError | None = None
        self.name = None
        self.renewable = True
        self.other_person = False

    def sign_in(
        self,
        open_browser: Callable[[str], None],
        cancelled: threading.Event,
        timeout: float = 300.0,
    ) -> str | None:
        open_browser(PAGE)
        self.signed_in, self.name = True, "ada@example.test"
        return self.name

    def sign_out(self) -> SignedOut:
        was, self.signed_in = self.signed_in, False
        return SignedOut(was, self.not_removed, self.not_revoked)


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
    assert sign_in(Scripted(), said.append) is Exit.SUCCEEDED
    assert PAGE in said[0].splitlines()
    assert said[1:] == ["Signed in as ada@example.test."]
    assert opened == []


def test_on_a_screen_the_browser_opens_as_well(
    opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    sign_in(Scripted(), lambda _: None)
    assert opened == [PAGE]


def test_a_sign_in_that_does_not_last_is_no_success(opened: list[str]) -> None:
    account = Scripted()
    account.not_kept = SignInNotKept("There is no credential store here.")
    said: list[str] = []
    assert sign_in(account, said.append) is Exit.SIGN_IN
    assert "no credential store" in said[-1]


def test_a_sign_in_without_a_name_is_one(
    opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    account = Scripted()
    monkeypatch.setattr(account, "sign_in", lambda show, cancelled: None)
    said: list[str] = []
    assert sign_in(account, said.append) is Exit.SUCCEEDED
    assert said == ["Signed in."]


def test_signing_out_says_what_it_does_not_do() -> None:
    said: list[str] = []
    assert sign_out(Scripted(), said.append) is Exit.SUCCEEDED
    assert "browser may still be signed in" in said[0]


def test_who_was_not_signed_in_is_told_so() -> None:
    account = Scripted()
    account.signed_in = False
    for nobody in (account, NobodyYet()):
        said: list[str] = []
        assert sign_out(nobody, said.append) is Exit.SUCCEEDED
        assert said == ["You were not signed in."]


def test_a_file_that_stays_is_no_sign_out() -> None:
    account = Scripted()
    account.not_removed = SignInNotKept("/home/ada/tokens: Permission denied.")
    said: list[str] = []
    assert sign_out(account, said.append) is Exit.FAULT
    assert "/home/ada/tokens: Permission denied." in said[0]
    assert "Signed out" not in "".join(said)


def test_an_issuer_that_was_not_told_is_named() -> None:
    account = Scripted()
    account.not_revoked = Unreachable("The service refused the connection.")
    said: list[str] = []
    assert sign_out(account, said.append) is Exit.SUCCEEDED
    assert "could not be ended" in said[1]
    assert "refused the connection" in said[1]


@pytest.mark.parametrize("act", [sign_in, sign_out])
def test_a_given_token_leaves_nothing_to_do(act: Callable[..., Exit]) -> None:
    with pytest.raises(SignInFailed, match="CCWATCH_ACCESS_TOKEN") as caught:
        act(FixedAccount("marked"), pytest.fail)
    assert "unset CCWATCH_ACCESS_TOKEN" in caught.value.advice
    assert "marked" not in str(caught.value)


def test_without_a_client_id_it_is_asked_for() -> None:
    with pytest.raises(SignInNeeded) as caught:
        sign_in(NobodyYet(), pytest.fail)
    assert "ccwatch config set client_id" in caught.value.advice
    assert "CCWATCH_CLIENT_ID" in caught.value.advice
