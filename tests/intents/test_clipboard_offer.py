"""A copied link is offered once, quietly, and only where there is something new to watch."""

import pytest
from pytestqt.qtbot import QtBot

from ccwatch.intents.clipboard_offer import ClipboardOffer
from tests.intents.desk import ACTIVE, Desk

GUID = "5d0c7b52-0001-4000-8000-00000000000a"
LINK = f"https://portal.example.org/jobs/{GUID}"
QUESTION = "Watch job 5d0c7b52… from the clipboard?"


class OfferDesk(Desk):
    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot)
        self.wanted = True
        self.offer = ClipboardOffer(self.intents, self.window, self.store, lambda: self.wanted)

    def asked(self) -> list[str]:
        return self.words(self.notes) if self.notes.isVisible() else []


@pytest.fixture
def desk(qtbot: QtBot) -> OfferDesk:
    return OfferDesk(qtbot)


def test_a_link_is_offered_and_watched_when_it_is_wanted(desk: OfferDesk) -> None:
    desk.offer.look(LINK)
    assert desk.asked() == [QUESTION]
    assert GUID not in desk.store.jobs
    desk.button(desk.notes, "Watch").click()
    assert GUID in desk.store.jobs
    assert desk.asked() == []


def test_a_link_is_never_offered_twice(desk: OfferDesk) -> None:
    desk.offer.look(LINK)
    desk.notes.hide()
    desk.offer.look("ccwatch://job/b-2")
    assert desk.asked() == ["Watch job b-2 from the clipboard?"]
    desk.notes.hide()
    for text in (LINK, f"{LINK}?tab=log", "ccwatch://job/b-2"):
        desk.offer.look(text)
    assert desk.asked() == []


def test_what_an_earlier_run_offered_last_is_not_offered_again(desk: OfferDesk) -> None:
    desk.offer.look(LINK)
    again = ClipboardOffer(desk.intents, desk.window, desk.store, lambda: True)
    again.remember(desk.offer.last)
    desk.notes.hide()
    again.look(LINK)
    assert desk.asked() == []


def test_what_was_offered_in_another_spelling_is_not_offered_again(desk: OfferDesk) -> None:
    desk.offer.remember(GUID.upper())
    for spelling in (GUID, GUID.upper()):
        desk.offer.look(f"https://portal.example.org/jobs/{spelling}")
    assert desk.asked() == []


@pytest.mark.parametrize("text", ["bridge", GUID, f"see {LINK}", f"ccwatch://job/{ACTIVE.id}"])
def test_a_word_and_a_watched_job_are_not_spoken_of(desk: OfferDesk, text: str) -> None:
    desk.offer.look(text)
    assert desk.asked() == []


def test_a_job_that_is_watched_no_more_is_not_offered_from_the_same_link(desk: OfferDesk) -> None:
    desk.offer.look(f"ccwatch://job/{ACTIVE.id}")
    desk.intents.remove([ACTIVE.id])
    desk.notes.hide()
    desk.offer.look(f"ccwatch://job/{ACTIVE.id}")
    assert desk.asked() == []


def test_it_can_be_switched_off(desk: OfferDesk) -> None:
    desk.wanted = False
    desk.offer.look(LINK)
    assert desk.asked() == []
    desk.wanted = True
    desk.offer.look(LINK)
    assert desk.asked() == [QUESTION]


def test_an_offer_does_not_hide_what_is_being_said_and_comes_later(desk: OfferDesk) -> None:
    desk.window.show_message("The disk is full.")
    desk.offer.look(LINK)
    assert desk.asked() == ["The disk is full."]
    desk.notes.hide()
    desk.offer.look(LINK)
    assert desk.asked() == [QUESTION]


def test_an_offer_passes(desk: OfferDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ccwatch.ui.window.job_window.OFFER_MS", 1)
    desk.offer.look(LINK)
    desk.qtbot.waitUntil(lambda: not desk.notes.isVisible())
