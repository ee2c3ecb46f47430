"""An issuer's reply is usable, a refusal in its own words, or unusable; there is no fourth case."""

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
        ("file:///etc/passwd", "The sign-in page was not opened. "),
        ("https://ada:secret@ims.example.org/authorize", "The sign-in page was not opened. "),
        ("http://127.0.0.1/authorize", ""),
    ],
)
def test_a_sign_in_page_that_is_not_safe_to_open_is_named(page: str, reason: str) -> None:
    found = {"issuer": "https://ims.example.org", "token_endpoint": "https://ims.example.org/t"}
    with pytest.raises(UnusableReply) as caught:
        read_discovery(reply(200, {**found, "authorization_endpoint": page}))
    assert reason in caught.value.message


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
    [(3600, 3600), ("3600", 3600), (59.9, 59), (None, 600), (0, 600), (-1, 600), ("nan", 600)],
)
def test_a_lifetime_that_is_not_said_sensibly_is_ten_minutes(told: Any, seconds: int) -> None:
    tokens = read_tokens(reply(200, {"access_token": "t", "expires_in": told}))
    assert tokens["expires_in"] == seconds
