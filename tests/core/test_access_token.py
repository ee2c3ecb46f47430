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


@pytest.mark.parametrize(
    "given",
    ["se\ncret", "se cret", "se\tcret", "secrét", "se\u2028cret", "Bearer", "Bearer a secret"],
)
def test_what_no_header_can_hold_is_refused_by_its_variable(given: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        given_token({"CCWATCH_ACCESS_TOKEN": given})
    assert refused.value.message.startswith("CCWATCH_ACCESS_TOKEN: ")
    assert "cret" not in str(refused.value)
    assert "secr" not in str(refused.value)
