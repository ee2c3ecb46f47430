"""Every guarantee in SECURITY.md names an existing test."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_every_promise_names_a_test_that_exists() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    promises = [line for line in text.splitlines() if line.startswith("| ") and "|---" not in line]
    assert len(promises) > 15
    for line in promises[1:]:
        proof = line.strip("| ").rpartition("|")[2]
        named = _TEST.findall(proof)
        assert named, f"no test is named: {line}"
        for file, test in named:
            source = (ROOT / file).read_text("utf-8")
            assert f"def {test or 'test_'}" in source, f"{file}::{test} is not there"
