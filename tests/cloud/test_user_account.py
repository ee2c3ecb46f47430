import errno
import logging
import random
import socket
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ccwatch.cloud.last_user import LastUser
from ccwatch.cloud.sign_in_results import SignInResult
from ccwatch.cloud.token_file import TokenCache
from ccwatch.cloud.user_account import UserAccount
from ccwatch.core.errors import (
    CcwatchError,
    ServiceError,
    SettingRefused,
    SignInFailed,
    SignInNeeded,
    Unreachable,
)
from ccwatch.core.redaction import redacted
from ccwatch.core.settings import KeepSignIn
from tests.cloud.issuer import CLIENT, SECRET, Issuer, come_back
from tests.cloud.servers import free_port

NEVER = threading.Event()
PATIENCE = 10.0


Start = Callable[..., UserAccount]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Simulates a start of the program: an account with the sign-in stored by an earlier one."""

    def start(url: str, client: str = CLIENT, keep: KeepSignIn = KeepSignIn.FILE) -> UserAccount:
        folder = tmp_path / "sign-in"
        cache, last_user = TokenCache(folder, (url, client), keep), LastUser(folder / "person")
        return UserAccount(client, url, ["itwin-platform"], [free_port()], cache, last_user)

    return start


@pytest.fixture
def account(issuer: Issuer, start: Start) -> UserAccount:
    return start(issuer.spy.url)


def agreeing(issuer: Issuer) -> Callable[[str], None]:
    """Return the browser of a user who agrees."""
    return lambda address: come_back(address, **issuer.authorise(address))


def sign_in(account: UserAccount, issuer: Issuer) -> SignInResult:
    return account.sign_in(agreeing(issuer), NEVER, PATIENCE)


def test_signing_in_gives_a_token_and_a_name(account: UserAccount, issuer: Issuer) -> None:
    result = sign_in(account, issuer)
    assert (result.name, result.renewable) == ("ada@example.test", True)
    assert account.label == "Signed in as ada@example.test"
    assert account.access_token() == f"{SECRET}-access-1"
    assert issuer.used[0]["redirect_uri"].endswith("/signin-callback")
    assert len(issuer.used) == 1


def test_the_scopes_are_asked_for_with_a_refresh_token(
    account: UserAccount, issuer: Issuer
) -> None:
    asked: list[str] = []

    def browser(address: str) -> None:
        answer = issuer.authorise(address)
        asked.extend(issuer.codes[answer["code"]]["scope"].split())
        come_back(address, **answer)

    account.sign_in(browser, NEVER, PATIENCE)
    assert {"itwin-platform", "openid", "offline_access"} <= set(asked)


def test_a_code_is_worth_nothing_without_its_verifier(issuer: Issuer, account: UserAccount) -> None:
    def browser(address: str) -> None:
        answer = issuer.authorise(address)
        issuer.codes[answer["code"]]["code_challenge"] = "another"
        come_back(address, **answer)

    with pytest.raises(SignInFailed, match="It was used"):
        account.sign_in(browser, NEVER, PATIENCE)


def test_each_renewal_uses_the_newest_refresh_token(account: UserAccount, issuer: Issuer) -> None:
    sign_in(account, issuer)
    for number in (2, 3, 4):
        account.renew()
        assert account.access_token() == f"{SECRET}-access-{number}"
    given = [each.get("refresh_token") for each in issuer.used[1:]]
    assert given == [f"{SECRET}-refresh-{number}" for number in (1, 2, 3)]


def advance(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Advance the computer's clock, which determines when tokens expire."""
    real = time.time  # noqa: TID251
    monkeypatch.setattr(time, "time", lambda: real() + seconds)


@pytest.mark.parametrize(("lifetime", "ahead"), [(3600, 360.0), (200, 100), (6, 3)])
def test_a_token_is_renewed_ahead_of_its_end_and_not_earlier(
    account: UserAccount,
    issuer: Issuer,
    monkeypatch: pytest.MonkeyPatch,
    lifetime: int,
    ahead: float,
) -> None:
    issuer.expires_in = lifetime
    sign_in(account, issuer)
    with monkeypatch.context() as patch:
        advance(patch, lifetime - ahead - 1)
        assert account.access_token() == f"{SECRET}-access-1"
    issuer.expires_in = 3600
    advance(monkeypatch, lifetime - min(ahead, 300.0) + 1)
    assert account.access_token() == f"{SECRET}-access-2"
    assert account.access_token() == f"{SECRET}-access-2"


@pytest.mark.parametrize(("drawn", "ahead"), [(0.0, 300.0), (1.0, 360.0)])
def test_programs_that_start_together_renew_within_a_minute_of_each_other(
    account: UserAccount,
    issuer: Issuer,
    monkeypatch: pytest.MonkeyPatch,
    drawn: float,
    ahead: float,
) -> None:
    monkeypatch.setattr(random, "uniform", lambda low, high: low + drawn * (high - low))
    issuer.expires_in = 3600
    sign_in(account, issuer)
    with monkeypatch.context() as patch:
        advance(patch, 3600 - ahead - 5)
        assert account.access_token() == f"{SECRET}-access-1"
    advance(monkeypatch, 3600 - ahead + 5)
    assert account.access_token() == f"{SECRET}-access-2"


def test_many_at_once_renew_a_spent_token_once(
    account: UserAccount, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer.expires_in = 10
    sign_in(account, issuer)
    issuer.expires_in = 3600
    advance(monkeypatch, 10)
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: account.access_token(), range(16)))
    assert found == {f"{SECRET}-access-2"}


def test_a_dead_refresh_token_wants_a_sign_in(account: UserAccount, issuer: Issuer) -> None:
    sign_in(account, issuer)
    issuer.refresh_tokens.clear()
    with pytest.raises(SignInNeeded):
        account.renew()
    with pytest.raises(SignInNeeded):
        account.access_token()
    sign_in(account, issuer)
    assert account.access_token() == f"{SECRET}-access-2"


def test_an_issuer_that_is_away_is_no_end_of_the_sign_in(
    account: UserAccount, issuer: Issuer
) -> None:
    sign_in(account, issuer)
    issuer.status = 503
    with pytest.raises(ServiceError):
        account.renew()
    assert account.access_token() == f"{SECRET}-access-1"


def test_without_a_refresh_token_it_is_not_renewable(account: UserAccount, issuer: Issuer) -> None:
    issuer.refreshes = False
    assert not sign_in(account, issuer).renewable
    assert account.access_token() == f"{SECRET}-access-1"
    with pytest.raises(SignInNeeded):
        account.renew()


def test_before_a_sign_in_there_is_no_token(account: UserAccount, issuer: Issuer) -> None:
    for ask in (account.access_token, account.renew):
        with pytest.raises(SignInNeeded):
            ask()
    assert issuer.spy.asked == []


def test_after_signing_out_there_is_no_token(account: UserAccount, issuer: Issuer) -> None:
    sign_in(account, issuer)
    account.sign_out()
    with pytest.raises(SignInNeeded):
        account.access_token()
    assert (account.signed_in, account.label) == (False, "Not signed in")
    account.sign_out()
    assert len(issuer.used) == 1


def test_a_refusal_by_the_user_is_told_with_advice(account: UserAccount, issuer: Issuer) -> None:
    def refusing(address: str) -> None:
        state = issuer.authorise(address)["state"]
        come_back(address, state=state, error="access_denied", error_description="No consent")

    with pytest.raises(SignInFailed, match="No consent") as caught:
        account.sign_in(refusing, NEVER, PATIENCE)
    assert "administrator" in caught.value.advice


def assert_free(port: int) -> None:
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken = None
            try:
                probe.bind((host, port))
            except OSError as error:
                taken = error.errno
        # Not every machine has the second address family.
        assert taken != errno.EADDRINUSE


def test_cancelling_and_being_late_free_the_port(account: UserAccount, issuer: Issuer) -> None:
    cancelled = threading.Event()
    with pytest.raises(SignInFailed, match="cancelled"):
        account.sign_in(lambda _: cancelled.set(), cancelled, PATIENCE)
    assert_free(account._ports[0])
    with pytest.raises(SignInFailed, match="in time"):
        account.sign_in(lambda _: None, NEVER, 0.1)
    assert_free(account._ports[0])
    assert sign_in(account, issuer).name == "ada@example.test"


def test_a_sign_in_that_fails_leaves_the_one_before(account: UserAccount, issuer: Issuer) -> None:
    sign_in(account, issuer)
    with pytest.raises(SignInFailed):
        account.sign_in(lambda _: None, NEVER, 0.1)
    assert account.access_token() == f"{SECRET}-access-1"
    account.renew()


@pytest.mark.parametrize("status", [302, 404, 500])
def test_an_address_that_is_no_issuer_is_named(
    account: UserAccount, issuer: Issuer, status: int
) -> None:
    issuer.status = status
    with pytest.raises(CcwatchError) as caught:
        sign_in(account, issuer)
    assert "sign-in URL" in str(caught.value)
    issuer.status = None
    assert sign_in(account, issuer).name == "ada@example.test"


def test_an_issuer_that_is_not_there_is_unreachable(start: Start) -> None:
    account = start(f"https://127.0.0.1:{free_port()}")
    with pytest.raises(Unreachable, match="refused the connection"):
        account.sign_in(pytest.fail, NEVER, PATIENCE)


def test_an_untrusted_issuer_is_named(
    issuer: Issuer, account: UserAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(Unreachable, match="certificate is not trusted"):
        sign_in(account, issuer)


def test_plain_http_is_refused(start: Start) -> None:
    with pytest.raises(SettingRefused, match="https"):
        start("http://127.0.0.1")


def test_no_secret_is_in_an_error_or_a_log(
    account: UserAccount, issuer: Issuer, caplog: pytest.LogCaptureFixture
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


def test_the_next_start_is_signed_in_without_a_browser(
    account: UserAccount, issuer: Issuer, start: Start
) -> None:
    sign_in(account, issuer)
    later = start(issuer.spy.url)
    assert later.restore()
    assert later.label == "Signed in as ada@example.test"
    assert later.access_token() == f"{SECRET}-access-1"
    later.renew()
    assert start(issuer.spy.url).access_token() == f"{SECRET}-access-2"


def test_the_next_start_renews_what_ended_meanwhile(
    account: UserAccount, issuer: Issuer, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(account, issuer)
    advance(monkeypatch, 86_400)
    assert start(issuer.spy.url).access_token() == f"{SECRET}-access-2"


def test_a_session_is_over_with_the_program(issuer: Issuer, start: Start) -> None:
    sign_in(start(issuer.spy.url, keep=KeepSignIn.SESSION), issuer)
    assert not start(issuer.spy.url, keep=KeepSignIn.SESSION).restore()
    assert not start(issuer.spy.url).restore()


def test_keeping_can_begin_while_signed_in(issuer: Issuer, start: Start) -> None:
    account = start(issuer.spy.url, keep=KeepSignIn.SESSION)
    sign_in(account, issuer)
    account.keep_as(KeepSignIn.FILE)
    assert start(issuer.spy.url).restore()
    account.keep_as(KeepSignIn.SESSION)
    assert not start(issuer.spy.url).restore()


@pytest.mark.parametrize("other", ["authority", "client"])
def test_tokens_of_another_address_or_client_are_not_used(
    account: UserAccount, issuer: Issuer, start: Start, other: str
) -> None:
    sign_in(account, issuer)
    url = f"{issuer.spy.url}/tenant" if other == "authority" else issuer.spy.url
    later = start(url, CLIENT if other == "authority" else "another-client")
    assert not later.restore()
    assert later.not_kept is None


def test_two_programs_share_one_sign_in(
    account: UserAccount, issuer: Issuer, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(account, issuer)
    other = start(issuer.spy.url)
    assert other.access_token() == f"{SECRET}-access-1"
    advance(monkeypatch, 3600)
    assert other.access_token() == f"{SECRET}-access-2"
    assert account.access_token() == f"{SECRET}-access-2"
    account.renew()
    other.renew()
    assert other.access_token() == account.access_token() == f"{SECRET}-access-3"


def test_a_crash_between_answer_and_save_asks_for_a_sign_in_and_does_not_loop(
    account: UserAccount,
    issuer: Issuer,
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in(account, issuer)
    with monkeypatch.context() as crash:
        crash.setattr(TokenCache, "save", lambda *_: None)
        account.renew()
    later = start(issuer.spy.url)
    advance(monkeypatch, 3600)
    with pytest.raises(SignInNeeded):
        later.access_token()
    asked = len(issuer.used)
    for again in (later, start(issuer.spy.url)):
        with pytest.raises(SignInNeeded):
            again.access_token()
    assert len(issuer.used) == asked
    sign_in(later, issuer)
    assert start(issuer.spy.url).restore()


def test_signing_out_leaves_nothing_for_the_next_start(
    account: UserAccount, issuer: Issuer, start: Start
) -> None:
    sign_in(account, issuer)
    issuer.status = 503
    account.sign_out()
    assert not start(issuer.spy.url).restore()


def test_another_person_is_noticed_also_after_a_sign_out(
    account: UserAccount, issuer: Issuer, start: Start
) -> None:
    assert not sign_in(account, issuer).other_user
    account.sign_out()
    assert not sign_in(account, issuer).other_user
    issuer.subject = "somebody else"
    later = start(issuer.spy.url)
    assert sign_in(later, issuer).other_user
    assert later.access_token() == f"{SECRET}-access-3"


def test_a_fault_of_the_issuer_is_no_end_of_the_sign_in(
    account: UserAccount, issuer: Issuer, start: Start
) -> None:
    sign_in(account, issuer)
    issuer.error = "temporarily_unavailable"
    with pytest.raises(Unreachable):
        account.renew()
    assert start(issuer.spy.url).restore()


@pytest.mark.parametrize("keep", [KeepSignIn.FILE, KeepSignIn.SESSION])
def test_signing_in_while_the_kept_sign_in_is_looked_for_works(
    issuer: Issuer, start: Start, monkeypatch: pytest.MonkeyPatch, keep: str
) -> None:
    account = start(issuer.spy.url, keep=keep)
    looking, signed_in = threading.Event(), threading.Event()
    load = TokenCache.load

    def load_slowly(cache: TokenCache) -> str:
        looking.set()
        signed_in.wait(0.3)
        return load(cache)

    monkeypatch.setattr(TokenCache, "load", load_slowly)
    with ThreadPoolExecutor(1) as pool:
        restoring = pool.submit(account.restore)
        assert looking.wait(PATIENCE)
        sign_in(account, issuer)
        signed_in.set()
        restoring.result(PATIENCE)
    assert account.signed_in
    assert account.access_token() == f"{SECRET}-access-1"


def test_a_token_that_is_still_good_outlasts_an_issuer_that_is_away(
    account: UserAccount, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(account, issuer)
    issuer.status = 503
    with monkeypatch.context() as patch:
        advance(patch, 3600 - 200)
        assert account.access_token() == f"{SECRET}-access-1"
        asked = len(issuer.spy.asked)
        assert account.access_token() == f"{SECRET}-access-1"
        assert len(issuer.spy.asked) == asked
    advance(monkeypatch, 3601)
    with pytest.raises(Unreachable):
        account.access_token()


def test_what_an_issuer_says_is_one_line_of_text(account: UserAccount, issuer: Issuer) -> None:
    def refusing(address: str) -> None:
        state = issuer.authorise(address)["state"]
        come_back(
            address, state=state, error="odd", error_description="No\x1b[31m\nway." + "x" * 999
        )

    with pytest.raises(SignInFailed) as caught:
        account.sign_in(refusing, NEVER, PATIENCE)
    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 310
