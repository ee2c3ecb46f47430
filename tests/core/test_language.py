"""Texts and numbers in the language that is spoken."""

from collections.abc import Iterator

import pytest

from ccwatch.core.language import ENGLISH, Language, mark, number, sentences, speak, tr

GERMAN = {
    ("Queued", "", None): "Wartet",
    ("{n} job|{n} jobs", "", 1): "{n} Auftrag",
    ("{n} job|{n} jobs", "", 1204): "{n} Aufträge",
    ("{name} — failed", "", None): "{name} — gescheitert",
}


@pytest.fixture
def _german() -> Iterator[None]:
    speak(Language(lambda *asked: GERMAN.get(asked, ""), ",", "."))
    yield
    speak(ENGLISH)


def test_english_is_spoken_at_first() -> None:
    assert tr("Queued") == "Queued"
    assert tr("{name} — failed", name="Bridge {1}") == "Bridge {1} — failed"


@pytest.mark.parametrize(("n", "said"), [(0, "0 jobs"), (1, "1 job"), (1204, "1,204 jobs")])
def test_english_has_a_form_for_one_and_one_for_many(n: int, said: str) -> None:
    assert tr("{n} job|{n} jobs", "", n) == said


@pytest.mark.usefixtures("_german")
def test_another_language_has_its_own_words_forms_and_numbers() -> None:
    assert tr(mark("Queued")) == "Wartet"
    assert tr("{name} — failed", name="Brücke") == "Brücke — gescheitert"
    assert tr("{n} job|{n} jobs", "", 1) == "1 Auftrag"
    assert tr("{n} job|{n} jobs", "", 1204) == "1.204 Aufträge"


@pytest.mark.usefixtures("_german")
def test_what_is_not_translated_is_said_in_english() -> None:
    assert tr("Snooze") == "Snooze"
    assert tr("{n} day|{n} days", "", 1) == "1 day"


def test_nothing_is_said_of_nothing() -> None:
    assert tr("") == ""


def test_braces_stay_in_a_text_that_takes_no_values() -> None:
    assert tr("An address with {job} in it") == "An address with {job} in it"


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        (1204, 0, "1,204"),
        (19.96, 1, "19.9"),
        (20.0, 1, "20"),
        (99.99, 0, "99"),
        (99.99999999, 1, "99.9"),
        (0.29, 2, "0.29"),
        (-3.5, 1, "-3.5"),
        (1234.5, 1, "1,234.5"),
        (0.3, 1, "0.3"),
    ],
)
def test_a_number_is_cut_to_the_decimals_asked_for(value: float, decimals: int, said: str) -> None:
    assert number(value, decimals) == said


@pytest.mark.usefixtures("_german")
def test_a_number_is_written_as_the_language_writes_it() -> None:
    assert number(1234.5, 1) == "1.234,5"


def test_sentences_are_apart_as_their_language_has_them() -> None:
    assert sentences("A.", "", "B.") == "A. B."
    assert sentences("彼。", "我。", "C.") == "彼。我。C."
    assert sentences() == ""
