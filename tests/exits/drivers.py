"""Which test sends hostile texts through which exit; `covers` marks the test."""

from collections.abc import Callable
from typing import TypeVar

Test = TypeVar("Test", bound=Callable[..., object])
COVERED: dict[str, list[str]] = {}


def covers(*exits: str) -> Callable[[Test], Test]:
    """Declare that the test sends hostile texts to these exits, and checks the output."""

    def noted(test: Test) -> Test:
        for each in exits:
            COVERED.setdefault(each, []).append(test.__name__)
        return test

    return noted
