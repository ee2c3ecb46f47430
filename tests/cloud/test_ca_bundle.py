"""Certificate bundles from the environment: errors name the problem and the variable."""

import ssl
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ccwatch.cloud.client import HttpClient
from ccwatch.core.errors import Layer, Unreachable
from ccwatch.core.job import JobId, Service
from tests.cloud.certificates import make_certificates
from tests.cloud.servers import spy_server

Certificates = tuple[ssl.SSLContext, Path]


def missing(path: Path) -> None:
    """Remove the file."""


def empty(path: Path) -> None:
    path.touch()


def rubbish(path: Path) -> None:
    path.write_bytes(b"-----BEGIN CERTIFICATE-----\nno\n\xff")


def folder(path: Path) -> None:
    path.mkdir()


def another(path: Path) -> None:
    path.mkdir()
    _, bundle = make_certificates(path)
    content = bundle.read_bytes()
    for file in path.iterdir():
        file.unlink()
    path.rmdir()
    path.write_bytes(content)


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (missing, "No such file or directory"),
        (empty, "no certificates in PEM form"),
        (rubbish, "no certificates in PEM form"),
        (folder, "not one of hashed certificates"),
        (another, "The certificate is not trusted"),
    ],
)
def test_what_is_wrong_is_said_with_variable_and_path(
    certificates: Certificates,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    variable: str,
    make: Callable[[Path], None],
    said: str,
) -> None:
    path = tmp_path / "trusted.pem"
    make(path)
    monkeypatch.setenv(variable, str(path))
    with (
        spy_server(certificates[0]) as server,
        closing(HttpClient(server.url, lambda: "t")) as client,
        pytest.raises(Unreachable) as caught,
    ):
        client.progress(Service.MODELING, JobId("a"))
    assert caught.value.layer is Layer.TLS
    assert said in caught.value.message
    assert variable in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.usefixtures("file_modes_hold")
def test_a_file_that_may_not_be_read_is_named(
    certificates: Certificates, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "trusted.pem"
    path.write_bytes(certificates[1].read_bytes())
    path.chmod(0)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with (
        spy_server(certificates[0]) as server,
        closing(HttpClient(server.url, lambda: "t")) as client,
        pytest.raises(Unreachable, match="Permission denied"),
    ):
        client.progress(Service.MODELING, JobId("a"))


def test_a_fault_of_the_network_is_not_put_down_to_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none"))
    with (
        closing(HttpClient("http://127.0.0.1:1", lambda: "t")) as client,
        pytest.raises(Unreachable, match="refused the connection"),
    ):
        client.progress(Service.MODELING, JobId("a"))
