"""What a real issuer answers in a real browser, beyond the course that goes well."""

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("the browser and its driver are Debian's", allow_module_level=True)

from ccwatch.cloud.auth import MsalAccount
from ccwatch.cloud.known_person import KnownPerson
from ccwatch.cloud.loopback import redirect_address
from ccwatch.cloud.token_cache import FILE, TokenCache
from ccwatch.core.errors import SignInFailed, SignInNeeded
from tests.browser import Browser, agree, refuse
from tests.cloud.servers import free_port
from tests.real_issuer import CLIENT, RealIssuer

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.timeout(120),
    pytest.mark.usefixtures("sign_in_parts"),
]

PATIENCE = 30.0
Make = Callable[..., MsalAccount]


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture
def issuer(
    certificate_folder: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> Iterator[RealIssuer]:
    with RealIssuer(certificate_folder, [redirect_address(port)]) as issuer:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(issuer.authority))
        yield issuer


@pytest.fixture
def browser() -> Iterator[Browser]:
    with Browser() as browser:
        yield browser


@pytest.fixture
def account_of(tmp_path: Path, port: int) -> Make:
    def account_of(
        issuer: RealIssuer,
        client: str = CLIENT,
        scope: str = "itwin-platform",
        ports: tuple[int, ...] = (port,),
    ) -> MsalAccount:
        cache = TokenCache(tmp_path / "kept", issuer.url, client, FILE)
        person = KnownPerson(tmp_path / "person")
        return MsalAccount(client, issuer.url, [scope], ports, cache, person)

    return account_of


def sign_in(account: MsalAccount, does: Callable[[str], None], patience: float = PATIENCE) -> None:
    """Sign in with a user who does this in the browser, on a thread of its own."""
    with ThreadPoolExecutor(1) as user:

        def browse(page: str) -> None:
            user.submit(does, page)

        account.sign_in(browse, threading.Event(), patience)


def test_renewals_rotate_the_token_until_it_is_revoked(
    issuer: RealIssuer, browser: Browser, account_of: Make
) -> None:
    account = account_of(issuer)
    sign_in(account, lambda page: agree(browser, page))
    assert account.renewable
    tokens = []
    for _ in range(3):
        tokens.append(account.access_token())
        account.renew()
    assert len(set(tokens)) == 3
    assert issuer.valid(account_of(issuer).access_token())
    issuer.revoke()
    with pytest.raises(SignInNeeded, match="has ended"):
        account.renew()


def test_another_person_is_noticed(issuer: RealIssuer, browser: Browser, account_of: Make) -> None:
    account = account_of(issuer)
    sign_in(account, lambda page: agree(browser, page, "ada"))
    browser.forget()
    sign_in(account, lambda page: agree(browser, page, "grace"))
    assert account.other_person
    assert account.name == "grace@marked.example"


def test_a_refusal_is_told_in_words_that_say_what_to_do(
    issuer: RealIssuer, browser: Browser, account_of: Make
) -> None:
    with pytest.raises(SignInFailed) as caught:
        sign_in(account_of(issuer), lambda page: refuse(browser, page))
    assert "ask your administrator" in caught.value.advice
    browser.wait_for("Sign-in did not work")
    browser.wait_for("You can close this tab")


def test_a_scope_that_is_not_registered_is_told(
    issuer: RealIssuer, browser: Browser, account_of: Make
) -> None:
    with pytest.raises(SignInFailed) as caught:
        sign_in(account_of(issuer, scope="contextcapture:read"), lambda page: agree(browser, page))
    assert "not registered for this scope" in caught.value.advice


def test_a_missing_refresh_token_is_noticed(
    certificate_folder: Path,
    browser: Browser,
    account_of: Make,
    port: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with RealIssuer(certificate_folder, [redirect_address(port)], refresh=False) as issuer:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(issuer.authority))
        account = account_of(issuer)
        sign_in(account, lambda page: agree(browser, page))
        assert not account.renewable
        assert issuer.valid(account.access_token())
        with pytest.raises(SignInNeeded):
            account.renew()


@pytest.mark.parametrize(
    ("wrong", "page_says"),
    [("client", "invalid_client"), ("redirect", "invalid_redirect_uri")],
)
def test_what_the_issuer_shows_only_in_the_browser_is_hinted_at(
    issuer: RealIssuer, browser: Browser, account_of: Make, wrong: str, page_says: str
) -> None:
    account = (
        account_of(issuer, client="unknown")
        if wrong == "client"
        else account_of(issuer, ports=(free_port(),))
    )
    with pytest.raises(SignInFailed) as caught:
        sign_in(account, browser.open, 3)
    assert "client id" in caught.value.advice
    assert "redirect" in caught.value.advice
    browser.wait_for(page_says)
