"""Who asks, by the environment and the settings."""

from pathlib import Path

import pytest

from ccwatch.cloud.account import account_for
from ccwatch.core.errors import SignInNeeded
from ccwatch.core.settings import Settings


@pytest.mark.parametrize("token", ["se\ncret", "se cret", "secrét", "Bearer a secret"])
def test_a_token_that_cannot_be_sent_is_nobodys_and_is_not_told(token: str, tmp_path: Path) -> None:
    account = account_for(Settings(), {"CCWATCH_ACCESS_TOKEN": token}, tmp_path)
    with pytest.raises(SignInNeeded, match="CCWATCH_ACCESS_TOKEN") as refused:
        account.access_token()
    assert "cret" not in f"{refused.value}{refused.value.advice}{account.label}"


def test_a_token_that_can_be_sent_is_used_as_it_is(tmp_path: Path) -> None:
    account = account_for(Settings(), {"CCWATCH_ACCESS_TOKEN": "Bearer abc"}, tmp_path)
    assert account.access_token() == "abc"
