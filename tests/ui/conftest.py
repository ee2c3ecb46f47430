"""Fixtures for the tests of what is shown."""

import pytest


@pytest.fixture(autouse=True)
def _british(british: None) -> None:
    """Have every test of what is shown run in that locale."""
