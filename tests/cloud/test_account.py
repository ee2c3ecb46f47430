"""The accounts that no user signs in to."""

import threading
from collections.abc import Callable

import pytest

from ccwatch.cloud.account import Account, NoAccount, TokenAccount
from ccwatch.cloud.sign_in_results import SignOutResult
from ccwatch.core.errors import SignInFailed, SignInNeeded
from ccwatch.core.settings import KeepSignIn


def opens_no_browser(address: str) -> None:
    raise AssertionError("no browser is opened")


def test_a_given_token_is_there_from_the_start_and_cannot_be_signed_out() -> None:
    account: Account = TokenAccount("marked")
    assert (account.can_sign_in, account.signed_in, account.restore()) == (False, True, True)
    assert account.token_variable == "CCWATCH_ACCESS_TOKEN"
    account.keep_as(KeepSignIn.FILE)
    account.on_store_answer(lambda: pytest.fail("no store is asked"))
    acts: list[Callable[[], object]] = [
        lambda: account.sign_in(opens_no_browser, threading.Event()),
        account.sign_out,
    ]
    for act in acts:
        with pytest.raises(SignInFailed, match="Change or remove that variable") as failed:
            act()
        assert "marked" not in str(failed.value)
    assert account.access_token() == "marked", "the token is still there"
    with pytest.raises(SignInNeeded, match="does not accept"):
        account.renew()


def test_without_an_account_everything_says_what_to_set_up() -> None:
    account: Account = NoAccount()
    assert (account.can_sign_in, account.signed_in, account.restore()) == (False, False, False)
    assert (account.token_variable, account.not_kept) == ("", None)
    acts: list[Callable[[], object]] = [
        account.access_token,
        account.renew,
        lambda: account.sign_in(opens_no_browser, threading.Event()),
    ]
    for act in acts:
        with pytest.raises(SignInNeeded, match="No sign-in is set up") as needed:
            act()
        assert "CCWATCH_CLIENT_ID" in needed.value.advice
    assert account.sign_out() == SignOutResult(was_signed_in=False)
