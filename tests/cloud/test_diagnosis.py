"""The connection test names the layer that fails, on real sockets."""

import socket
from dataclasses import replace

import pytest

from ccwatch.cloud.diagnosis import diagnose
from ccwatch.core.check import Check
from ccwatch.core.errors import CcwatchError, SignInNeeded, Unreachable
from ccwatch.core.settings import Settings, with_value
from ccwatch.stand_in import StandIn
from tests.cloud.issuer import Issuer
from tests.cloud.servers import Answer, Spy, free_port, raw_server, say

TOKEN = "marked"


@pytest.fixture
def settings(issuer: Issuer, stand_in: StandIn) -> Settings:
    return settings_of(issuer.spy.url, stand_in.url)


def settings_of(authority: str, api_url: str, proxy: str = "") -> Settings:
    settings = with_value(Settings(), "authority", authority)
    settings = with_value(settings, "api_url", api_url)
    return with_value(settings, "proxy", proxy)


def found(settings: Settings) -> dict[str, Check]:
    checks = diagnose(settings, lambda: TOKEN, 3.0)
    assert TOKEN not in str(checks)
    return {check.name: check for check in checks}


def failed(checks: dict[str, Check]) -> list[str]:
    return [check.name for check in checks.values() if check.passed is False]


def test_all_layers_work(settings: Settings) -> None:
    checks = found(settings)
    assert failed(checks) == []
    assert [*checks] == [
        "Name resolution",
        "Proxy",
        "Secure connection",
        "Sign-in service",
        "Service",
        "Sign-in",
        "Request limit",
    ]
    assert checks["Sign-in"].passed
    assert checks["Proxy"].words == "None is used."


def without_sign_in(settings: Settings, error: CcwatchError) -> dict[str, Check]:
    def nobody() -> str:
        raise error

    return {check.name: check for check in diagnose(settings, nobody, 3.0)}


NOBODY = SignInNeeded("You are not signed in.")
DENIED = b'{"error": {"code": "HeaderNotFound", "message": "Header Authorization was not found."}}'
NO_SUCH_JOB = b'{"error": {"code": "JobNotFound", "message": "Requested job is not available."}}'


@pytest.mark.parametrize(
    "answer", [Answer(401, DENIED), Answer(404, NO_SUCH_JOB), Answer(), Answer(403, DENIED)]
)
def test_who_is_not_signed_in_is_told_so_whatever_the_service_accepts(
    issuer: Issuer, spy: Spy, answer: Answer
) -> None:
    spy.reply = lambda _: answer
    checks = without_sign_in(settings_of(issuer.spy.url, spy.url), NOBODY)
    assert failed(checks) == ["Sign-in"]
    assert checks["Sign-in"].words.startswith("You are not signed in.")
    assert checks["Service"] == Check("Service", True, "this computer answers.")
    assert checks["Request limit"].passed is None
    (asked,) = spy.asked
    assert "authorization" not in asked.headers


def test_a_sign_in_that_cannot_be_renewed_is_said_in_its_own_words(
    settings: Settings, stand_in: StandIn
) -> None:
    checks = without_sign_in(settings, Unreachable("The sign-in service reported an error."))
    assert failed(checks) == ["Sign-in"]
    assert checks["Sign-in"].words.startswith("The sign-in service reported an error.")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(200, b"<html>Welcome</html>"), "The reply is not JSON."),
        (Answer(302, b"", {"Location": "/login"}), "redirect (302)"),
        (Answer(503, b"<html>"), "The service answered 503."),
        (Answer(200, b"{}"), "The reply contains no progress."),
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_what_is_no_answer_of_the_service_is_not_taken_for_one(
    issuer: Issuer, spy: Spy, answer: Answer, words: str, signed_in: bool
) -> None:
    spy.reply = lambda _: answer
    settings = settings_of(issuer.spy.url, spy.url)
    checks = found(settings) if signed_in else without_sign_in(settings, NOBODY)
    assert failed(checks) == (["Service"] if signed_in else ["Service", "Sign-in"])
    assert words in checks["Service"].words
    assert checks["Sign-in"].passed is not True


def test_a_fault_of_the_sign_in_service_is_no_page_in_between(
    settings: Settings, issuer: Issuer
) -> None:
    issuer.status = 503
    words = found(settings)["Sign-in service"].words
    assert "The service answered 503." in words
    assert "in between" not in words


def test_a_secure_connection_is_said_only_of_what_has_one(
    settings: Settings, stand_in: StandIn
) -> None:
    secured = found(settings)["Secure connection"]
    assert secured.passed is True
    assert secured.words == "this computer: trusted. Not used on this computer: Service."
    # An earlier version accepted this address.
    bare = found(replace(settings, authority=stand_in.url))["Secure connection"]
    assert (bare.passed, bare.words) == (None, "Not needed on this computer.")


def test_nothing_is_secure_where_nobody_answered(stand_in: StandIn) -> None:
    address = f"https://127.0.0.1:{free_port()}"
    for settings in (settings_of(address, stand_in.url), settings_of(address, address)):
        secured = found(settings)["Secure connection"]
        assert (secured.passed, secured.words) == (None, "Unknown.")


def test_a_server_that_takes_the_connection_and_says_nothing_is_not_trusted(
    stand_in: StandIn,
) -> None:
    with raw_server(lambda link, stopping: link.close()) as raw:
        address = raw.url.replace("http:", "https:")
        assert found(settings_of(address, stand_in.url))["Secure connection"].passed is not True


def test_a_token_that_is_refused_is_named(settings: Settings, stand_in: StandIn) -> None:
    stand_in._accepts = lambda token: False
    assert failed(found(settings)) == ["Sign-in"]


@pytest.mark.parametrize(
    ("retry_after", "words"),
    [("30", " 30 s."), ("120.5", " 121 s."), ("1m0s", " 60 s."), ("0.2", " 1 s.")],
)
def test_a_request_limit_is_named_with_its_end(
    settings: Settings, stand_in: StandIn, retry_after: str, words: str
) -> None:
    stand_in.faults.add("429", retry_after=retry_after)
    checks = found(settings)
    assert failed(checks) == ["Request limit"]
    assert f"Try again in{words}" in checks["Request limit"].words


def test_a_request_limit_of_unknown_length_gives_no_time(
    settings: Settings, stand_in: StandIn
) -> None:
    stand_in.faults.add("429", retry_after="<b>soon</b>")
    words = found(settings)["Request limit"].words
    assert "Try again" not in words
    assert "<b>" not in words


def test_a_fault_of_the_service_is_named(settings: Settings, stand_in: StandIn) -> None:
    stand_in.faults.add("503")
    checks = found(settings)
    assert failed(checks) == ["Service"]
    assert checks["Sign-in service"].passed


@pytest.mark.parametrize("body", [b"<html>Welcome to our hotel</html>", b"[]", b"{}"])
def test_what_is_no_sign_in_service_is_named(
    settings: Settings, issuer: Issuer, body: bytes
) -> None:
    issuer.spy.reply = lambda _: Answer(200, body)
    checks = found(settings)
    assert failed(checks) == ["Sign-in service"]
    assert "network’s sign-in page" in checks["Sign-in service"].words
    assert checks["Service"].passed


def test_an_untrusted_certificate_is_named(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    checks = found(settings)
    assert failed(checks) == ["Secure connection"]
    assert "certificate is not trusted" in checks["Secure connection"].words
    assert (checks["Name resolution"].passed, checks["Sign-in service"].passed) == (True, None)


def test_a_name_that_is_not_found_is_named(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def resolve(host: str, *args: object, **kwargs: object) -> object:
        if host == "ims.example.org":
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return real(host, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    checks = found(settings_of("https://ims.example.org", stand_in.url))
    assert failed(checks) == ["Name resolution"]
    assert "ims.example.org" in checks["Name resolution"].words
    assert checks["Service"].passed


def test_a_service_that_is_not_there_is_named(issuer: Issuer) -> None:
    checks = found(settings_of(issuer.spy.url, f"http://127.0.0.1:{free_port()}"))
    assert failed(checks) == ["Service"]
    assert "refused the connection" in checks["Service"].words


@pytest.mark.parametrize("source", ["settings", "environment"])
def test_a_proxy_that_does_not_connect_is_named_without_its_login(
    monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    with raw_server(say(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")) as proxy:
        if source == "environment":
            url = proxy.url.replace("http://", "http://ada:secret@")
            monkeypatch.setenv("HTTPS_PROXY", url)
        own = proxy.url if source == "settings" else ""
        checks = found(settings_of("https://ims.example.org", "https://api.example.org", own))
    assert failed(checks) == ["Proxy"]
    assert "secret" not in str(checks)
    assert checks["Secure connection"] == Check("Secure connection", None, "Skipped.")
    assert checks["Name resolution"] == Check("Name resolution", None, "Resolved by the proxy.")


def test_the_proxy_in_use_is_named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://ada:secret@proxy.example.org:8080")
    assert found(settings)["Proxy"].words == "None is used."
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert failed(found(settings)) == []
