import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from ccwatch.stand_in import StandIn
from tests.cloud.certificates import make_certificates
from tests.cloud.issuer import Issuer
from tests.cloud.servers import Spy, spy_server

START = 1_790_000_000.0


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """The stand-in with its sample jobs, at a fixed time."""
    running = StandIn(lambda: START)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def spy() -> Iterator[Spy]:
    with spy_server() as server:
        yield server


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS context, and the certificate file of its authority."""
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def issuer(
    certificates: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Issuer]:
    """An issuer over TLS whose authority is trusted."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificates[1]))
    with spy_server(certificates[0]) as spy:
        issuer = Issuer(spy)
        spy.reply = issuer
        yield issuer
