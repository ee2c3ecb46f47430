"""The events about the service and the account: each change once, with its times."""

import pytest

from ccwatch.core.errors import (
    BadReply,
    JobMissing,
    RateLimited,
    Refused,
    ServerFault,
    ServiceError,
    Unauthorised,
    Unreachable,
    WrongAddress,
)
from ccwatch.core.events import (
    CameBack,
    CatchingUp,
    CaughtUp,
    Event,
    Limited,
    SignedIn,
    SignInWanted,
    Stretched,
    WentUnreachable,
)
from ccwatch.core.job import JobId
from ccwatch.core.jobs import Status
from ccwatch.watching.service_reporter import ServiceReporter

A, B = JobId("a"), JobId("b")
EPOCH = 1_790_000_000.0


class Service:
    """A reporter, its clock, and its events; the clocks agree except for their start."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.events: list[Event] = []
        self.reporter = ServiceReporter(self, self.events.append)

    def now(self) -> float:
        return EPOCH + self.seconds

    def steady(self) -> float:
        return 500.0 + self.seconds

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("nothing waits here")

    def fail(self, *times: float, error: ServiceError | None = None) -> None:
        for time in times:
            self.seconds = time
            self.reporter.failed(error or Unreachable("No network."))


@pytest.fixture
def service() -> Service:
    return Service()


def test_an_outage_is_published_with_its_beginning_and_its_end_once(service: Service) -> None:
    error = Unreachable("No network.")
    service.fail(10.0, 40.0, 99.0)
    assert service.events == []
    service.fail(101.0, 130.0, error=error)
    service.reporter.answered()
    service.reporter.answered()
    assert service.events == [
        WentUnreachable(EPOCH + 101, EPOCH + 10, error.trouble),
        CameBack(EPOCH + 130, EPOCH + 10),
    ]


@pytest.mark.parametrize("error", [Unreachable("x"), ServerFault("x"), BadReply("x")], ids=repr)
def test_these_are_no_answer(service: Service, error: ServiceError) -> None:
    service.fail(0.0, 50.0, 100.0, error=error)
    assert [type(event) for event in service.events] == [WentUnreachable]


@pytest.mark.parametrize(
    "error",
    [Refused("x"), WrongAddress("x"), JobMissing("x"), Unauthorised("x"), RateLimited("x")],
    ids=repr,
)
def test_a_refusal_is_an_answer(service: Service, error: ServiceError) -> None:
    service.fail(0.0, 50.0, 100.0, 200.0, error=error)
    assert service.events == []


def test_failures_are_forgiven_for_a_minute_after_a_wake(service: Service) -> None:
    service.fail(0.0, 50.0)
    service.seconds = 1000.0
    service.reporter.woke()
    service.fail(1001.0, 1059.0, 1060.0, 1100.0, 1149.0)
    assert service.events == []
    service.fail(1150.0)
    assert [event.at for event in service.events] == [EPOCH + 1150]


def test_an_outage_of_an_earlier_run_is_not_published_again_and_its_end_is(
    service: Service,
) -> None:
    service.reporter.resume(Status(unreachable_since=EPOCH - 3600))
    service.fail(0.0, 100.0, 200.0)
    assert service.events == []
    service.reporter.answered()
    assert service.events == [CameBack(EPOCH + 200, EPOCH - 3600)]


def test_an_outage_that_a_clock_set_back_puts_ahead_began_now(service: Service) -> None:
    service.reporter.resume(Status(unreachable_since=EPOCH + 3600))
    service.reporter.answered()
    assert service.events == [CameBack(EPOCH, EPOCH)]


def test_nothing_of_an_earlier_run_is_nothing_to_end(service: Service) -> None:
    service.reporter.let_in()
    service.reporter.resume(Status())
    service.reporter.answered()
    service.reporter.let_in()
    assert service.events == []


@pytest.mark.parametrize("signed_in", [True, None])
def test_who_was_not_signed_out_is_let_in_without_a_word(
    service: Service, signed_in: bool | None
) -> None:
    service.reporter.resume(Status(signed_in=signed_in))
    service.reporter.let_in()
    assert service.events == []


def test_who_is_let_in_after_an_earlier_run_wanted_a_sign_in_is_signed_in(
    service: Service,
) -> None:
    service.reporter.resume(Status(signed_in=False))
    service.reporter.let_in()
    service.reporter.let_in()
    assert service.events == [SignedIn(EPOCH)]


def test_a_sign_in_ends_what_an_earlier_run_wanted(service: Service) -> None:
    service.reporter.resume(Status(signed_in=False))
    service.seconds = 3.0
    service.reporter.signed_in()
    service.reporter.let_in()
    assert service.events == [SignedIn(EPOCH + 3)]


def test_a_sign_out_has_its_reason_and_a_pause_its_end(service: Service) -> None:
    service.seconds = 7.0
    service.reporter.signed_out("You signed out.")
    error = RateLimited("Too many requests.")
    service.reporter.paused(90.5, error)
    assert service.events == [
        SignInWanted(EPOCH + 7, "You signed out."),
        Limited(EPOCH + 7, EPOCH + 97.5, error.trouble),
    ]


def test_a_budget_that_is_too_small_is_published_from_five_seconds_on_and_once(
    service: Service,
) -> None:
    for seconds in (0.0, 5.0, 5.1, 60.0, 5.1, 5.0, 0.0):
        service.reporter.behind(seconds)
    assert service.events == [Stretched(EPOCH, 5.1), Stretched(EPOCH, None)]


def test_a_round_is_published_with_its_beginning_and_its_end(service: Service) -> None:
    service.reporter.catching_up([])
    service.reporter.caught_up(A)
    service.reporter.stop_catching_up()
    assert service.events == []
    service.reporter.catching_up(iter((A, B)))
    service.seconds = 4.0
    service.reporter.caught_up(A)
    service.reporter.caught_up(B)
    service.reporter.caught_up(B)
    assert service.events == [CatchingUp(EPOCH), CaughtUp(EPOCH + 4)]


def test_a_round_that_cannot_go_on_is_over_at_once(service: Service) -> None:
    service.reporter.catching_up([A, B])
    service.seconds = 2.0
    service.reporter.stop_catching_up()
    service.reporter.caught_up(A)
    assert service.events == [CatchingUp(EPOCH), CaughtUp(EPOCH + 2)]
