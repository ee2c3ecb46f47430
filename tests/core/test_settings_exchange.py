"""Settings that travel: all go out, and of what comes in each value is judged for itself."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.settings import Settings, with_value
from ccwatch.core.settings_exchange import Imported, exported, import_words, imported

OTHER = with_value(with_value(Settings(), "theme", "dark"), "notify_progress_every", 25)


def test_what_went_out_comes_in_unchanged_on_another_computer() -> None:
    there = with_value(Settings(), "quiet", True)
    outcome = imported(exported(OTHER), there, {})
    assert outcome.refused == ()
    for name, value in outcome.values.items():
        there = with_value(there, name, value)
    assert there == OTHER


def test_what_is_refused_or_unknown_is_named_and_the_rest_is_taken() -> None:
    given_values = {"theme": "pink", "quiet": "yes", "colour": 1, "requests_per_minute": 0}
    outcome = imported(given_values, Settings(), {})
    assert outcome.values == {"quiet": True}
    assert [sentence.split("”")[0] for sentence in outcome.refused] == [
        "theme: “Look",
        "This ccwatch has no setting “colour",
        "requests_per_minute: “Requests a minute",
    ]


def test_what_the_environment_sets_is_not_taken() -> None:
    environ = {"CCWATCH_API_URL": "https://example.org"}
    outcome = imported({"api_url": "https://example.com"}, Settings(), environ)
    assert outcome == Imported({}, ("“Service address” is set by CCWATCH_API_URL.",))


def test_the_message_is_one_and_not_endless() -> None:
    many = Imported({"quiet": True}, tuple(f"“{number}”." for number in range(7)))
    assert import_words(many, Settings()) == (
        "1 setting taken. Not taken: “0”. “1”. “2”. “3”. “4”. And 2 more."
    )
    assert import_words(Imported({}, ()), Settings()) == "0 settings taken."


def test_another_place_to_ask_is_named_for_a_token_goes_there() -> None:
    there = {"api_url": "https://example.org", "theme": "dark"}
    assert import_words(imported(there, Settings(), {}), Settings()) == (
        "2 settings taken. “Service address” is now https://example.org."
    )
    back = imported({"proxy": ""}, with_value(Settings(), "proxy", "http://p:1"), {})
    assert "“Proxy” is now empty." in import_words(
        back, with_value(Settings(), "proxy", "http://p:1")
    )


@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text()))
def test_no_file_breaks_it(values: dict[str, Any]) -> None:
    outcome = imported(values, Settings(), {})
    assert len(outcome.values) + len(outcome.refused) == len(values)
    assert "\n" not in import_words(outcome, Settings())
