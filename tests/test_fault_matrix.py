"""Every cell of the fault matrix matches the contract, and the document shows them."""

from pathlib import Path

import pytest

from tests.fault_expectations import MOMENTS, expected
from tests.fault_matrix import FAULTS, Fault, observe, table

DOCUMENT = Path(__file__).parents[1] / "docs" / "reliability.md"


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_at_a_moment(fault: Fault, moment: str) -> None:
    assert observe(fault, moment) == expected(fault.name, moment)


def test_the_document_has_the_table() -> None:
    """`make reliability` writes it."""
    assert table(lambda fault, moment: expected(fault.name, moment)) in DOCUMENT.read_text("utf-8")
