import logging
import ssl
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ccwatch.cloud.auth import MsalAccount
from ccwatch.core.errors import (
    CcwatchError,
    ServiceError,
    SettingRefused,
    SignInFailed,
    SignInNeeded,
    Unreachable,
)
from ccwatch.log import redacted
from tests.cloud.issuer import CLIENT, SECRET, Issuer, come_back
from tests.cloud.servers import free_port, spy_server

NEVER = threading.Event()
PATIENCE = 10.0


@pytest.fixture
def issuer(
    certificates: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Issuer]:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificates[1]))
    with spy_server(certificates[0]) as spy:
        issuer = Issuer(spy)
        spy.reply = issuer
        yield issuer


@pytest.fixture
def account(issuer: Issuer) -> MsalAccount:
    return MsalAccount(CLIENT, issuer.spy.url, ["itwin-platform"], [free_port()])


def agreeing(issuer: Issuer) -> Callable[[str], None]:
    """Return the browser of a user who agrees."""
    return lambda address: come_back(address, **issuer.authorise(address))


def sign_in(account: MsalAccount, issuer: Issuer) -> str | None:
    return account.sign_in(agreeing(issuer), NEVER, PATIENCE)


def test_signing_in_gives_a_token_and_a_name(account: MsalAccount, issuer: Issuer) -> None:
    assert sign_in(account, issuer) == "ada@example.test"
    assert account.access_token() == f"{SECRET}-access-1"
    assert account.renewable
    assert issuer.used[0]["redirect_uri"].endswith("/signin-callback")
    assert len(issuer.used) == 1


def test_the_scopes_are_asked_for_with_a_refresh_token(
    account: MsalAccount, issuer: Issuer
) -> None:
    asked: list[str] = []

    def browser(address: str) -> None:
        answer = issuer.authorise(address)
        asked.extend(issuer.codes[answer["code"]]["scope"].split())
        come_back(address, **answer)

    account.sign_in(browser, NEVER, PATIENCE)
    assert {"itwin-platform", "openid", "offline_access"} <= set(asked)


def test_a_code_is_worth_nothing_without_its_verifier(issuer: Issuer, account: MsalAccount) -> None:
    def browser(address: str) -> None:
        answer = issuer.authorise(address)
        issuer.codes[answer["code"]]["code_challenge"] = "another"
        come_back(address, **answer)

    with pytest.raises(SignInFailed, match="It was used"):
        account.sign_in(browser, NEVER, PATIENCE)


def test_each_renewal_uses_the_newest_refresh_token(account: MsalAccount, issuer: Issuer) -> None:
    sign_in(account, issuer)
    for number in (2, 3, 4):
        account.renew()
        assert account.access_token() == f"{SECRET}-access-{number}"
    given = [each.get("refresh_token") for each in issuer.used[1:]]
    assert given == [f"{SECRET}-refresh-{number}" for number in (1, 2, 3)]


def test_a_token_near_its_end_is_renewed_before(account: MsalAccount, issuer: Issuer) -> None:
    issuer.expires_in = 200
    sign_in(account, issuer)
    issuer.expires_in = 3600
    assert account.access_token() == f"{SECRET}-access-2"
    assert account.access_token() == f"{SECRET}-access-2"


def test_many_at_once_renew_a_spent_token_once(account: MsalAccount, issuer: Issuer) -> None:
    issuer.expires_in = 1
    sign_in(account, issuer)
    issuer.expires_in = 3600
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: account.access_token(), range(16)))
    assert found == {f"{SECRET}-access-2"}


def test_a_dead_refresh_token_wants_a_sign_in(account: MsalAccount, issuer: Issuer) -> None:
    sign_in(account, issuer)
    issuer.refresh_tokens.clear()
    with pytest.raises(SignInNeeded):
        account.renew()
    with pytest.raises(SignInNeeded):
        account.access_token()
    sign_in(account, issuer)
    assert account.access_token() == f"{SECRET}-access-2"


def test_an_issuer_that_is_away_is_no_end_of_the_sign_in(
    account: MsalAccount, issuer: Issuer
) -> None:
    sign_in(account, issuer)
    issuer.status = 503
    with pytest.raises(ServiceError):
        account.renew()
    assert account.access_token() == f"{SECRET}-access-1"


def test_without_a_refresh_token_it_is_not_renewable(account: MsalAccount, issuer: Issuer) -> None:
    issuer.refreshes = False
    sign_in(account, issuer)
    assert not account.renewable
    assert account.access_token() == f"{SECRET}-access-1"
    with pytest.raises(SignInNeeded):
        account.renew()


def test_before_a_sign_in_there_is_no_token(account: MsalAccount, issuer: Issuer) -> None:
    for ask in (account.access_token, account.renew):
        with pytest.raises(SignInNeeded):
            ask()
    assert issuer.spy.asked == []


def test_after_signing_out_there_is_no_token(account: MsalAccount, issuer: Issuer) -> None:
    sign_in(account, issuer)
    account.sign_out()
    with pytest.raises(SignInNeeded):
        account.access_token()
    assert (account.name, account.renewable) == (None, False)
    account.sign_out()
    assert len(issuer.used) == 1


def test_a_refusal_by_the_user_is_told_with_advice(account: MsalAccount, issuer: Issuer) -> None:
    def refusing(address: str) -> None:
        state = issuer.authorise(address)["state"]
        come_back(address, state=state, error="access_denied", error_description="No consent")

    with pytest.raises(SignInFailed, match="No consent") as caught:
        account.sign_in(refusing, NEVER, PATIENCE)
    assert "administrator" in caught.value.advice


def test_cancelling_and_being_late_free_the_port(account: MsalAccount, issuer: Issuer) -> None:
    cancelled = threading.Event()
    with pytest.raises(SignInFailed, match="cancelled"):
        account.sign_in(lambda _: cancelled.set(), cancelled, PATIENCE)
    with pytest.raises(SignInFailed, match="in time"):
        account.sign_in(lambda _: None, NEVER, 0.1)
    assert sign_in(account, issuer) == "ada@example.test"


def test_a_sign_in_that_fails_leaves_the_one_before(account: MsalAccount, issuer: Issuer) -> None:
    sign_in(account, issuer)
    with pytest.raises(SignInFailed):
        account.sign_in(lambda _: None, NEVER, 0.1)
    assert account.access_token() == f"{SECRET}-access-1"
    account.renew()


@pytest.mark.parametrize("status", [302, 404, 500])
def test_an_address_that_is_no_issuer_is_named(
    account: MsalAccount, issuer: Issuer, status: int
) -> None:
    issuer.status = status
    with pytest.raises(CcwatchError) as caught:
        sign_in(account, issuer)
    assert "sign-in address" in str(caught.value)
    issuer.status = None
    assert sign_in(account, issuer) == "ada@example.test"


def test_an_issuer_that_is_not_there_is_unreachable() -> None:
    account = MsalAccount(CLIENT, f"https://127.0.0.1:{free_port()}", ["a"], [free_port()])
    with pytest.raises(Unreachable, match="refused the connection"):
        account.sign_in(pytest.fail, NEVER, PATIENCE)


def test_an_issuer_nobody_vouches_for_is_named(
    issuer: Issuer, account: MsalAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(Unreachable, match="certificate is not trusted"):
        sign_in(account, issuer)


def test_plain_http_is_refused() -> None:
    with pytest.raises(SettingRefused, match="https"):
        MsalAccount(CLIENT, "http://127.0.0.1", ["a"], [1])


def test_no_secret_is_in_an_error_or_a_log(
    account: MsalAccount, issuer: Issuer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = []
    sign_in(account, issuer)
    for status in (500, 404, None):
        issuer.status = status
        if status is None:
            issuer.refresh_tokens.clear()
        with pytest.raises(CcwatchError) as caught:
            account.renew()
        told += traceback.format_exception(caught.value)
    issuer.status = None

    def twice(address: str) -> None:
        answer = issuer.authorise(address)
        issuer.codes.clear()
        come_back(address, **answer)

    with pytest.raises(SignInFailed) as failed:
        account.sign_in(twice, NEVER, PATIENCE)
    told += [*traceback.format_exception(failed.value), repr(account)]
    assert SECRET not in "".join(told) + redacted(caplog.text)
