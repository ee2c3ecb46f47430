"""Addresses of pages: a job's, and any that a browser opens.

Those in settings are tried in `test_settings.py`.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.addresses import checked_page, page_of_job
from ccwatch.core.errors import PageRefused


@pytest.mark.parametrize(
    ("job", "page"),
    [
        ("8f6c-2b41", "https://a.example/8f6c-2b41?job=8f6c-2b41"),
        ("a/b&c #d", "https://a.example/a%2Fb%26c%20%23d?job=a%2Fb%26c%20%23d"),
        ("{job}", "https://a.example/%7Bjob%7D?job=%7Bjob%7D"),
        ("a\ud800", "https://a.example/a%3F?job=a%3F"),
    ],
)
def test_an_id_is_quoted_wherever_the_page_has_it(job: str, page: str) -> None:
    assert page_of_job("https://a.example/{job}?job={job}", job) == page


@pytest.mark.parametrize(
    "address",
    [
        "https://ims.example.org/authorize",
        "https://ims.example.org:8443/a?b=c&d=%20#e",
        "https://bücher.example/",
        "HTTPS://ims.example.org/",
        "https://[2001:db8::1]/",
        "http://localhost:47631/signin-callback",
        "http://127.0.0.1/",
        "http://[::1]:8080/",
    ],
)
def test_a_page_is_returned_as_it_is(address: str) -> None:
    assert checked_page(address) == address


REFUSED = {
    "The URL contains invalid characters.": (
        "https://good.example\\@evil.example/",
        "https://evil.example\\.good.example/",
        "https:\\\\evil.example/",
        " https://ims.example.org/",
        "https://ims.example.org/a b",
        "https://ims.example.org/\n",
        "https://ims.example.org/\x00",
        "java\nscript:alert(1)",
        "https://ims.example.org/\u202e",
        "https://ims.example.org/\ud800",
    ),
    "The URL is not valid.": (
        "https://ims.example.org:99999/",
        "https://ims.example.org:x/",
        "https://[::1/",
    ),
    "The URL does not begin with https.": (
        "",
        "/authorize",
        "ims.example.org",
        "//ims.example.org/",
        "http://ims.example.org/",
        "http://localhost.example.org/",
        "http://127.0.0.1.example.org/",
        "http://192.168.0.1/",
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "javascript:alert(1)",
        "javascript://ims.example.org/%0aalert(1)",
        "data:text/html,x",
        "ms-msdt:/id",
        "smb://host/share",
        "ftp://host/",
        "vbscript:x",
        "ccwatch://job/1",
    ),
    "The URL has no host.": (
        "https:",
        "https://",
        "https:///path",
        "https://:443/",
        "https:ims.example.org",
    ),
    "The URL contains a user name or a password.": (
        "https://marked@ims.example.org/",
        "https://marked:marked@ims.example.org/",
        "https://@ims.example.org/",
        "http://marked@localhost/",
    ),
}


@pytest.mark.parametrize(
    ("reason", "address"),
    [(reason, address) for reason, addresses in REFUSED.items() for address in addresses],
)
def test_anything_else_is_refused_for_its_reason_without_being_repeated(
    reason: str, address: str
) -> None:
    with pytest.raises(PageRefused) as caught:
        checked_page(address)
    assert caught.value.message == reason
    assert "marked" not in str(caught.value)


@given(st.text())
def test_of_any_text_only_pages_are_taken(text: str) -> None:
    try:
        page = checked_page(text)
    except PageRefused:
        return
    assert page.lower().startswith(("https://", "http://localhost", "http://127.0.0.1", "http://["))
