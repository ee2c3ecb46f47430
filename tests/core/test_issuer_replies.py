"""An issuer's reply is usable, a refusal in its own words, or unusable; there is no fourth case."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.errors import CcwatchError, IssuerFault, RateLimited, UnusableReply
from ccwatch.core.issuer_replies import (
    TokensRefused,
    name_in,
    read_claims,
    read_discovery,
    read_tokens,
    wrong_claims,
)
from ccwatch.core.reply import Reply

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
MEMBERS = (
    "access_token",
    "token_type",
    "expires_in",
    "refresh_token",
    "scope",
    "id_token",
    "error",
    "error_description",
)
ENDPOINTS = ("issuer", "authorization_endpoint", "token_endpoint", "revocation_endpoint")
STATUS = st.sampled_from([200, 201, 204, 301, 400, 401, 403, 404, 429, 500, 503])


def some(names: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    likely = st.sampled_from(["marked", "Bearer", "invalid_grant", "3600", 3600, "a.b.c"])
    return st.dictionaries(st.sampled_from(names), likely | JSON)


def reply(status: int, value: object) -> Reply:
    return Reply(status, {}, json.dumps(value).encode())


@given(STATUS, some(MEMBERS) | JSON)
def test_any_json_from_a_token_endpoint_is_understood_or_refused(status: int, value: Any) -> None:
    fault: CcwatchError | None = None
    try:
        tokens = read_tokens(reply(status, value))
    except (IssuerFault, RateLimited, TokensRefused) as error:
        fault = error
    if fault:
        assert "marked" not in str(fault)
        if isinstance(fault, TokensRefused):
            assert status in (400, 401, 403)
            assert fault.error == value["error"]
        return
    assert 200 <= status < 300
    assert tokens["access_token"] == value["access_token"]
    assert tokens["access_token"].isascii()
    assert tokens["access_token"].isprintable()
    assert 1 <= tokens["expires_in"] <= 30 * 86_400
    assert tokens.get("refresh_token", "x").isprintable()
    assert isinstance(tokens.get("scope", ""), str)


@given(STATUS, st.binary() | st.text().map(str.encode))
def test_any_bytes_are_understood_or_refused(status: int, body: bytes) -> None:
    for read in (read_tokens, read_discovery):
        try:
            read(Reply(status, {}, body))
        except (IssuerFault, RateLimited, TokensRefused):
            continue
        pytest.fail("no JSON object is an answer")


@given(STATUS, some(ENDPOINTS) | JSON)
def test_any_json_as_a_discovery_is_understood_or_refused(status: int, value: Any) -> None:
    try:
        document = read_discovery(reply(status, value))
    except (UnusableReply, RateLimited):
        return
    assert document["token_endpoint"].startswith("https:")


@given(JSON | st.text(alphabet="ab.=-_{}"))
def test_anything_as_an_id_token_is_read_or_not(value: Any) -> None:
    claims = read_claims(value)
    assert claims is None or isinstance(claims["sub"], str)


ISSUER = "https://ims.example.org"
CLAIMS = {"iss": ISSUER, "sub": "ada", "aud": "app"}


def encoded(text: bytes, padding: str = "") -> str:
    return base64.urlsafe_b64encode(text).decode().rstrip("=") + padding


def id_token(claims: object, padding: str = "") -> str:
    return f"{encoded(b'{}')}.{encoded(json.dumps(claims).encode(), padding)}.c2ln"


@pytest.mark.parametrize("padding", ["", "=", "=="])
@pytest.mark.parametrize(
    "claims",
    [CLAIMS, CLAIMS | {"aud": ["app", "other"]}, CLAIMS | {"name": "é"}, CLAIMS | {"name": "a?>"}],
)
def test_the_claims_of_an_id_token_are_read(claims: dict[str, Any], padding: str) -> None:
    assert read_claims(id_token(claims, padding)) == claims


def test_the_signature_is_not_looked_at() -> None:
    unsigned = id_token(CLAIMS).rpartition(".")[0]
    assert read_claims(f"{unsigned}.") == CLAIMS


@pytest.mark.parametrize(
    "token",
    [
        None,
        5,
        "",
        encoded(json.dumps(CLAIMS).encode()),
        id_token(CLAIMS).rpartition(".")[0],
        id_token(CLAIMS) + ".more",
        "!" + id_token(CLAIMS),
        id_token(CLAIMS).replace(".", ".!", 1),
        id_token([CLAIMS]),
        id_token(CLAIMS | {"iss": None}),
        id_token(CLAIMS | {"sub": 5}),
        id_token(CLAIMS | {"aud": None}),
        id_token(CLAIMS | {"aud": ["app", 5]}),
        f"e30.{encoded(json.dumps(CLAIMS).encode() + b' more')}.c2ln",
        f"e30.{encoded(json.dumps(CLAIMS).encode()[:-1])}.c2ln",
        f"e30.{encoded(b'x')}.c2ln",
    ],
)
def test_what_is_no_whole_id_token_has_no_claims(token: object) -> None:
    assert read_claims(token) is None


OTHER_APPLICATION = "The sign-in service answered for another application."


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, ""),
        ({"aud": ["other", "app"]}, ""),
        ({"azp": "app"}, ""),
        ({"aud": "other"}, OTHER_APPLICATION),
        ({"aud": ["other"]}, OTHER_APPLICATION),
        ({"aud": ["app", "other"], "azp": "other"}, OTHER_APPLICATION),
        ({"aud": "other", "azp": "app"}, OTHER_APPLICATION),
        ({"iss": "https://other.example.org"}, "The reply names another sign-in service."),
    ],
)
def test_an_id_token_is_for_this_application_and_from_this_issuer(
    more: dict[str, Any], why: str
) -> None:
    assert wrong_claims(CLAIMS | more, "app", ISSUER) == why


@pytest.mark.parametrize("kind", ["Bearer", "bearer", "BEARER", None])
@pytest.mark.parametrize(
    ("scope", "kept"), [("a b", "a b"), (["a", "b"], "a b"), (None, None), ("", None), ([], None)]
)
def test_tokens_are_taken_whole_in_one_form(kind: object, scope: object, kept: object) -> None:
    given = {
        "access_token": "t",
        "token_type": kind,
        "expires_in": "60",
        "scope": scope,
        "refresh_token": "r",
        "id_token": id_token(CLAIMS),
        "more": 1,
    }
    assert read_tokens(reply(200, given)) == {
        "access_token": "t",
        "token_type": "Bearer",
        "expires_in": 60,
        **({"scope": kept} if kept else {}),
        "refresh_token": "r",
        "id_token": id_token(CLAIMS),
    }


def test_what_need_not_be_there_is_left_out() -> None:
    given = {"access_token": "t", "refresh_token": "", "id_token": ""}
    assert read_tokens(reply(200, given)) == {
        "access_token": "t",
        "token_type": "Bearer",
        "expires_in": 600,
    }


@pytest.mark.parametrize(
    ("given", "description"), [("Expired.", "Expired."), (None, ""), (["a"], "")]
)
def test_a_refusal_keeps_the_code_and_the_description(given: object, description: str) -> None:
    refusal = {"error": "invalid_grant", "error_description": given}
    with pytest.raises(TokensRefused) as caught:
        read_tokens(reply(400, refusal))
    assert caught.value.message == "The sign-in could not be renewed."
    assert (caught.value.error, caught.value.description) == ("invalid_grant", description)


def test_a_refresh_token_is_kept_from_a_reply_that_is_of_no_use_otherwise() -> None:
    for refresh, kept in (("new", "new"), ("n\new", None), ("", None)):
        with pytest.raises(UnusableReply) as caught:
            read_tokens(reply(200, {"refresh_token": refresh}))
        assert caught.value.refresh_token == kept


def test_a_limit_says_how_long_to_wait_and_a_fault_what_it_is() -> None:
    for read in (read_tokens, read_discovery):
        with pytest.raises(RateLimited) as limited:
            read(Reply(429, {"retry-after": "30"}))
        assert limited.value.message == "Too many requests to the sign-in service."
        assert limited.value.retry_after == 30
    with pytest.raises(IssuerFault) as fault:
        read_tokens(reply(500, {}))
    assert fault.value.message == "The sign-in service reported an error."


GOOD = {"access_token": "marked", "token_type": "Bearer", "expires_in": 3600}


@pytest.mark.parametrize(
    ("status", "value", "fault"),
    [
        (400, {"error": "invalid_grant"}, TokensRefused),
        (400, {"error": 'in"valid'}, UnusableReply),
        (400, {"error": "a word\nand another"}, UnusableReply),
        (400, {"error": 101 * "x"}, UnusableReply),
        (404, {"error": "invalid_grant"}, UnusableReply),
        (404, GOOD, UnusableReply),
        (302, GOOD, UnusableReply),
        (500, {"error": "invalid_grant"}, IssuerFault),
        (503, GOOD, IssuerFault),
        (429, {"error": "invalid_grant"}, RateLimited),
        (200, {**GOOD, "error": "invalid_grant"}, UnusableReply),
        (200, {**GOOD, "access_token": "mar ked"}, UnusableReply),
        (200, {**GOOD, "token_type": "mac"}, UnusableReply),
        (200, {**GOOD, "refresh_token": "re\nfresh"}, UnusableReply),
        (200, {**GOOD, "scope": {"a": 1}}, UnusableReply),
        (200, {**GOOD, "scope": ["a", 1]}, UnusableReply),
        (200, {**GOOD, "id_token": "a.b.c"}, UnusableReply),
        (200, {**GOOD, "expires_in": "soon"}, UnusableReply),
        (200, {**GOOD, "expires_in": True}, UnusableReply),
        (300, GOOD, UnusableReply),
    ],
)
def test_only_what_is_whole_and_fits_is_taken(
    status: int, value: dict[str, Any], fault: type[CcwatchError]
) -> None:
    with pytest.raises(CcwatchError) as caught:
        read_tokens(reply(status, value))
    assert type(caught.value) is fault


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (
            "file:///etc/passwd",
            "The sign-in page was not opened. The URL does not begin with https.",
        ),
        (
            "https://ada:secret@ims.example.org/authorize",
            "The sign-in page was not opened. The URL contains a user name or a password.",
        ),
        ("http://127.0.0.1/authorize", "The sign-in URL gave no usable reply."),
    ],
)
def test_a_sign_in_page_that_is_not_safe_to_open_is_named(page: str, reason: str) -> None:
    found = {"issuer": "https://ims.example.org", "token_endpoint": "https://ims.example.org/t"}
    with pytest.raises(UnusableReply) as caught:
        read_discovery(reply(200, {**found, "authorization_endpoint": page}))
    assert caught.value.message == reason


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"preferred_username": "ada"}, "ada"),
        ({"preferred_username": "a  d\u3164a"}, "a d a"),
        ({"preferred_username": 99 * "a"}, 79 * "a" + "…"),
        ({"preferred_username": "\x1b[2J", "upn": "ada"}, "ada"),
        ({"preferred_username": "\u3164"}, None),
        ({"preferred_username": 5}, None),
        ({}, None),
    ],
)
def test_a_name_is_one_short_plain_line_or_none(claims: dict[str, Any], name: str | None) -> None:
    assert name_in(claims) == name


def test_an_address_to_revoke_at_must_be_secure() -> None:
    document = {
        "issuer": "https://ims.example.org",
        "authorization_endpoint": "https://ims.example.org/authorize",
        "token_endpoint": "https://ims.example.org/token",
    }
    assert read_discovery(reply(200, document)) == document
    for bad in ("http://ims.example.org/r", "file:///r", 7, None, ""):
        assert read_discovery(reply(200, document | {"revocation_endpoint": bad})) == document
    more = document | {"revocation_endpoint": "https://ims.example.org/r"}
    assert read_discovery(reply(200, more)) == more


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        *[(3600, 3600), ("3600", 3600), (59.9, 59), (1, 1), (10**9, 2_592_000)],
        *[(None, 600), (0, 600), (-1, 600), ("nan", 600)],
    ],
)
def test_a_lifetime_that_is_not_said_sensibly_is_ten_minutes(told: Any, seconds: int) -> None:
    tokens = read_tokens(reply(200, {"access_token": "t", "expires_in": told}))
    assert tokens["expires_in"] == seconds
