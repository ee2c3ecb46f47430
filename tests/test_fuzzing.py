"""A short run of each target, and a planted fault that the harness must find."""

import pytest

from tests.fuzzing import SHARES, TARGETS, fuzz, seeds

RUNS = 20_000


@pytest.mark.parametrize("name", TARGETS)
def test_hostile_input_breaks_nothing(name: str) -> None:
    assert fuzz(TARGETS[name], seeds(name), RUNS * SHARES[name] // 100, seed=1) == []


def test_a_planted_fault_is_found() -> None:
    def planted(data: bytes) -> None:
        assert b"NaN" not in data

    findings = fuzz(planted, seeds("settings"), 2000, seed=1)
    assert findings
    for data, _ in findings:
        with pytest.raises(AssertionError):
            planted(data)
