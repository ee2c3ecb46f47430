"""A real issuer's answers in a real browser, beyond the normal case."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("the browser and its driver are Debian's", allow_module_level=True)

from ccwatch.cloud.last_user import LastUser
from ccwatch.cloud.loopback import redirect_address
from ccwatch.cloud.sign_in_results import SignInResult
from ccwatch.cloud.token_file import TokenCache
from ccwatch.cloud.user_account import UserAccount
from ccwatch.core.errors import SignInFailed, SignInNeeded
from ccwatch.core.settings import KeepSignIn
from ccwatch.stand_in import StandIn
from ccwatch.stand_in.plan import Plan, Step
from tests.browser import Browser, agree, refuse
from tests.cloud.servers import free_port
from tests.real_issuer import CLIENT, RealIssuer

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.timeout(120),
    pytest.mark.usefixtures("sign_in_parts"),
]

PATIENCE = 30.0
FINISHED = "5d0c7b52-0001-4000-8000-00000000000a"
Make = Callable[..., UserAccount]


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
    ) -> UserAccount:
        cache = TokenCache(tmp_path / "kept", (issuer.url, client), KeepSignIn.FILE)
        last_user = LastUser(tmp_path / "person")
        return UserAccount(client, issuer.url, [scope], ports, cache, last_user)

    return account_of


def sign_in(
    account: UserAccount, does: Callable[[str], None], patience: float = PATIENCE
) -> SignInResult:
    """Sign in with a user who does this in the browser, on a separate thread."""
    with ThreadPoolExecutor(1) as user:

        def browse(page: str) -> None:
            user.submit(does, page)

        return account.sign_in(browse, threading.Event(), patience)


def test_renewals_rotate_the_token_until_it_is_revoked(
    issuer: RealIssuer, browser: Browser, account_of: Make
) -> None:
    account = account_of(issuer)
    assert sign_in(account, lambda page: agree(browser, page)).renewable
    tokens = []
    for _ in range(3):
        tokens.append(account.access_token())
        account.renew()
    assert len(set(tokens)) == 3
    assert issuer.valid(account_of(issuer).access_token())
    issuer.revoke()
    with pytest.raises(SignInNeeded, match="has expired"):
        account.renew()


def test_signing_out_ends_the_sign_in_at_the_issuer(
    issuer: RealIssuer, browser: Browser, account_of: Make
) -> None:
    account = account_of(issuer)
    sign_in(account, lambda page: agree(browser, page))
    browser.wait_for("You are signed in")
    token = account.access_token()
    assert issuer.valid(token)
    ended = account.sign_out()
    assert (ended.was_signed_in, ended.not_revoked) == (True, None)
    assert not issuer.valid(token)


def test_another_person_is_noticed(issuer: RealIssuer, browser: Browser, account_of: Make) -> None:
    account = account_of(issuer)
    sign_in(account, lambda page: agree(browser, page, "ada"))
    browser.forget()
    result = sign_in(account, lambda page: agree(browser, page, "grace"))
    assert result.other_user
    assert account.label == "Signed in as grace@marked.example"


def test_a_refusal_is_told_in_words_that_say_what_to_do(
    issuer: RealIssuer, browser: Browser, account_of: Make
) -> None:
    with pytest.raises(SignInFailed) as caught:
        sign_in(account_of(issuer), lambda page: refuse(browser, page))
    assert "ask your administrator" in caught.value.advice
    browser.wait_for("Sign-in failed")
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
        assert not sign_in(account, lambda page: agree(browser, page)).renewable
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
    assert "client ID" in caught.value.advice
    assert "redirect" in caught.value.advice
    browser.wait_for(page_says)


def test_a_terminal_signs_in_and_a_script_then_watches(
    issuer: RealIssuer, browser: Browser, port: int, tmp_path: Path
) -> None:
    service = StandIn(time.time, accepts=issuer.valid, samples=False)
    plan = Plan(0, (Step("Run_Production", 1, 100),))
    service.add_job(FINISHED, plan, name="Bridge", submitted=time.time() - 60)
    service.start()
    (tmp_path / "settings.json").write_text('{"keep_sign_in": "file"}')
    env = {
        **os.environ,
        "CCWATCH_HOME": str(tmp_path),
        "CCWATCH_API_URL": service.url,
        "CCWATCH_AUTHORITY": issuer.url,
        "CCWATCH_CLIENT_ID": CLIENT,
        "CCWATCH_REDIRECT_PORTS": str(port),
        "PYTHONUTF8": "1",
    }

    def ccwatch(*arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "ccwatch", *arguments]
        return subprocess.Popen(
            command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    try:
        with ccwatch("sign-in") as signing_in:
            assert signing_in.stdout
            page = next(line for line in signing_in.stdout if line.startswith("https://"))
            agree(browser, page.strip())
            said, wrong = signing_in.communicate(timeout=PATIENCE)
        assert (signing_in.returncode, wrong) == (0, "")
        assert said == "Signed in as ada@marked.example.\n"
        for job, code in ((FINISHED, 0), ("no-such-job", 4)):
            with ccwatch("watch", job) as watching:
                watching.communicate(timeout=PATIENCE)
            assert watching.returncode == code
        with ccwatch("sign-out") as signing_out:
            assert "Signed out of ccwatch" in signing_out.communicate(timeout=PATIENCE)[0]
        with ccwatch("watch", FINISHED) as watching:
            assert "You are not signed in" in watching.communicate(timeout=PATIENCE)[1]
        assert watching.returncode == 3
    finally:
        service.stop()
