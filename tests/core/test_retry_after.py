"""How long a reply asks to wait, in every form that servers send it."""

from datetime import UTC, datetime
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.retry_after import seconds_from

NOW = datetime(1994, 11, 6, 8, 48, 37, tzinfo=UTC).timestamp()
LATER = "Sun, 06 Nov 1994 08:49:37 GMT"  # a minute after NOW


def asked(text: str, now: float = NOW, **more: str) -> float | None:
    headers = {name.replace("_", "-"): value for name, value in more.items()}
    return seconds_from({"Retry-After": text, **headers}, now)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        # whole seconds, the form that the RFC has
        ("120", 120),
        ("0", 0),
        ("0000000000000030", 30),
        ("\t 30 ", 30),
        ("+30", 30),
        ("3600", 3600),
        ("3601", 3600),
        ("9" * 5000, 3600),
        # fractions, exponents, quotes, comments
        ("120.5", 120.5),
        ("0.5", 0.5),
        (".5", 0.5),
        ("120.", 120),
        ("1e3", 1000),
        ("1.5E+2", 150),
        ("1e999", 3600),
        ('"120"', 120),
        ("'120'", 120),
        ("120 (down for maintenance)", 120),
        ("120;duration=3600", 120),
        # the same header twice
        ("120, 120", 120),
        ("120,120", 120),
        ("30, 120, 60", 120),
        ('"30", "120"', 120),
        ("soon, 40", 40),
        ("-5, 40", 40),
        (f"{LATER}, {LATER}", 60),
        (f"{LATER}, 120", 120),
        (f"30, {LATER}", 60),
        ("Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:50:37 GMT", 120),
        # units
        ("40s", 40),
        ("40 s", 40),
        ("40S", 40),
        ("40 seconds", 40),
        ("1 second", 1),
        ("40sec", 40),
        ("1m0s", 60),
        ("1h2m3s", 3600),
        ("2m3.5s", 123.5),
        ("500ms", 0.5),
        ("1500 milliseconds", 1.5),
        ("2 min", 120),
        ("2 minutes and 30 seconds", 150),
        ("1 hour", 3600),
        ("1 day", 3600),
        ("40s, 50s", 50),
        ("00:02:05", 125),
        # ISO 8601
        ("PT40S", 40),
        ("pt1m30s", 90),
        ("PT0.5S", 0.5),
        ("PT1H", 3600),
        ("P1D", 3600),
        ("P1DT1S", 3600),
        ("1994-11-06T08:49:37Z", 60),
        ("1994-11-06t08:49:37z", 60),
        ("1994-11-06T08:49:37", 60),
        ("1994-11-06T08:49:37.1234567+00:00", 60),
        ("1994-11-06 08:49:37 UTC", 60),
        ("1994-11-06T09:49:37+01:00", 60),
        ("19941106T084937Z", 60),
        # the dates of RFC 9110, and their relatives
        (LATER, 60),
        ("Sunday, 06-Nov-94 08:49:07 GMT", 30),
        ("Sun Nov  6 08:49:07 1994", 30),
        ("Sun Nov 6 08:49:07 UTC 1994", 30),
        ("sun, 06 nov 1994 08:49:37 gmt", 60),
        (f'"{LATER}"', 60),
        ("Sun, 06 Nov 1994 08:49:37", 60),
        ("06 Nov 1994 08:49:37 GMT", 60),
        ("Sun, 6 Nov 1994 8:49:37 GMT", 60),
        ("Sunday, 6 November 1994 08:49:37 UTC", 60),
        ("Sun, 06-Nov-1994 08:49:37 GMT", 60),
        ("Sun, 06 Nov 1994 08:49:37 +0000", 60),
        ("Sun, 06 Nov 1994 08:49:37 +00:00", 60),
        ("Sun, 06 Nov 1994 08:49:37 -0000", 60),
        ("Sun, 06 Nov 1994 09:49:37 +0100", 60),
        ("Sun, 06 Nov 1994 03:49:37 EST", 60),
        ("Sun, 06 Nov 1994 08:48:60 GMT", 22),
        ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
        ("Sun, 06 Nov 2094 08:00:00 GMT", 3600),
        # nothing that could be read
        ("", None),
        (" ", None),
        ("soon", None),
        ("-5", None),
        ("-0.5", None),
        ("٣٠", None),
        ("30٣", None),
        ("NaN", None),
        ("inf", None),
        ("0x10", None),
        ("1_000", None),
        ("40 parsecs", None),
        ("PT", None),
        ("P", None),
        ("P1M", None),
        ("Sun, 99 Nov 1994 08:49:37 GMT", None),
        ("Sun, 06 Foo 1994 08:49:37 GMT", None),
        ("Sun, 06 Nov 1994 08:49:37 +99999999999", None),
        ("Sun, 06 Nov 1994 08:49:37 MESZ", None),
        ("1994-13-06T08:49:37Z", None),
    ],
)
def test_the_header_is_read_in_any_form(text: str, seconds: float | None) -> None:
    assert asked(text) == seconds


@pytest.mark.parametrize(
    "name",
    ["retry-after", "Retry-After", "RETRY-AFTER", "iTwinPlatform-RateLimit-Retry-After-Seconds"],
)
def test_either_header_counts_in_any_case(name: str) -> None:
    assert seconds_from({name: "40"}, NOW) == 40


@pytest.mark.parametrize(
    ("standard", "own", "seconds"),
    [("30", "90", 90), ("90", "30", 90), ("soon", "40", 40), ("40", "", 40), (LATER, "90.5", 90.5)],
)
def test_of_two_headers_the_longer_wait_counts(standard: str, own: str, seconds: float) -> None:
    assert asked(standard, itwinplatform_ratelimit_retry_after_seconds=own) == seconds


@pytest.mark.parametrize("wrong_by", [-1e8, -3600.0, 0.0, 3600.0, 1e8])
def test_a_date_is_judged_by_the_date_of_its_own_reply(wrong_by: float) -> None:
    sent = "Sun, 06 Nov 1994 08:48:57 GMT"
    assert asked(LATER, NOW + wrong_by, date=sent) == 40
    assert asked("1994-11-06T08:49:37Z", NOW + wrong_by, Date=sent.lower()) == 40
    assert asked("30", NOW + wrong_by, date=sent) == 30


def test_without_a_readable_date_of_the_reply_the_local_clock_judges() -> None:
    assert asked(LATER, date="yesterday") == 60


def test_no_header_is_no_wait() -> None:
    assert seconds_from({}, NOW) is None
    assert seconds_from({"date": LATER}, NOW) is None


words = st.sampled_from(
    ["120", ".5", "e", "s", "PT", "M", "1994-11-06", "T", "08:49:37", "Sun,", "06", "Nov", "-", "+"]
)
nearly = st.lists(words | st.text(max_size=2), max_size=12).flatmap(
    lambda found: st.sampled_from(["", " ", ","]).map(lambda between: between.join(found))
)


@given(st.text() | nearly, st.text() | nearly, st.floats(-1e9, 1e12))
def test_any_text_gives_a_bounded_wait_or_none(text: str, date: str, now: float) -> None:
    found = asked(text, now, date=date)
    assert found is None or (isfinite(found) and 0 <= found <= 3600)


@pytest.mark.parametrize("piece", ["1", "1m", " ", "a", ".", "1.", "Sun, 06 Nov 1994 ", "(", "p1"])
def test_a_text_of_any_length_is_read_quickly(piece: str) -> None:
    asked(piece * 20_000)


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("Friday, 07-Dec-68 00:01:00 GMT", datetime(2068, 12, 7, tzinfo=UTC)),
        ("Tuesday, 07-Jan-69 00:01:00 GMT", datetime(1969, 1, 7, tzinfo=UTC)),
        ("Saturday, 28-Nov-26 00:01:00 GMT", datetime(2026, 11, 28, tzinfo=UTC)),
        ("Sat, 28 Nov 2026 00:01 GMT", datetime(2026, 11, 28, tzinfo=UTC)),
    ],
)
def test_a_year_of_two_digits_is_read_as_posix_does_and_seconds_may_be_missing(
    text: str, sent: datetime
) -> None:
    assert asked(text, sent.timestamp()) == 60
