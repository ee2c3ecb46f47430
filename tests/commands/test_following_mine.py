"""`watch --mine` follows the user's jobs of all services, and new ones, in virtual time."""

import pytest

from ccwatch.commands.following_mine import follow_mine
from ccwatch.core.budget import Budget
from ccwatch.core.errors import ServerFault, ServiceError, SignInNeeded, WrongAddress
from ccwatch.core.events import Appeared, Ended
from ccwatch.core.job import JobId, Service
from ccwatch.terminal.exit_code import Exit
from tests.commands.test_following import FakeView
from tests.virtual_time import VirtualClock, run_virtual
from tests.watching.listing_service import ListingService, OwnJob

HOUR = 3600.0


def job(
    name: str, service: Service, submitted: float, seconds: float, end: str = "success"
) -> OwnJob:
    return OwnJob(JobId(name), service, submitted, seconds, end=end)


def follow(
    service: ListingService, *, until_idle: bool = True, timeout: float = 30 * HOUR
) -> tuple[Exit, FakeView]:
    view = FakeView()
    code = run_virtual(
        follow_mine(
            service,
            VirtualClock(),
            view,
            budget=Budget(),
            until_idle=until_idle,
            timeout=timeout,
        )
    )
    return code, view


def test_it_ends_when_no_job_is_left_in_any_service() -> None:
    jobs = [
        job("a", Service.MODELING, -60, 2 * HOUR),
        job("b", Service.ANALYSIS_2, 100, 4 * HOUR),
        job("old", Service.CONVERSION, -9 * HOUR, HOUR),
    ]
    code, view = follow(ListingService(jobs))
    assert code is Exit.SUCCEEDED
    assert [event.job for event in view.shown if isinstance(event, Ended)] == ["a", "b"]
    assert [event.job for event in view.shown if isinstance(event, Appeared)] == ["b"]


def test_without_any_job_it_ends_at_once() -> None:
    assert follow(ListingService())[0] is Exit.SUCCEEDED


def test_a_failed_job_is_in_the_exit_code() -> None:
    jobs = [job("a", Service.MODELING, 0, HOUR, "failed"), job("b", Service.MODELING, 0, HOUR)]
    assert follow(ListingService(jobs))[0] is Exit.FAILED


def test_without_until_idle_it_goes_on_to_the_time_out() -> None:
    code, view = follow(
        ListingService([job("a", Service.MODELING, 0, HOUR)]), until_idle=False, timeout=9 * HOUR
    )
    assert code is Exit.TIMED_OUT
    assert [event.job for event in view.shown if isinstance(event, Ended)] == ["a"]


def test_it_is_not_idle_while_a_service_does_not_answer() -> None:
    def fault(service: Service, now: float, link: str) -> ServiceError | None:
        return ServerFault("503") if service is Service.CONVERSION and now < HOUR else None

    jobs = [job("a", Service.CONVERSION, 0, 2 * HOUR)]
    code, view = follow(ListingService(jobs, fault))
    assert code is Exit.SUCCEEDED
    assert [event.job for event in view.shown if isinstance(event, Ended)] == ["a"]


def test_services_without_a_list_are_named_once_and_do_not_hold_it_up() -> None:
    def fault(service: Service, now: float, link: str) -> ServiceError | None:
        return None if service is Service.MODELING else WrongAddress("No such operation.")

    code, view = follow(ListingService([job("a", Service.MODELING, 0, HOUR)], fault))
    assert code is Exit.SUCCEEDED
    assert view.said == [
        "Not available for your account: Reality Analysis, Reality Conversion, "
        "Reality Modeling v2, Reality Analysis v2, Reality Conversion v2."
    ]


def test_when_no_service_has_a_list_it_is_refused() -> None:
    service = ListingService(fault=lambda *_: WrongAddress("No such operation."))
    assert follow(service)[0] is Exit.REFUSED


def test_without_a_sign_in_it_ends_at_once() -> None:
    service = ListingService(fault=lambda *_: SignInNeeded("No."))  # type: ignore[arg-type]
    with pytest.raises(SignInNeeded):
        follow(service)
