"""A session keeps no state between requests."""

from collections.abc import Callable
from contextlib import closing, suppress

import pytest

from ccwatch.cloud.client import HttpClient
from ccwatch.cloud.http_session import open_session
from ccwatch.cloud.release_feed import fetch_feed
from ccwatch.core.errors import ServiceError
from ccwatch.core.job import JobId, Service
from tests.cloud.servers import Answer, Asked, Spy

REQUESTS = 40


def ask_the_service(url: str) -> None:
    with closing(HttpClient(url, lambda: "token")) as client:
        for number in range(REQUESTS):
            with suppress(ServiceError):
                client.progress(Service.MODELING, JobId(f"job-{number}"))


def post_as_the_sign_in_does(url: str) -> None:
    with closing(open_session(url)) as session:
        for _ in range(REQUESTS):
            session.post(f"{url}/token", data={"grant_type": "refresh_token"}, timeout=5)


def look_for_updates(url: str) -> None:
    for _ in range(REQUESTS):
        with suppress(ServiceError):
            fetch_feed(f"{url}/feed.json")


@pytest.mark.parametrize("ask", [ask_the_service, post_as_the_sign_in_does, look_for_updates])
@pytest.mark.parametrize("status", [200, 401, 404, 429, 503])
@pytest.mark.parametrize("attributes", ["", "; Path=/", "; Domain=127.0.0.1; Max-Age=9999"])
def test_no_cookie_is_ever_sent_back(
    spy: Spy, ask: Callable[[str], None], status: int, attributes: str
) -> None:
    def reply(asked: Asked) -> Answer:
        cookie = f"gateway-{len(spy.asked)}={'x' * 2000}{attributes}"
        return Answer(status, headers={"Set-Cookie": cookie})

    spy.reply = reply
    ask(spy.url)
    assert len(spy.asked) == REQUESTS
    assert not any("cookie" in asked.headers for asked in spy.asked)


def test_a_session_stores_no_cookie(spy: Spy) -> None:
    spy.reply = lambda _: Answer(headers={"Set-Cookie": "gateway=1; Path=/"})
    with closing(open_session(spy.url)) as session:
        session.get(spy.url, timeout=5)
        assert len(session.cookies) == 0
