"""Links in replies are followed only on the service's own host."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.cloud.links import resolve_link
from ccwatch.core.errors import BadReply

BASE = "https://api.example.org/contextcapture/jobs?$top=100"
HOME = "https://api.example.org/"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        (f"{HOME}contextcapture/jobs?x=1", f"{HOME}contextcapture/jobs?x=1"),
        ("HTTPS://API.Example.ORG/jobs?x=A", f"{HOME}jobs?x=A"),
        ("https://api.example.org:443/jobs", f"{HOME}jobs"),
        ("//api.example.org/jobs", f"{HOME}jobs"),
        ("/contextcapture/jobs?x=1", f"{HOME}contextcapture/jobs?x=1"),
        ("jobs?x=1", f"{HOME}contextcapture/jobs?x=1"),
        ("?continuationToken=a%2Bb==", f"{HOME}contextcapture/jobs?continuationToken=a%2Bb=="),
        (f"  {HOME}jobs?x=1\n", f"{HOME}jobs?x=1"),
        (f"{HOME}jobs?x=1#part", f"{HOME}jobs?x=1"),
        (
            f"{HOME}jobs?$filter=state in ('active', 'failed')&continuationToken=a b",
            f"{HOME}jobs?$filter=state%20in%20('active',%20'failed')&continuationToken=a%20b",
        ),
        ("?x=ä\ud800", f"{HOME}contextcapture/jobs?x=%C3%A4?"),
        ("?x=" + "y" * 16_000, f"{HOME}contextcapture/jobs?x=" + "y" * 16_000),
    ],
)
def test_a_link_on_the_same_host_is_followed(link: str, address: str) -> None:
    assert resolve_link(BASE, link) == address


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/jobs",
        "//evil.example/jobs",
        "https://api.example.org.evil.example/jobs",
        "https://evil.example\\@api.example.org/jobs",
        "https://api.example.org\\@evil.example/jobs",
        "https://api.example.org@evil.example/jobs",
        "https://ada:secret@api.example.org/jobs",
        "https://@api.example.org/jobs",
        "https://api.example.org:444/jobs",
        "https://api.example.org:80/jobs",
        "https://api.example.org:99999/jobs",
        "https://api.example.org:x/jobs",
        "http://api.example.org/jobs",
        "http://api.example.org:443/jobs",
        "https://[bad/jobs",
        "ftp://api.example.org/jobs",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://api.example.org\n.evil.example/jobs",
        "?x=" + "y" * 16_384,
    ],
)
def test_a_link_to_anywhere_else_is_refused(link: str) -> None:
    with pytest.raises(BadReply):
        resolve_link(BASE, link)


@pytest.mark.parametrize(
    "link",
    ["\\\\evil.example/a", "https:\\\\evil.example/a", "https:///a", "https://api%2Eexample.org/a"],
)
def test_an_odd_link_without_another_host_stays_here(link: str) -> None:
    assert resolve_link(BASE, link).startswith(HOME)


@pytest.mark.parametrize("port", ["", ":8080"])
def test_the_port_is_that_of_the_base(port: str) -> None:
    base = f"http://127.0.0.1{port}/contextcapture/jobs"
    assert resolve_link(base, f"http://127.0.0.1{port}/x") == f"http://127.0.0.1{port}/x"
    with pytest.raises(BadReply):
        resolve_link(base, "http://127.0.0.1:8081/x")


@given(st.text() | st.text(alphabet="/:@\\?#[]%.aehlpst0 \n", max_size=40))
def test_no_link_leads_away(link: str) -> None:
    with suppress(BadReply):
        assert resolve_link(BASE, link).startswith(HOME)
