"""The shared connection: its account, client and budget."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from ccwatch.cloud.account import NoAccount, TokenAccount
from ccwatch.cloud.connection import Connection, account_for, connect
from ccwatch.core.errors import SignInNeeded
from ccwatch.core.job import JobId, Service
from ccwatch.core.settings import Settings
from ccwatch.system.workers import Workers
from tests.cloud.servers import Answer, Spy, spy_server

JOB = JobId("a-1")


def settings(spy: Spy) -> Settings:
    return replace(Settings(), api_url=spy.url)


@pytest.fixture
def workers() -> Iterator[Workers]:
    with closing(Workers()) as made:
        yield made


@pytest.fixture
def connection(spy: Spy, workers: Workers, tmp_path: Path) -> Iterator[Connection]:
    spy.reply = lambda _: Answer()
    environ = {"CCWATCH_ACCESS_TOKEN": "first"}
    with closing(connect(settings(spy), environ, tmp_path, workers)) as connection:
        yield connection


def ask(connection: Connection) -> None:
    asyncio.run(connection.client.progress(Service.MODELING, JOB))


def tokens(spy: Spy) -> list[str | None]:
    return [asked.headers.get("authorization") for asked in spy.asked]


def test_each_request_has_the_token_of_the_account_of_that_time(
    connection: Connection, spy: Spy
) -> None:
    ask(connection)
    connection.account = TokenAccount("second")
    ask(connection)
    assert tokens(spy) == ["Bearer first", "Bearer second"]


def test_without_an_account_no_request_goes_out(connection: Connection, spy: Spy) -> None:
    connection.account = NoAccount()
    for call in (connection.client.progress(Service.MODELING, JOB), connection.client.renew()):
        with pytest.raises(SignInNeeded, match="No sign-in is set up"):
            asyncio.run(call)
    assert spy.asked == []


def test_another_address_gets_the_requests_that_follow(connection: Connection, spy: Spy) -> None:
    with spy_server() as other:
        other.reply = lambda _: Answer()
        ask(connection)
        connection.move(settings(other))
        ask(connection)
        assert (len(spy.asked), tokens(other)) == (1, ["Bearer first"])


def test_the_limits_are_those_of_the_settings(workers: Workers, tmp_path: Path) -> None:
    limited = replace(Settings(), requests_per_minute=2, requests_per_hour=100)
    with closing(connect(limited, {}, tmp_path, workers)) as connection:
        for _ in range(2):
            assert connection.budget.ready_at(0.0) <= 0.0
            connection.budget.spend(0.0)
        assert connection.budget.ready_at(0.0) > 0.0


@pytest.mark.parametrize("token", ["se\ncret", "se cret", "secrét", "Bearer a secret"])
def test_a_token_that_cannot_be_sent_is_not_used_and_not_shown(token: str, tmp_path: Path) -> None:
    account = account_for(Settings(), {"CCWATCH_ACCESS_TOKEN": token}, tmp_path)
    with pytest.raises(SignInNeeded, match="CCWATCH_ACCESS_TOKEN") as refused:
        account.access_token()
    assert "cret" not in f"{refused.value}{refused.value.advice}{account.label}"


def test_a_token_that_can_be_sent_is_used_as_it_is(tmp_path: Path) -> None:
    account = account_for(Settings(), {"CCWATCH_ACCESS_TOKEN": "Bearer abc"}, tmp_path)
    assert account.access_token() == "abc"


@pytest.mark.parametrize(
    ("environ", "client_id", "can_sign_in", "variable"),
    [
        ({}, "", False, ""),
        ({}, "native-1", True, ""),
        ({"CCWATCH_ACCESS_TOKEN": "t"}, "native-1", False, "CCWATCH_ACCESS_TOKEN"),
        ({"CCWATCH_ACCESS_TOKEN": "two words"}, "native-1", False, ""),
    ],
)
def test_a_token_in_the_environment_comes_before_a_client_id(
    environ: dict[str, str], client_id: str, can_sign_in: bool, variable: str, tmp_path: Path
) -> None:
    account = account_for(replace(Settings(), client_id=client_id), environ, tmp_path)
    assert (account.can_sign_in, account.token_variable) == (can_sign_in, variable)
