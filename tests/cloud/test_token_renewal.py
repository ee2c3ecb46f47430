"""A slow renewal delays no query with a valid token, and never undoes a sign-out."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from ccwatch.cloud.last_user import LastUser
from ccwatch.cloud.token_file import TokenCache
from ccwatch.cloud.user_account import UserAccount
from ccwatch.core.errors import CcwatchError, ServiceError, SignInFailed, SignInNeeded, Unreachable
from ccwatch.core.settings import KeepSignIn
from tests.cloud.issuer import CLIENT, SECRET, Issuer, come_back
from tests.cloud.servers import Answer, Asked, free_port

PATIENCE = 10.0
Start = Callable[..., UserAccount]


class Held:
    """Holds back the issuer's answers at one path until `let_go` is set."""

    def __init__(self, issuer: Issuer, path: str = "/token") -> None:
        self.asked = threading.Event()
        self.let_go = threading.Event()
        self.count = 0
        self._path = path
        self._issuer = issuer
        issuer.spy.reply = self._reply

    def _reply(self, asked: Asked) -> Answer:
        if asked.path == self._path:
            self.count += 1
            self.asked.set()
            self.let_go.wait(PATIENCE)
        return self._issuer(asked)


@pytest.fixture
def start(tmp_path: Path, issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> Start:
    monkeypatch.setattr("ccwatch.cloud.loopback._POLL_SECONDS", 0.01)
    folder, url = tmp_path / "sign-in", issuer.spy.url

    def start(keep: KeepSignIn = KeepSignIn.FILE) -> UserAccount:
        cache, last_user = TokenCache(folder, (url, CLIENT), keep), LastUser(folder / "person")
        return UserAccount(CLIENT, url, ["itwin-platform"], [free_port()], cache, last_user)

    return start


@pytest.fixture
def account(issuer: Issuer, start: Start) -> UserAccount:
    account = start()
    sign_in(account, issuer)
    return account


@pytest.fixture
def held(account: UserAccount, issuer: Issuer) -> Iterator[Held]:
    held = Held(issuer)
    yield held
    held.let_go.set()


def sign_in(account: UserAccount, issuer: Issuer) -> None:
    def browser(address: str) -> None:
        come_back(address, **issuer.authorise(address))

    account.sign_in(browser, threading.Event(), PATIENCE)


def advance(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Advance the computer's clock."""
    real = time.time  # noqa: TID251
    monkeypatch.setattr(time, "time", lambda: real() + seconds)


def timed(call: Callable[[], object]) -> float:
    """Return how long a call takes, even if it fails."""
    begun = time.perf_counter()
    with suppress(CcwatchError):
        call()
    return time.perf_counter() - begun


def join(name: str) -> None:
    """Wait for the threads of this name."""
    for thread in threading.enumerate():
        if thread.name == name:
            thread.join(PATIENCE)


def test_a_good_token_is_used_while_a_renewal_hangs(
    account: UserAccount, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccwatch.cloud.token_renewal.WHILE_GOOD_SECONDS", 0.5)
    advance(monkeypatch, 3600 - 200)
    assert 0.4 < timed(account.access_token) < 2, "who begins it gives it a moment"
    with ThreadPoolExecutor(8) as others:
        begun = time.perf_counter()
        found = list(others.map(lambda _: account.access_token(), range(50)))
    assert time.perf_counter() - begun < 0.4
    assert set(found) == {f"{SECRET}-access-1"}
    held.let_go.set()
    join("renewal")
    assert account.access_token() == f"{SECRET}-access-2"
    assert held.count == 1


def test_an_issuer_that_hangs_costs_one_wait_and_not_one_for_each_job(
    account: UserAccount, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccwatch.cloud.issuer.EXCHANGE_SECONDS", 1.2)
    advance(monkeypatch, 3601)
    begun = time.perf_counter()
    for ask in (account.access_token, account.renew):
        with ThreadPoolExecutor(8) as jobs:
            for asking in [jobs.submit(ask) for _ in range(20)]:
                with pytest.raises(Unreachable):
                    asking.result(PATIENCE)
    assert time.perf_counter() - begun < 2.3
    assert held.count == 1
    assert account.signed_in


def test_a_discovery_that_hangs_is_given_up_too(
    issuer: Issuer, start: Start, account: UserAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccwatch.cloud.issuer.EXCHANGE_SECONDS", 0.3)
    held = Held(issuer, "/.well-known/openid-configuration")
    later = start()
    assert timed(later.renew) < 2
    assert later.signed_in
    held.let_go.set()


def test_signing_out_waits_briefly_and_then_forgets_for_good(
    account: UserAccount, held: Held, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccwatch.cloud.token_renewal.SIGN_OUT_SECONDS", 0.3)
    with ThreadPoolExecutor(1) as job:
        renewing = job.submit(account.renew)
        assert held.asked.wait(PATIENCE)
        assert timed(account.sign_out) < 2
        assert not account.signed_in
        held.let_go.set()
        with pytest.raises(SignInNeeded):
            renewing.result(PATIENCE)
    assert not account.signed_in
    with pytest.raises(SignInNeeded):
        account.access_token()
    assert not start().restore()


def before_the_lock(account: UserAccount, act: Callable[[], object]) -> None:
    """Run `act` while the account waits for the lock between processes."""
    cache = account._cache
    own = cache.lock

    @contextmanager
    def lock(seconds: float = 0.0) -> Iterator[None]:
        cache.lock = own  # type: ignore[method-assign]
        act()
        with own(seconds):
            yield

    cache.lock = lock  # type: ignore[method-assign]


def test_what_another_process_saves_during_a_sign_out_is_forgotten_too(
    account: UserAccount, start: Start, tmp_path: Path
) -> None:
    file = tmp_path / "sign-in" / "tokens"
    renewed = file.read_bytes()
    before_the_lock(account, lambda: file.write_bytes(renewed))
    account.sign_out()
    assert not start().restore()


def test_a_sign_in_during_a_sign_out_stays(
    account: UserAccount, issuer: Issuer, start: Start
) -> None:
    before_the_lock(account, lambda: sign_in(account, issuer))
    account.sign_out()
    assert account.signed_in
    assert start().restore()


def test_a_sign_out_in_another_process_is_not_undone_by_a_renewal(
    account: UserAccount, held: Held, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccwatch.cloud.token_renewal.SIGN_OUT_SECONDS", 0.3)
    with ThreadPoolExecutor(1) as job:
        renewing = job.submit(account.renew)
        assert held.asked.wait(PATIENCE)
        start().sign_out()
        held.let_go.set()
        with pytest.raises(SignInNeeded):
            renewing.result(PATIENCE)
    assert not account.signed_in
    assert not start().restore()


@pytest.mark.parametrize("keep", [KeepSignIn.FILE, KeepSignIn.SESSION])
def test_a_sign_in_outlives_a_renewal_that_began_before_it(
    issuer: Issuer, start: Start, monkeypatch: pytest.MonkeyPatch, keep: str
) -> None:
    monkeypatch.setattr("ccwatch.cloud.token_renewal.BRIEF_LOCK_SECONDS", 0.2)
    account = start(keep)
    sign_in(account, issuer)
    held = Held(issuer)
    with ThreadPoolExecutor(1) as job:
        renewing = job.submit(account.renew)
        assert held.asked.wait(PATIENCE)
        issuer.spy.reply = issuer
        sign_in(account, issuer)
        held.let_go.set()
        renewing.result(PATIENCE)
    assert account.access_token() == f"{SECRET}-access-2"
    account.renew()
    assert issuer.used[-1]["refresh_token"] == f"{SECRET}-refresh-2"


def test_cancelling_does_not_wait_for_the_issuer(
    issuer: Issuer, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    account, cancelled, held = start(), threading.Event(), Held(issuer)

    def cancel() -> None:
        held.asked.wait(PATIENCE)
        cancelled.set()

    def browser(address: str) -> None:
        come_back(address, **issuer.authorise(address))
        threading.Thread(target=cancel).start()

    begun = time.perf_counter()
    with pytest.raises(SignInFailed, match="cancelled"):
        account.sign_in(browser, cancelled, PATIENCE)
    assert time.perf_counter() - begun < 3
    held.let_go.set()
    join("signing in")
    assert not account.signed_in
    assert not start().restore()


def test_a_token_without_means_to_renew_it_is_used_to_its_end(
    issuer: Issuer, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer.refreshes = False
    account = start()
    sign_in(account, issuer)
    with monkeypatch.context() as patch:
        advance(patch, 3590)
        assert account.access_token() == f"{SECRET}-access-1"
    advance(monkeypatch, 3601)
    with pytest.raises(SignInNeeded):
        account.access_token()


def test_signing_out_tells_the_issuer(issuer: Issuer, account: UserAccount) -> None:
    issuer.revokes = True
    account._issuer._known = None
    ended = account.sign_out()
    assert (ended.was_signed_in, ended.not_removed, ended.not_revoked) == (True, None, None)
    assert issuer.revoked == [{"token": f"{SECRET}-refresh-1", "client_id": CLIENT}]
    assert not account.sign_out().was_signed_in
    assert len(issuer.revoked) == 1


def test_signing_out_in_a_later_start_tells_the_issuer(
    issuer: Issuer, account: UserAccount, start: Start
) -> None:
    issuer.revokes = True
    assert start().sign_out().was_signed_in
    assert len(issuer.revoked) == 1


def test_an_issuer_that_cannot_be_told_does_not_hold_up_the_sign_out(
    issuer: Issuer, account: UserAccount, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer.revokes = True
    monkeypatch.setattr("ccwatch.cloud.user_account.REVOCATION_SECONDS", 0.3)
    held = Held(issuer, "/revoke")
    account._issuer._known = None
    begun = time.perf_counter()
    ended = account.sign_out()
    assert time.perf_counter() - begun < 3
    assert isinstance(ended.not_revoked, ServiceError)
    assert not start().restore()
    held.let_go.set()


@pytest.mark.parametrize("keep", [KeepSignIn.FILE, KeepSignIn.SESSION])
def test_what_cannot_be_removed_is_named(
    account: UserAccount, monkeypatch: pytest.MonkeyPatch, keep: str
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refused)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", refused)
        ended = account.sign_out()
    assert ended.not_removed
    assert str(account._cache._path) in ended.not_removed.message
    account.sign_out()
    assert b"marked" not in account._cache._path.read_bytes(), "the file may be emptied"
