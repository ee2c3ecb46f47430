"""The result of checking one part of the program or its surroundings."""

from dataclasses import dataclass

_SYMBOLS = {True: "✓", False: "✗", None: "–"}


@dataclass(frozen=True, slots=True)
class Check:
    """One check's result; `passed` is None where there was nothing to check."""

    name: str
    passed: bool | None
    words: str

    @property
    def symbol(self) -> str:
        """Return how the result is marked."""
        return _SYMBOLS[self.passed]
