"""When an outage is reported: late, once, and not right after a sleep."""

from ccwatch.core.reachability import Reachability


def test_it_is_told_after_ninety_seconds_and_three_failures() -> None:
    outage = Reachability()
    assert [outage.failed(now) for now in (10, 20, 30, 99)] == [None] * 4
    assert outage.failed(100) == 10
    assert outage.failed(101) is None
    assert outage.answered() == 10
    assert outage.answered() is None


def test_two_failures_far_apart_say_little() -> None:
    outage = Reachability()
    assert outage.failed(0) is None
    assert outage.failed(1000) is None
    assert outage.failed(1001) == 0


def test_an_answer_in_between_starts_anew_and_is_not_told() -> None:
    outage = Reachability()
    for now in (0, 40, 80):
        outage.failed(now)
    assert outage.answered() is None
    assert [outage.failed(now) for now in (100, 150, 189)] == [None] * 3
    assert outage.failed(190) == 100


def test_failures_right_after_a_wake_are_forgiven() -> None:
    outage = Reachability()
    for now in (0, 50, 80):
        outage.failed(now)
    outage.woke(1000)
    assert [outage.failed(now) for now in (1001, 1030, 1059, 1060, 1100, 1149)] == [None] * 6
    assert outage.failed(1150) == 1060


def test_what_was_told_stays_told_over_a_sleep_until_there_is_an_answer() -> None:
    outage = Reachability()
    for now in (0, 50, 90):
        outage.failed(now)
    outage.woke(5000)
    assert [outage.failed(now) for now in (5001, 5100, 5200)] == [None] * 3
    assert outage.answered() == 0


def test_after_an_answer_and_after_a_sleep_it_takes_three_failures_again() -> None:
    for restart in (Reachability.answered, lambda outage: outage.woke(-60.0)):
        outage = Reachability()
        outage.failed(-100.0)
        restart(outage)
        assert [outage.failed(now) for now in (0, 1000)] == [None, None]
        assert outage.failed(1001) == 0


def test_an_outage_that_an_earlier_run_told_is_not_told_again_and_its_end_is() -> None:
    outage = Reachability()
    outage.resume(-3600.0)
    assert [outage.failed(now) for now in (0, 100, 200)] == [None] * 3
    assert outage.answered() == -3600.0
    assert [outage.failed(now) for now in (300, 350, 400)] == [None, None, 300]
