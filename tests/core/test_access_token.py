"""A token from the environment is accepted as copied, or refused without being shown."""

import pytest

from ccwatch.core.access_token import given_token
from ccwatch.core.errors import SettingRefused


@pytest.mark.parametrize(
    ("given", "token"),
    [
        ("", ""),
        (" \n", ""),
        ("abc.DEF-_~+/=", "abc.DEF-_~+/="),
        (" abc\r\n", "abc"),
        ("Bearer abc", "abc"),
        ("bearer  abc\n", "abc"),
        ("bearerabc", "bearerabc"),
    ],
)
def test_what_belongs_to_the_token_is_taken(given: str, token: str) -> None:
    assert given_token({"CCWATCH_ACCESS_TOKEN": given}) == token


def test_without_the_variable_there_is_no_token() -> None:
    assert given_token({"CCWATCH_API_URL": "https://api.example.org"}) == ""


NOT_SENDABLE = (
    "CCWATCH_ACCESS_TOKEN has spaces, line breaks or other characters that cannot be "
    "sent. Copy it again, in one piece."
)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        *(
            (given, NOT_SENDABLE)
            for given in ("a\nb", "a b", "a\tb", "é", "a\u2028b", "Bearer a secret")
        ),
        ("Bearer", "CCWATCH_ACCESS_TOKEN has no value."),
        (" bearer \n", "CCWATCH_ACCESS_TOKEN has no value."),
    ],
)
def test_what_no_header_can_hold_is_refused_by_its_variable(given: str, said: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        given_token({"CCWATCH_ACCESS_TOKEN": given})
    assert refused.value.message == said
