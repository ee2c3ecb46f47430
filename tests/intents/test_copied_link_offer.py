"""A copied link is offered once, unobtrusively, and only if its job is not watched yet."""

import pytest
from pytestqt.qtbot import QtBot

from ccwatch.intents.copied_link_offer import CopiedLinkOffer
from tests.intents.window_fixture import ACTIVE, WindowFixture

GUID = "5d0c7b52-0001-4000-8000-00000000000a"
LINK = f"https://portal.example.org/jobs/{GUID}"
QUESTION = "Watch job 5d0c7b52… from the clipboard?"


class OfferFixture(WindowFixture):
    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot)
        self.wanted = True
        self.offer = CopiedLinkOffer(self.intents, self.window, self.store, lambda: self.wanted)

    def asked(self) -> list[str]:
        return self.words(self.notes) if self.notes.isVisible() else []


@pytest.fixture
def fixture(qtbot: QtBot) -> OfferFixture:
    return OfferFixture(qtbot)


def test_a_link_is_offered_and_watched_when_it_is_wanted(fixture: OfferFixture) -> None:
    fixture.offer.look(LINK)
    assert fixture.asked() == [QUESTION]
    assert GUID not in fixture.store.jobs
    fixture.button(fixture.notes, "Watch").click()
    assert GUID in fixture.store.jobs
    assert fixture.asked() == []


def test_an_id_of_twelve_letters_is_shown_whole(fixture: OfferFixture) -> None:
    fixture.offer.look("ccwatch://job/bridge-00012")
    assert fixture.asked() == ["Watch job bridge-00012 from the clipboard?"]


def test_a_link_is_never_offered_twice(fixture: OfferFixture) -> None:
    fixture.offer.look(LINK)
    fixture.notes.hide()
    fixture.offer.look("ccwatch://job/b-2")
    assert fixture.asked() == ["Watch job b-2 from the clipboard?"]
    fixture.notes.hide()
    for text in (LINK, f"{LINK}?tab=log", "ccwatch://job/b-2"):
        fixture.offer.look(text)
    assert fixture.asked() == []


def test_what_an_earlier_run_offered_last_is_not_offered_again(fixture: OfferFixture) -> None:
    assert fixture.offer.last == ""
    fixture.offer.look(LINK)
    again = CopiedLinkOffer(fixture.intents, fixture.window, fixture.store, lambda: True)
    again.remember(fixture.offer.last)
    fixture.notes.hide()
    again.look(LINK)
    assert fixture.asked() == []


def test_what_was_offered_in_another_spelling_is_not_offered_again(fixture: OfferFixture) -> None:
    fixture.offer.remember(GUID.upper())
    for spelling in (GUID, GUID.upper()):
        fixture.offer.look(f"https://portal.example.org/jobs/{spelling}")
    assert fixture.asked() == []


@pytest.mark.parametrize("text", ["bridge", GUID, f"see {LINK}", f"ccwatch://job/{ACTIVE.id}"])
def test_a_plain_word_and_a_watched_job_are_not_offered(fixture: OfferFixture, text: str) -> None:
    fixture.offer.look(text)
    assert fixture.asked() == []


def test_a_job_that_is_watched_no_more_is_not_offered_from_the_same_link(
    fixture: OfferFixture,
) -> None:
    fixture.offer.look(f"ccwatch://job/{ACTIVE.id}")
    fixture.intents.remove([ACTIVE.id])
    fixture.notes.hide()
    fixture.offer.look(f"ccwatch://job/{ACTIVE.id}")
    assert fixture.asked() == []


def test_it_can_be_switched_off(fixture: OfferFixture) -> None:
    fixture.wanted = False
    fixture.offer.look(LINK)
    assert fixture.asked() == []
    fixture.wanted = True
    fixture.offer.look(LINK)
    assert fixture.asked() == [QUESTION]


def test_an_offer_does_not_hide_another_message_and_comes_later(fixture: OfferFixture) -> None:
    fixture.window.show_message("The disk is full.")
    fixture.offer.look(LINK)
    assert fixture.asked() == ["The disk is full."]
    fixture.notes.hide()
    fixture.offer.look(LINK)
    assert fixture.asked() == [QUESTION]


def test_an_offer_disappears_after_a_while(
    fixture: OfferFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccwatch.ui.window.job_window.OFFER_MS", 1)
    fixture.offer.look(LINK)
    fixture.qtbot.waitUntil(lambda: not fixture.notes.isVisible())
