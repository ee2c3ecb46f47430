"""Addresses of jobs' pages; those in settings are tried in `test_settings.py`."""

import pytest

from ccwatch.core.addresses import page_of_job


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
