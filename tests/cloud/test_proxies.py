"""Proxies are parsed in one place: invalid ones are reported without their password."""

import sys
import traceback
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.cloud.http_session import open_session, proxy_for
from ccwatch.cloud.proxies import WrongProxy, proxy_of, read_proxy
from ccwatch.cloud.request_errors import fault_of
from ccwatch.core.errors import Layer, Unreachable

SERVICE = "https://service.invalid"


@pytest.mark.parametrize(
    ("text", "url", "shown"),
    [
        ("http://proxy:3128", "http://proxy:3128", "http://proxy:3128"),
        ("proxy:3128", "http://proxy:3128", "http://proxy:3128"),
        ("proxy", "http://proxy", "http://proxy"),
        (" HTTPS://Proxy:3128/ ", "https://proxy:3128", "https://proxy:3128"),
        ("http://[::1]:3128", "http://[::1]:3128", "http://[::1]:3128"),
        ("http://ada:p%23ss@proxy:1", "http://ada:p%23ss@proxy:1", "http://proxy:1"),
        ("ada:secret@proxy:1", "http://ada:secret@proxy:1", "http://proxy:1"),
        (
            "http://a:b@bücher.example",
            "http://a:b@xn--bcher-kva.example",
            "http://xn--bcher-kva.example",
        ),
    ],
)
def test_what_can_be_used_is_shown_without_its_login(text: str, url: str, shown: str) -> None:
    proxy = read_proxy(text, "HTTPS_PROXY")
    assert proxy is not None
    assert (proxy.url, proxy.shown) == (url, shown)
    assert "secret" not in repr(proxy)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("http://ada:se#cret@proxy:3128", "percent-encoded"),
        ("http://ada:se@cret@proxy:3128", "percent-encoded"),
        ("http://ada:se/cret@proxy:3128", "percent-encoded"),
        ("http://ada:se cret@proxy:3128", "percent-encoded"),
        ("http://ada:secrét@proxy:3128", "percent-encoded"),
        ("http://ada:secret%zz@proxy:3128", "percent-encoded"),
        ("http://ada:secret%E2%82%AC@proxy:3128", "percent-encoded"),
        ("http://ada:secret", "port"),
        ("http://proxy:abc", "from 1 to 65535"),
        ("http://proxy:0", "from 1 to 65535"),
        ("http://proxy:65536", "from 1 to 65535"),
        ("http://proxy:", "from 1 to 65535"),
        ("http://proxy:٣", "from 1 to 65535"),
        ("http://", "host"),
        ("http://:3128", "host"),
        ("http://pro xy:3128", "host"),
        ("http://::1:3128", "[ ]"),
        ("http://proxy:3128/proxy.pac", "end after the host and port"),
        ("http://proxy:3128?secret", "end after the host and port"),
        ("socks5://ada:secret@proxy:1080", "SOCKS proxies are not supported"),
        ("SOCKS5H://proxy", "SOCKS proxies are not supported"),
        ("ftp://proxy", "http://"),
        ("htp://ada:secret@proxy:3128", "http://"),
    ],
)
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_what_cannot_be_used_is_named_by_its_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, text: str, said: str
) -> None:
    monkeypatch.setenv(variable, text)
    with closing(open_session(SERVICE)) as session, pytest.raises(WrongProxy) as caught:
        session.get(SERVICE)
    fault = fault_of(caught.value)
    assert isinstance(fault, Unreachable)
    assert fault.layer is Layer.PROXY
    named = variable.upper() if sys.platform == "win32" else variable  # one spelling only
    assert fault.message.startswith(f"{named} cannot be used: ")
    assert said in fault.message
    told = "".join(traceback.format_exception(caught.value)) + str(fault)
    assert "ada:" not in told
    assert "cret" not in told


def test_the_proxy_of_the_settings_is_named_as_such() -> None:
    with (
        closing(open_session(SERVICE, "http://proxy:0")) as session,
        pytest.raises(Unreachable, match="The proxy in the settings cannot be used"),
    ):
        proxy_for(session, SERVICE)


@pytest.mark.parametrize("own", ["http://ada:secret@proxy:3128", ""])
def test_the_proxy_of_an_address_is_named_without_its_login(
    own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not own:
        monkeypatch.setenv("HTTPS_PROXY", "http://ada:secret@proxy:3128")
    with closing(open_session(SERVICE, own)) as session:
        assert proxy_for(session, SERVICE) == "http://proxy:3128"


@pytest.mark.parametrize(
    ("environ", "shown"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://a:1"}, "http://a:1"),
        ({"HTTPS_PROXY": "http://a:1", "https_proxy": "http://b:1"}, "http://b:1"),
        ({"HTTP_PROXY": "http://bad:abc"}, None),
        ({"ALL_PROXY": "http://a:1"}, "http://a:1"),
        ({"ALL_PROXY": "socks5://a:1", "HTTPS_PROXY": "http://b:1"}, "http://b:1"),
        ({"HTTPS_PROXY": " "}, None),
        ({"HTTPS_PROXY": "socks5://a", "NO_PROXY": "*"}, None),
        ({"HTTPS_PROXY": "socks5://a", "no_proxy": "a.example, service.invalid"}, None),
        ({"HTTPS_PROXY": "http://a:1", "NO_PROXY": ".example"}, "http://a:1"),
        ({"HTTPS_PROXY": "http://a:1", "NO_PROXY": "service.invalid:8443"}, "http://a:1"),
    ],
)
def test_which_proxy_a_request_takes(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], shown: str | None
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    proxy = proxy_of(SERVICE)
    assert (proxy.shown if proxy else None) == shown


def test_a_proxy_that_is_set_later_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(open_session(SERVICE)) as session:
        assert proxy_for(session, SERVICE) is None
        monkeypatch.setenv("HTTPS_PROXY", "http://a:1")
        assert proxy_for(session, SERVICE) == "http://a:1"


@given(st.text() | st.text(st.sampled_from("ahtps:/@[]#%?.0189 é")))
def test_no_text_breaks_the_reading(text: str) -> None:
    try:
        proxy = read_proxy(text, "HTTPS_PROXY")
    except WrongProxy:
        return
    assert (proxy is None) == (not text.strip())
