"""Export and import of settings: all are exported, each imported value is checked by itself."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.settings import Settings, destinations, with_value
from ccwatch.core.settings_exchange import (
    Change,
    Import,
    exported,
    import_words,
    in_a_note,
    judged,
)

OTHER = with_value(with_value(Settings(), "theme", "dark"), "notify_progress_every", 25)


def test_what_went_out_comes_in_unchanged_on_another_computer() -> None:
    there = with_value(Settings(), "quiet", True)
    outcome = judged(exported(OTHER), there, {})
    assert outcome.refused == ()
    for name, value in outcome.values.items():
        there = with_value(there, name, value)
    assert there == OTHER


def test_what_is_refused_or_unknown_is_named_and_the_rest_is_taken() -> None:
    given_values = {"theme": "pink", "quiet": "yes", "colour": 1, "requests_per_minute": 0}
    outcome = judged(given_values, Settings(), {})
    assert outcome.values == {"quiet": True}
    assert [sentence.split("”")[0] for sentence in outcome.refused] == [
        "theme: “Theme",
        "This ccwatch has no setting “colour",
        "requests_per_minute: “Requests per minute",
    ]


def test_what_the_environment_sets_is_not_taken() -> None:
    environ = {"CCWATCH_API_URL": "https://example.org"}
    outcome = judged({"api_url": "https://example.com"}, Settings(), environ)
    assert outcome == Import({}, ("“Service URL” is set by CCWATCH_API_URL.",))


def test_the_message_is_one_and_not_endless() -> None:
    many = Import({"quiet": True}, tuple(f"“{number}”." for number in range(7)))
    assert import_words(many) == (
        "1 setting imported. Not imported: “0”. “1”. “2”. “3”. “4”. And 2 more."
    )
    assert import_words(Import({}, ())) == "0 settings imported."


def test_one_more_than_are_named_is_counted_as_one() -> None:
    five, six = Import({}, tuple("ABCDE")), Import({}, tuple("ABCDEF"))
    assert import_words(five) == "0 settings imported. Not imported: A B C D E"
    assert import_words(six) == "0 settings imported. Not imported: A B C D E And 1 more."


def test_a_note_of_the_window_holds_all_complaints_or_the_first() -> None:
    short = ["Too low.", "Too high."]
    long = ["x" * 200, "y" * 200, "z"]
    assert in_a_note(short) == short
    assert in_a_note(long) == [long[0], "And 2 more."]


def test_a_long_name_that_is_unknown_is_shown_shortened() -> None:
    (refused,) = judged({"x" * 1000: 1}, Settings(), {}).refused
    assert refused == f"This ccwatch has no setting “{'x' * 39}…”."


def test_each_change_is_named_with_both_values_and_destinations_come_first() -> None:
    there = {"theme": "dark", "quiet": True, "api_url": "https://example.org", "proxy": ""}
    before = with_value(Settings(), "proxy", "http://p:1")
    assert judged(there, before, {}).changes == (
        Change("Proxy", "http://p:1", "empty", True),
        Change("Service URL", "https://api.bentley.com", "https://example.org", True),
        Change("Quiet hours", "off", "on", False),
        Change("Theme", "System", "Dark", False),
    )


def test_a_long_value_is_shown_as_a_line_that_fits() -> None:
    page = f"https://a.example/{{job}}{200 * 'x'}"
    (change,) = judged({"job_page": page}, Settings(), {}).changes
    assert change.after == f"https://a.example/{{job}}{96 * 'x'}…"


def test_every_setting_that_says_where_a_token_goes_is_a_destination() -> None:
    given_values = {
        "api_url": "https://a.example",
        "authority": "https://b.example",
        "client_id": "c",
        "scopes": "d",
        "redirect_ports": "1234",
        "proxy": "http://e.example:1",
    }
    changes = judged(given_values, Settings(), {}).changes
    assert set(destinations()) == set(given_values)
    assert len(changes) == 6
    assert all(change.destination for change in changes)


def test_what_is_so_already_is_no_change() -> None:
    assert judged(exported(OTHER), OTHER, {}) == Import({}, (), ())


def test_a_file_never_weakens_how_the_sign_in_is_kept() -> None:
    for kept in ("protected", "session"):
        now = with_value(Settings(), "keep_sign_in", kept)
        outcome = judged({"keep_sign_in": "file"}, now, {})
        assert outcome.values == {}
        assert outcome.refused == (
            "“Stay signed in”: importing a file cannot reduce the protection.",
        )
    in_file = with_value(Settings(), "keep_sign_in", "file")
    assert judged({"keep_sign_in": "protected"}, in_file, {}).values == {
        "keep_sign_in": "protected"
    }


@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text()))
def test_no_file_breaks_it(values: dict[str, Any]) -> None:
    outcome = judged(values, Settings(), {})
    assert len(outcome.values) + len(outcome.refused) <= len(values)
    assert len(outcome.changes) == len(outcome.values)
    assert "\n" not in import_words(outcome)
