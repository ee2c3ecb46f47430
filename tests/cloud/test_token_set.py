"""Tokens survive conversion to text and back; invalid texts are rejected."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msal import SerializableTokenCache

from ccwatch.cloud.token_set import Tokens

TOKENS = Tokens("marked-access", 100.0, 3700.0, "marked-refresh", "ada@example.test", "person")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("tokens", [TOKENS, Tokens("marked-access", 100.0, 3700.0)])
def test_tokens_come_back_as_they_were(tokens: Tokens) -> None:
    assert Tokens.from_text(tokens.to_text()) == tokens


def test_no_token_is_in_what_a_traceback_shows() -> None:
    assert "marked" not in repr(TOKENS) + str(TOKENS)


@given(st.dictionaries(st.sampled_from(list(json.loads(TOKENS.to_text()))), JSON) | JSON)
def test_anything_else_is_no_sign_in(value: Any) -> None:
    for text in (json.dumps(value), str(value), ""):
        tokens = Tokens.from_text(text)
        assert tokens is None or isinstance(tokens.access_token, str)


@given(st.dictionaries(st.sampled_from(["RefreshToken", "AccessToken", "Account"]), JSON))
def test_a_damaged_cache_of_an_earlier_version_is_none(value: Any) -> None:
    Tokens.from_text(json.dumps(value))


def test_the_sign_in_of_an_earlier_version_is_taken_up() -> None:
    cache = SerializableTokenCache()
    for number in (1, 2):
        cache.add(
            {
                "client_id": "native",
                "environment": "ims.example.org",
                "token_endpoint": "https://ims.example.org/token",
                "scope": ["itwin-platform"],
                "response": {
                    "access_token": f"access-{number}",
                    "refresh_token": f"refresh-{number}",
                    "expires_in": 3600,
                    "id_token_claims": {"sub": "person", "preferred_username": "ada"},
                },
            },
            now=1000 * number,
        )
    tokens = Tokens.from_text(cache.serialize())
    assert tokens == Tokens("access-2", 2000.0, 5600.0, "refresh-2", "ada", "person")
