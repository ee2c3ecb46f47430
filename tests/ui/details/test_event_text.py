"""The lines of the timeline."""

import pytest

from ccwatch.core.events import Ended, Event, StateChanged, StepChanged
from ccwatch.core.job import JobId, Outcome, Progress, Remark
from ccwatch.ui.details.event_text import event_words

WHY = (Remark("HTTP 403", "Request refused", "You may not."),)
A = JobId("a")


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (Ended(A, 1.0, Outcome.UNAVAILABLE), "No longer available"),
        (Ended(A, 1.0, Outcome.UNAVAILABLE, found=False), "Not found"),
        (
            Ended(A, 1.0, Outcome.UNREADABLE, None, 100.0, WHY),
            "Ended, outcome unknown. You may not.",
        ),
    ],
)
def test_an_end_that_is_not_known_says_why(event: Ended, words: str) -> None:
    assert event_words(event) == words


HOSTILE = "A\n\x1b[2J\u202eb"


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (StateChanged(A, 1.0, Progress(1.0, HOSTILE), None), "State changed to A [2J b"),
        (StepChanged(A, 1.0, Progress(1.0, None, HOSTILE), None), "A [2J b started"),
        (
            Ended(A, 1.0, Outcome.FAILED, reasons=(Remark("", "", HOSTILE),)),
            "Failed. A [2J b",
        ),
    ],
)
def test_what_is_quoted_is_one_plain_line(event: Event, words: str) -> None:
    assert event_words(event) == words
