"""One renewal for all queries that wait for it, whether it succeeds or fails."""

import asyncio

import pytest

from ccwatch.core.budget import Budget
from ccwatch.core.errors import ServerFault, ServiceError, SignInNeeded, Unreachable
from ccwatch.watching.renew_once import Renewal
from ccwatch.watching.request_gate import Gate
from tests.virtual_time import VirtualClock, run_virtual


class Issuer:
    """Answers each renewal after some seconds; records when it was requested."""

    def __init__(self, seconds: float, *faults: Exception | None) -> None:
        self.seconds = seconds
        self.faults = list(faults)
        self.asked: list[float] = []
        self.gate = Gate(Budget())
        self.renewal = Renewal(self.renew, VirtualClock(), self.gate)

    async def renew(self) -> None:
        self.asked.append(asyncio.get_running_loop().time())
        await asyncio.sleep(self.seconds)
        if fault := self.faults.pop(0):
            if isinstance(fault, SignInNeeded):
                self.gate.signed_out = True
            raise fault

    async def refused(self, count: int, at: float = 0.0) -> object:
        """Return the result for a query sent at that count and refused at that time."""
        await asyncio.sleep(at)
        try:
            return await self.renewal.since(count)
        except (ServiceError, SignInNeeded) as error:
            return error


def outcomes(issuer: Issuer, *refused: tuple[int, float]) -> list[object]:
    async def main() -> list[object]:
        return await asyncio.gather(*(issuer.refused(count, at) for count, at in refused))

    return run_virtual(main())


@pytest.mark.parametrize("seconds", [0.0, 20.0])
def test_one_renewal_serves_all_that_were_refused(seconds: float) -> None:
    issuer = Issuer(seconds, None)
    assert outcomes(issuer, *[(0, number / 100) for number in range(20)]) == [True] * 20
    assert len(issuer.asked) == 1


def test_one_failure_serves_all_who_wait_and_those_within_five_seconds() -> None:
    fault = Unreachable("The sign-in service did not answer in time.")
    issuer = Issuer(20.0, fault, None)
    found = outcomes(issuer, *[(0, float(number)) for number in range(20)], (0, 24.9), (0, 25.0))
    assert found == [fault] * 21 + [True]
    assert issuer.asked == [0.0, 25.0]


def test_the_issuer_may_ask_for_a_longer_wait() -> None:
    fault = ServerFault("503")
    fault.retry_after = 100.0
    issuer = Issuer(0.0, fault, None)
    assert outcomes(issuer, (0, 0.0), (0, 99.0), (0, 101.0)) == [fault, fault, True]


def test_a_sign_in_that_is_over_is_renewed_for_nobody_else() -> None:
    over = SignInNeeded("The sign-in has expired.")
    issuer = Issuer(1.0, over)
    assert outcomes(issuer, (0, 0.0), (0, 0.5), (0, 5.0)) == [over, False, False]
    assert issuer.asked == [0.0]


def test_after_signing_in_the_next_renewal_goes_out_at_once() -> None:
    async def main() -> None:
        fault = Unreachable("No network.")
        issuer = Issuer(0.0, fault, None)
        assert await issuer.refused(0) is fault
        issuer.renewal.forget_failure()
        assert await issuer.refused(0) is True

    run_virtual(main())


def test_each_renewal_serves_those_that_were_refused_since_the_one_before() -> None:
    issuer = Issuer(1.0, None, None, None)
    refused = [(0, 0.0), (0, 0.5), (1, 10.0), (1, 10.5), (0, 11.0), (2, 20.0), (1, 20.5)]
    assert outcomes(issuer, *refused) == [True] * 7
    assert issuer.asked == [0.0, 10.0, 20.0]
