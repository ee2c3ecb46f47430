"""The banner shows the most important condition that affects all jobs."""

import pytest
from pytestqt.qtbot import QtBot

from ccwatch.core.events import (
    CameBack,
    Event,
    Limited,
    SignedIn,
    SignInWanted,
    Stretched,
    WentUnreachable,
)
from ccwatch.core.job import Phase, Trouble
from ccwatch.ui.time_text import day_and_time
from tests.ui.sample_jobs import JOBS, NOW
from tests.ui.shown_window import ShownWindow

OUTAGE = Trouble("Not reachable", "No connection to api.bentley.com.")
PAUSE = Trouble("Asked to wait", "Too many requests.")
SIGNED_OUT = SignInWanted(NOW, "Signed out by the service.")
UNREACHABLE = WentUnreachable(NOW, NOW - 600, OUTAGE)
LIMITED = Limited(NOW, NOW + 90, PAUSE)
BEHIND = Stretched(NOW, 120.0)


@pytest.fixture
def shown(qtbot: QtBot) -> ShownWindow:
    return ShownWindow(qtbot, [JOBS[Phase.ACTIVE], JOBS[Phase.QUEUED], JOBS[Phase.SUCCEEDED]])


def said(shown: ShownWindow, *events: Event) -> str:
    for event in events:
        shown.store.apply(event)
    return " ".join(shown.words(shown.banner)) if shown.banner.isVisible() else ""


def test_the_banner_is_hidden_when_all_is_well(shown: ShownWindow) -> None:
    assert said(shown, SignedIn(NOW)) == ""


def test_a_missing_sign_in_says_who_waits_and_offers_a_button(shown: ShownWindow) -> None:
    assert said(shown, SIGNED_OUT) == "Signed out by the service. 2 jobs are waiting."
    shown.button(shown.banner, "Sign in").click()
    assert shown.said("sign-in") == [()]
    assert said(shown, SignedIn(NOW)) == ""


def test_an_outage_says_since_when_and_why_without_a_button(shown: ShownWindow) -> None:
    since = day_and_time(NOW - 600, NOW)
    words = f"Not reachable since {since}. No connection to api.bentley.com."
    assert said(shown, UNREACHABLE) == words
    assert not shown.button(shown.banner, "Sign in").isVisible()
    assert shown.banner.accessibleName() == words
    assert said(shown, CameBack(NOW, NOW - 600)) == ""


def test_a_pause_counts_down_and_ends(shown: ShownWindow) -> None:
    assert said(shown, LIMITED).endswith("Checks resume in 1 min 30 s.")
    shown.now += 60
    shown.window._tick()
    assert said(shown).endswith("Checks resume in 30 s.")
    shown.now += 30
    shown.window._tick()
    assert said(shown) == ""


def test_a_budget_that_is_too_small_is_shown(shown: ShownWindow) -> None:
    assert "less often" in said(shown, BEHIND)
    assert said(shown, Stretched(NOW, None)) == ""


def test_the_most_important_condition_is_shown(shown: ShownWindow) -> None:
    assert "less often" in said(shown, BEHIND)
    assert "asked ccwatch to wait" in said(shown, LIMITED)
    assert "Not reachable" in said(shown, UNREACHABLE)
    assert "Signed out" in said(shown, SIGNED_OUT)


def test_the_demo_says_that_it_is_one(qtbot: QtBot) -> None:
    shown = ShownWindow(qtbot, lapse=60)
    assert said(shown).startswith("Demo with sample jobs. Time runs 60 times faster")
    assert shown.window.windowTitle() == "ccwatch – demo"
    assert "Signed out" in said(shown, SIGNED_OUT)


def test_what_the_service_says_stays_one_plain_line(shown: ShownWindow) -> None:
    words = said(shown, SignInWanted(NOW, "<b>A</b>\nB\u202e" + "x" * 1000))
    assert words.startswith("<b>A</b> B x")
    assert words.isprintable()
