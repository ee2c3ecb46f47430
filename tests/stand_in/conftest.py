import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest

from ccwatch.stand_in import StandIn

V1 = "application/vnd.bentley.itwin-platform.v1+json"
V2 = "application/vnd.bentley.itwin-platform.v2+json"
START = 1_790_000_000.0


@dataclass
class HandClock:
    """A clock that a test advances."""

    now: float = START

    def __call__(self) -> float:
        return self.now


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Caller:
    """Queries a stand-in over real loopback HTTP, with a new connection for each request."""

    url: str
    headers: dict[str, str] = field(default_factory=lambda: {"Authorization": "Bearer demo"})

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        accept: str = V1,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        sent = {**self.headers, "Accept": accept} if headers is None else headers
        with closing(HTTPConnection(urlsplit(self.url).netloc, timeout=5)) as connection:
            data = None if body is None else json.dumps(body)
            connection.request(method, path, data, sent)
            with connection.getresponse() as reply:
                names = {name.lower(): value for name, value in reply.getheaders()}
                return Answer(reply.status, names, reply.read())

    def get(self, path: str, *, accept: str = V1) -> Any:
        """Return the JSON of a request that must succeed."""
        answer = self("GET", path, accept=accept)
        assert answer.status == 200, answer
        return answer.json


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def stand_in(clock: HandClock) -> Iterator[StandIn]:
    running = StandIn(clock)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def call(stand_in: StandIn) -> Caller:
    return Caller(stand_in.url)
