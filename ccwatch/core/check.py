"""What a look at one part of the program or its surroundings found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """What was found of one part; `passed` is None where there was nothing to be found."""

    name: str
    passed: bool | None
    words: str
