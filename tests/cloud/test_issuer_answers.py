"""Hostile issuers: no secret is revealed, and only the issuer's own answer ends a sign-in."""

import gzip
import json
import logging
import math
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ccwatch.cloud.deadline import seconds_left
from ccwatch.cloud.issuer import Issuer as OidcIssuer
from ccwatch.cloud.last_user import LastUser
from ccwatch.cloud.sign_in_results import SignInResult
from ccwatch.cloud.token_file import TokenCache
from ccwatch.cloud.user_account import UserAccount
from ccwatch.core.errors import (
    CcwatchError,
    RateLimited,
    ServiceError,
    SignInFailed,
    SignInNeeded,
    Unreachable,
)
from ccwatch.core.redaction import redacted
from ccwatch.core.settings import KeepSignIn
from tests.cloud.issuer import CLIENT, SECRET, Issuer, as_json, come_back, id_token
from tests.cloud.servers import Answer, Spy, free_port

PATIENCE = 10.0
LARGEST_REPLY = 1 << 18
Distort = Callable[[dict[str, Any]], Answer]
Start = Callable[[], UserAccount]


def but(**members: Any) -> Distort:
    """Answer with other members; `...` omits one."""

    def distort(good: dict[str, Any]) -> Answer:
        found = {**good, **members}
        return as_json(200, {name: value for name, value in found.items() if value is not ...})

    return distort


def instead(status: int, value: object, **headers: str) -> Distort:
    """Answer with another reply."""
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return lambda _: Answer(
        status, body, {name.replace("_", "-"): it for name, it in headers.items()}
    )


def text(change: Callable[[bytes], bytes], **headers: str) -> Distort:
    """Answer with a changed text of the good reply."""
    named = {name.replace("_", "-"): it for name, it in headers.items()}
    return lambda good: Answer(200, change(json.dumps(good).encode()), named)


# Accepted despite a harmless deviation.
HARMLESS: dict[str, Distort] = {
    "byte-order mark": text(lambda body: b"\xef\xbb\xbf" + body),
    "blank lines around": text(lambda body: b"\r\n" + body + b"\n\n"),
    "scope as list": but(scope=["itwin-platform", "openid"]),
    "scope null": but(scope=None),
    "expires_in as text": but(expires_in="3600"),
    "expires_in as decimal": but(expires_in=3599.5),
    "expires_in null": but(expires_in=None),
    "expires_in missing": but(expires_in=...),
    "expires_in negative": but(expires_in=-1),
    "expires_in zero": but(expires_in=0),
    "expires_in huge": but(expires_in=10**30),
    "expires_in infinite": text(lambda body: body.replace(b"3600", b"1e999")),
    "token_type missing": but(token_type=...),
    "token_type in small letters": but(token_type="bearer"),
    "refresh_token null": but(refresh_token=None),
    "refresh_token empty": but(refresh_token=""),
    "id_token null": but(id_token=None),
    "error null": but(error=None),
    "client_info junk": but(client_info="???"),
    "refresh_in as text": but(refresh_in="soon", ext_expires_in={}, foci=7),
    "unknown members": but(extra=[{"deep": [1, None]}]),
    "gzip": text(gzip.compress, Content_Encoding="gzip"),
}
UNUSABLE: dict[str, Distort] = {
    "text after": text(lambda body: body + b" trailing"),
    "two objects": text(lambda body: body + body),
    "cut off": text(lambda body: body[:-9]),
    "comment before": text(lambda body: b"// hello\n" + body),
    "in a list": text(lambda body: b"[" + body + b"]"),
    "as a text": text(lambda body: json.dumps(body.decode()).encode()),
    "UTF-16": text(lambda body: body.decode().encode("utf-16")),
    "Latin-1": text(lambda body: body.replace(b"Bearer", b"B\xe9arer")),
    "empty": instead(200, b""),
    "no content": instead(204, b""),
    "tokens at 302": lambda good: as_json(302, good),
    "tokens at 404": lambda good: as_json(404, good),
    "HTML": instead(200, b"<html>marked</html>"),
    "null": instead(200, None),
    "a number": instead(200, 7),
    "nothing in it": instead(200, {}),
    "deep": instead(200, b"[" * 100_000),
    "deep object": instead(200, b'{"a":' * 100_000),
    "many digits": text(lambda body: body.replace(b"3600", b"9" * 6000)),
    "huge": text(lambda body: body + b" " * LARGEST_REPLY),
    "gzip bomb": text(
        lambda body: gzip.compress(body + b" " * (LARGEST_REPLY << 6)), Content_Encoding="gzip"
    ),
    "gzip junk": text(lambda body: body, Content_Encoding="gzip"),
    "access_token missing": but(access_token=...),
    "access_token null": but(access_token=None),
    "access_token empty": but(access_token=""),
    "access_token number": but(access_token=12345),
    "access_token list": but(access_token=["marked"]),
    "access_token object": but(access_token={"value": "marked"}),
    "access_token with line end": but(access_token="marked\r\nX: y"),
    "access_token with space": but(access_token="marked token"),
    "access_token not ASCII": but(access_token="märked"),
    "access_token surrogate": but(access_token="marked\ud800"),
    "token_type other": but(token_type="DPoP"),
    "token_type number": but(token_type=1),
    "token_type list": but(token_type=["Bearer"]),
    "refresh_token number": but(refresh_token=12345),
    "refresh_token list": but(refresh_token=["marked"]),
    "refresh_token with line end": but(refresh_token="marked\n"),
    "scope number": but(scope=7),
    "scope list of numbers": but(scope=[7]),
    "expires_in list": but(expires_in=[3600]),
    "expires_in object": but(expires_in={"s": 3600}),
    "expires_in words": but(expires_in="an hour"),
    "expires_in true": but(expires_in=True),
    "id_token junk": but(id_token="marked"),
    "id_token number": but(id_token=7),
    "id_token list": but(id_token=["marked"]),
    "id_token two segments": but(id_token=id_token({"sub": "marked"}).rpartition(".")[0]),
    "id_token five segments": but(id_token="a.b.c.d.e"),
    "id_token no base64": but(id_token="bWFy.!!!.sign"),
    "id_token no JSON": but(id_token="bWFy.bWFy.sign"),
    "id_token list within": but(id_token=id_token(["marked"])),
    "id_token without claims": but(id_token=id_token({})),
    "id_token sub number": but(id_token=id_token({"iss": "x", "aud": CLIENT, "sub": 7})),
    "id_token aud object": but(id_token=id_token({"iss": "x", "aud": {}, "sub": "p"})),
    "id_token iss list": but(id_token=id_token({"iss": ["x"], "aud": CLIENT, "sub": "p"})),
    "error beside tokens": but(error="invalid_grant"),
    "error at 200": instead(200, {"error": "invalid_grant"}),
    "error as object": instead(400, {"error": {"code": "marked"}}),
    "error as list": instead(400, {"error": ["invalid_grant"]}),
    "error number": instead(400, {"error": 7}),
    "error empty": instead(400, {"error": ""}),
    "error and text after": instead(400, b'{"error": "invalid_grant"} marked'),
    "error in a list": instead(400, [{"error": "invalid_grant"}]),
    "400 without JSON": instead(400, b"marked"),
    "400 empty": instead(400, b""),
    "400 other JSON": instead(400, {"statusCode": 400, "message": "marked"}),
    "401 page": instead(401, b"<html>marked</html>"),
    "403 message": instead(403, {"message": "marked"}),
    "404 with an error": instead(404, {"error": "invalid_grant"}),
    "408 with an error": instead(408, {"error": "invalid_grant"}),
    "429": instead(429, {"statusCode": 429}, Retry_After="7"),
    "429 with an error": instead(429, {"error": "invalid_grant"}),
    "500 page": instead(500, b"<html>marked</html>"),
    "500 with an error": instead(500, {"error": "invalid_grant"}),
    "503": instead(503, b"", Retry_After="7"),
    "redirect": instead(302, b"marked", Location="https://127.0.0.1:9/marked"),
    "permanent redirect": instead(308, b"marked", Location="/token"),
}
# OAuth errors that do not concern the sign-in itself.
FOR_NOW = ["temporarily_unavailable", "server_error", "slow_down", "invalid_request", "odd"]
MISCONFIGURED = ["invalid_client", "unauthorized_client", "invalid_scope"]
ENDED = ["invalid_grant", "login_required", "interaction_required", "consent_required"]


@pytest.fixture
def start(tmp_path: Path, issuer: Issuer) -> Start:
    def start() -> UserAccount:
        folder, url = tmp_path / "sign-in", issuer.spy.url
        cache, last_user = (
            TokenCache(folder, (url, CLIENT), KeepSignIn.FILE),
            LastUser(folder / "person"),
        )
        return UserAccount(CLIENT, url, ["itwin-platform"], [free_port()], cache, last_user)

    return start


@pytest.fixture(autouse=True)
def timing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ccwatch.cloud.loopback._POLL_SECONDS", 0.01)
    # On a busy machine a failure may take long, and would also be the result of the next renewal.
    monkeypatch.setattr("ccwatch.cloud.shared_call.LONG_SECONDS", math.inf)


@pytest.fixture(autouse=True)
def nothing_secret_is_said(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> Any:
    caplog.set_level(logging.DEBUG)
    yield
    said = "".join(capfd.readouterr())
    assert said == "", "nothing is printed"
    assert SECRET not in redacted(caplog.text)


def sign_in(account: UserAccount, issuer: Issuer) -> SignInResult:
    def browser(address: str) -> None:
        come_back(address, **issuer.authorise(address))

    return account.sign_in(browser, threading.Event(), PATIENCE)


def expect_no_secret(error: CcwatchError) -> None:
    assert SECRET not in "".join(traceback.format_exception(error))
    assert error.message.strip()


@pytest.mark.parametrize("distort", HARMLESS.values(), ids=HARMLESS)
def test_a_harmless_slip_is_overlooked(issuer: Issuer, start: Start, distort: Distort) -> None:
    issuer.distort = distort
    account = start()
    result = sign_in(account, issuer)
    assert account.access_token() == f"{SECRET}-access-1"
    if result.renewable:
        account.renew()
        assert account.access_token() == f"{SECRET}-access-2"


@pytest.mark.parametrize("distort", UNUSABLE.values(), ids=UNUSABLE)
def test_an_unusable_answer_fails_the_sign_in_and_leaves_the_one_before(
    issuer: Issuer, start: Start, distort: Distort
) -> None:
    account = start()
    sign_in(account, issuer)
    issuer.distort = distort
    with pytest.raises(CcwatchError) as caught:
        sign_in(account, issuer)
    expect_no_secret(caught.value)
    issuer.distort = None
    assert account.access_token() == f"{SECRET}-access-1"
    assert sign_in(account, issuer).name == "ada@example.test", (
        "nothing is remembered of the failure"
    )


@pytest.mark.parametrize("distort", UNUSABLE.values(), ids=UNUSABLE)
def test_an_unusable_answer_to_a_renewal_ends_nothing(
    issuer: Issuer, start: Start, distort: Distort
) -> None:
    account = start()
    sign_in(account, issuer)
    issuer.distort = distort
    with pytest.raises(ServiceError) as caught:
        account.renew()
    expect_no_secret(caught.value)
    assert account.access_token() == f"{SECRET}-access-1"
    issuer.distort = None
    issuer.refresh_tokens.add(f"{SECRET}-refresh-1")  # for answers that did not use it
    again = start()
    assert again.restore()
    again.renew()
    assert again.access_token() == f"{SECRET}-access-3"


def test_a_refresh_token_in_an_unusable_answer_takes_the_place_of_the_used_one(
    issuer: Issuer, start: Start
) -> None:
    account = start()
    sign_in(account, issuer)
    for distort in (UNUSABLE["text after"], UNUSABLE["access_token number"]):
        issuer.distort = distort
        with pytest.raises(ServiceError):
            account.renew()
    issuer.distort = None
    later = start()
    later.restore()
    later.renew()
    assert later.access_token() == f"{SECRET}-access-4"
    used = [each["refresh_token"] for each in issuer.used[1:]]
    assert used == [f"{SECRET}-refresh-{number}" for number in (1, 2, 3)]


@pytest.mark.parametrize("status", [400, 401, 403])
@pytest.mark.parametrize("error", FOR_NOW)
def test_an_error_that_says_nothing_of_the_sign_in_ends_nothing(
    issuer: Issuer, start: Start, error: str, status: int
) -> None:
    account = start()
    sign_in(account, issuer)
    refuse(issuer, status, error)
    with pytest.raises(ServiceError):
        account.renew()
    assert start().restore()


def refuse(issuer: Issuer, status: int, error: str) -> None:
    told = {"error": error, "error_description": f"It was {SECRET}-refresh-1"}
    good = issuer.spy.reply
    issuer.spy.reply = lambda asked: (
        as_json(status, told) if asked.path == "/token" else good(asked)
    )


@pytest.mark.parametrize("status", [400, 401, 403])
@pytest.mark.parametrize("error", ENDED)
def test_the_issuers_own_word_ends_the_sign_in(
    issuer: Issuer, start: Start, error: str, status: int
) -> None:
    account = start()
    sign_in(account, issuer)
    refuse(issuer, status, error)
    with pytest.raises(SignInNeeded, match="has expired") as caught:
        account.renew()
    expect_no_secret(caught.value)
    assert not account.signed_in
    assert not start().restore()


@pytest.mark.parametrize("error", MISCONFIGURED)
def test_a_wrong_registration_is_named_and_ends_nothing(
    issuer: Issuer, start: Start, error: str
) -> None:
    account = start()
    sign_in(account, issuer)
    refuse(issuer, 401, error)
    with pytest.raises(SignInNeeded) as caught:
        account.renew()
    assert "application" in caught.value.advice or "client ID" in caught.value.advice
    assert account.access_token() == f"{SECRET}-access-1", "good until its end"
    assert start().restore()


def test_a_limit_is_told_with_how_long_to_wait(issuer: Issuer, start: Start) -> None:
    account = start()
    sign_in(account, issuer)
    issuer.distort = UNUSABLE["429"]
    with pytest.raises(RateLimited) as caught:
        account.renew()
    assert caught.value.retry_after == 7.0


def test_after_a_fault_the_next_try_asks_again_at_once(issuer: Issuer, start: Start) -> None:
    account = start()
    issuer.distort = UNUSABLE["500 page"]
    with pytest.raises(CcwatchError):
        sign_in(account, issuer)
    issuer.distort = None
    sign_in(account, issuer)
    for distort in (UNUSABLE["500 page"], UNUSABLE["429"], UNUSABLE["400 empty"]):
        issuer.distort = distort
        with pytest.raises(ServiceError):
            account.renew()
        issuer.distort = None
        issuer.refresh_tokens |= {f"{SECRET}-refresh-{n}" for n in range(9)}
        account.renew()


DISCOVERIES: dict[str, Distort] = {
    "list": instead(200, ["marked"]),
    "text": instead(200, b"marked"),
    "null": instead(200, None),
    "text after": text(lambda body: body + b"marked"),
    "cut off": text(lambda body: body[:-3]),
    "huge": text(lambda body: body + b" " * LARGEST_REPLY),
    "gzip bomb": text(
        lambda body: gzip.compress(body + b" " * (LARGEST_REPLY << 6)), Content_Encoding="gzip"
    ),
    "redirect bomb": instead(
        302, gzip.compress(b" " * (1 << 26)), Location="/x", Content_Encoding="gzip"
    ),
    "404": instead(404, {"error": "marked"}),
    "500": instead(500, b"marked"),
    "redirect": instead(302, b"marked", Location="/elsewhere"),
    "no endpoints": instead(200, {}),
    "no issuer": but(issuer=...),
    "issuer number": but(issuer=7),
    "issuer elsewhere": but(issuer="https://evil.example"),
    "no token endpoint": but(token_endpoint=...),
    "token endpoint list": but(token_endpoint=["https://127.0.0.1/token"]),
    "token endpoint http": but(token_endpoint="http://127.0.0.1:9/token"),
    "token endpoint without host": but(token_endpoint="https:///token"),
    "token endpoint without path": but(token_endpoint="https://127.0.0.1"),
    "token endpoint with login": but(token_endpoint="https://a:marked@127.0.0.1/token"),
    "no page": but(authorization_endpoint=...),
    "page number": but(authorization_endpoint=7),
    "page file": but(authorization_endpoint="file:///etc/passwd"),
    "page http": but(authorization_endpoint="http://ims.example.org/authorize"),
    "page http here": but(authorization_endpoint="http://127.0.0.1:9/authorize"),
    "page script": but(authorization_endpoint="javascript:alert(1)//https://x.example/"),
    "page with login": but(authorization_endpoint="https://a:marked@ims.example.org/authorize"),
    "page with line end": but(authorization_endpoint="https://ims.example.org/\nauthorize"),
    "page with backslash": but(authorization_endpoint="https://good.example\\@evil.example/a"),
    "page bad port": but(authorization_endpoint="https://ims.example.org:99999/a"),
    "page relative": but(authorization_endpoint="/authorize"),
}


@pytest.mark.parametrize("address", ["{spy}/revoke", "{host}/revoke", "//{host}/revoke", 7])
def test_a_sign_in_is_revoked_by_https_alone(
    issuer: Issuer, start: Start, spy: Spy, address: object
) -> None:
    host = spy.url.partition("://")[2]
    told = address.format(spy=spy.url, host=host) if isinstance(address, str) else address
    issuer.distort_discovery = but(revocation_endpoint=told)
    account = start()
    sign_in(account, issuer)
    assert account.sign_out().was_signed_in
    assert spy.asked == []


@pytest.mark.parametrize("distort", DISCOVERIES.values(), ids=DISCOVERIES)
def test_an_unusable_discovery_opens_no_browser_and_ends_nothing(
    issuer: Issuer, start: Start, distort: Distort
) -> None:
    sign_in(start(), issuer)
    issuer.distort_discovery = distort
    account = start()
    account.restore()
    with pytest.raises(SignInFailed) as caught:
        account.sign_in(pytest.fail, threading.Event(), PATIENCE)
    expect_no_secret(caught.value)
    with pytest.raises(ServiceError):
        account.renew()
    issuer.distort_discovery = None
    account.renew()
    assert account.access_token() == f"{SECRET}-access-2"


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"aud": "another-client"}, "another application"),
        ({"aud": ["another-client", "third"]}, "another application"),
        ({"azp": "another-client"}, "another application"),
        ({"aud": [CLIENT, "another-client"], "azp": "another-client"}, "another application"),
        ({"iss": "https://evil.example"}, "another sign-in service"),
        ({"nonce": "another"}, "another sign-in"),
        ({"nonce": None}, "another sign-in"),
        ({"nonce": ["list"]}, "another sign-in"),
    ],
)
def test_an_id_token_that_is_not_for_us_refuses_the_sign_in(
    issuer: Issuer, start: Start, claims: dict[str, Any], why: str
) -> None:
    issuer.claims = claims
    account = start()
    with pytest.raises(SignInFailed, match=why):
        sign_in(account, issuer)
    assert not account.signed_in
    assert not start().restore()


def test_one_of_several_audiences_is_enough(issuer: Issuer, start: Start) -> None:
    issuer.claims = {"aud": ["another-client", CLIENT], "azp": CLIENT}
    account = start()
    sign_in(account, issuer)
    assert account.signed_in


def test_another_persons_tokens_are_not_taken_at_a_renewal(issuer: Issuer, start: Start) -> None:
    account = start()
    sign_in(account, issuer)
    issuer.subject = "somebody else"
    with pytest.raises(ServiceError, match="another user"):
        account.renew()
    assert account.access_token() == f"{SECRET}-access-1"


@pytest.mark.parametrize("claims", [{}, {"preferred_username": None}, {"preferred_username": 7}])
def test_without_a_name_one_is_signed_in_all_the_same(
    issuer: Issuer, start: Start, claims: dict[str, Any]
) -> None:
    issuer.identifies, issuer.claims = bool(claims), claims
    account = start()
    result = sign_in(account, issuer)
    assert (result.name, result.other_user) == (None, False)
    assert (account.signed_in, account.label) == (True, "Signed in")
    for number in (2, 3):
        account.renew()
        assert account.access_token() == f"{SECRET}-access-{number}"
    later = start()
    assert later.restore()
    assert later.label == "Signed in"
    later.renew()
    assert later.access_token() == f"{SECRET}-access-4"


def test_a_renewal_without_an_id_token_keeps_the_name(issuer: Issuer, start: Start) -> None:
    account = start()
    sign_in(account, issuer)
    issuer.identifies = False
    for _ in range(3):
        account.renew()
    used = [each["refresh_token"] for each in issuer.used[1:]]
    assert used == [f"{SECRET}-refresh-{number}" for number in (1, 2, 3)]
    assert account.label == "Signed in as ada@example.test"


def test_what_the_issuer_says_of_a_code_does_not_repeat_it(issuer: Issuer, start: Start) -> None:
    def browser(address: str) -> None:
        answer = issuer.authorise(address)
        refuse(issuer, 400, "invalid_grant")
        good = issuer.spy.reply

        def quoting(asked: Any) -> Answer:
            told = f"Code {answer['code']} of {asked.body.decode()} was used"
            if asked.path == "/token":
                return as_json(400, {"error": "invalid_grant", "error_description": told})
            return good(asked)

        issuer.spy.reply = quoting
        come_back(address, **answer)

    with pytest.raises(SignInFailed, match="was used") as caught:
        start().sign_in(browser, threading.Event(), PATIENCE)
    expect_no_secret(caught.value)


def test_what_the_issuer_says_is_one_plain_line_without_what_looks_like_a_secret(
    issuer: Issuer, start: Start
) -> None:
    def browser(address: str) -> None:
        answer = issuer.authorise(address)
        told = f"Denied\x1b[2J\nfor ada@example.org, refresh_token={SECRET}-other {999 * 'x'}"
        come_back(address, error="access_denied", error_description=told, state=answer["state"])

    with pytest.raises(SignInFailed, match=r"Denied \[2J for") as caught:
        start().sign_in(browser, threading.Event(), PATIENCE)
    expect_no_secret(caught.value)
    assert "ada@" not in str(caught.value)
    assert caught.value.message.isprintable()
    assert len(caught.value.message) == 301


def test_what_the_library_raises_is_not_repeated(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError(f"cannot read {SECRET}")

    monkeypatch.setattr("msal.PublicClientApplication.initiate_auth_code_flow", broken)
    with pytest.raises(SignInFailed, match="no usable reply") as caught:
        start().sign_in(lambda _: None, threading.Event(), PATIENCE)
    expect_no_secret(caught.value)
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_all_that_is_asked_for_one_thing_has_one_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object, **__: object) -> None:
        left.append(seconds_left())
        raise Unreachable("No.")

    left: list[float] = []
    monkeypatch.setattr("ccwatch.cloud.issuer.fetch", unreachable)
    asked = OidcIssuer("native-1", "https://ims.invalid", ["itwin-platform"], "")
    with pytest.raises(Unreachable):
        asked.begin("http://localhost:1/signin-callback")
    with pytest.raises(Unreachable):
        asked.revoke("token", 5.0)
    assert 20 < left[0] <= 30
    assert left[1] <= 5
