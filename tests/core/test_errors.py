"""Every error can be shown as it is, and kept as a value."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from ccwatch.core.errors import (
    CcwatchError,
    JobMissing,
    Layer,
    OtherVersion,
    RateLimited,
    RunningProgramFault,
    ServerFault,
    ServiceError,
    Unreachable,
    UnusableReply,
)
from ccwatch.core.job import Trouble


def tree(root: type[CcwatchError]) -> Iterator[type[CcwatchError]]:
    """Yield the class and all below it."""
    yield root
    for branch in root.__subclasses__():
        yield from tree(branch)


@pytest.mark.parametrize("kind", list(tree(CcwatchError)))
def test_every_error_has_a_title_a_message_and_words_without_exclamation(
    kind: type[CcwatchError],
) -> None:
    said = "What happened."
    error = kind(said)
    assert error.title
    assert error.message == "What happened."
    assert str(error).startswith(f"{error.title}: What happened.")
    assert "!" not in str(error)
    assert error.trouble == Trouble(error.title, error.message, error.advice, error.code)


def test_a_title_and_advice_of_its_own_win() -> None:
    error = ServiceError("Text.", title="Title", advice="Do this.")
    assert str(error) == "Title: Text. Do this."
    assert str(JobMissing("Gone.")) == "Job not available: Gone."


@pytest.mark.parametrize(
    ("made", "message", "advice"),
    [
        (RunningProgramFault, "ccwatch is running, but does not answer.", "Try again"),
        (OtherVersion, "Another version of ccwatch is running.", "Restart ccwatch"),
        (UnusableReply, "The sign-in URL gave no usable reply.", "Check the client ID"),
        (partial(ServerFault, "It said 500."), "It said 500.", "ccwatch keeps trying."),
    ],
)
def test_an_error_says_what_to_do_and_some_need_no_message(
    made: Callable[[], CcwatchError], message: str, advice: str
) -> None:
    error = made()
    assert error.message == message
    assert error.advice.startswith(advice)


def test_what_is_not_reachable_says_where_it_failed() -> None:
    error = Unreachable("No certificate.", title="Not trusted", layer=Layer.TLS)
    assert str(error).startswith("Not trusted: No certificate. ")
    assert (error.layer, error.code) == (Layer.TLS, "no connection (TLS)")
    assert Unreachable("No answer.").code == "no connection (SERVER)"


def test_a_limit_says_how_long_and_whose() -> None:
    error = RateLimited("Slow.", retry_after=30.5, limits="tier: community")
    assert (error.retry_after, error.limits) == (30.5, "tier: community")
