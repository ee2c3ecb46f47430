"""What the tests on a real desktop need."""

import os

import pytest

from tests.desktop import PACKAGES, Missing, require_programs


@pytest.fixture
def programs() -> None:
    """Skip without the desktop's programs; on CI that is an error."""
    try:
        require_programs(PACKAGES)
    except Missing as missing:
        if "CI" in os.environ:
            raise
        pytest.skip(str(missing))
