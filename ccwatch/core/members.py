"""The members of an object in a reply, under any of their names.

A member that is missing, null or of the wrong type is unknown. Letter case in names does not count:
the service's clients have met `itwinId` as well as `iTwinId`.
"""

from datetime import UTC, datetime
from typing import Any

from ccwatch.core.json_text import text_of

LARGEST_NUMBER = 1e12


class Members:
    """Reads members; of several names, the first whose value has the right type counts."""

    __slots__ = ("_values",)

    def __init__(self, source: Any) -> None:
        self._values: dict[str, Any] = {}
        if isinstance(source, dict):
            for name, value in source.items():
                if value is not None:
                    self._values.setdefault(name.casefold(), value)

    def __bool__(self) -> bool:
        return bool(self._values)

    def any(self, *names: str) -> Any:
        """Return the first member that is present, of any type, or None."""
        found = (self._values.get(name.casefold()) for name in names)
        return next((value for value in found if value is not None), None)

    def text(self, *names: str) -> str | None:
        """Return a text that is not blank, or None."""
        found = (text_of(self._values.get(name.casefold())) for name in names)
        return next((text for text in found if text is not None), None)

    def number(self, *names: str) -> float | None:
        """Return a number, exactly as given, or None; 0 is a value."""
        found = (number_of(self._values.get(name.casefold())) for name in names)
        return next((number for number in found if number is not None), None)

    def time(self, *names: str) -> float | None:
        """Return a date as UTC seconds, or None."""
        found = (time_of(self._values.get(name.casefold())) for name in names)
        return next((time for time in found if time is not None), None)

    def object(self, *names: str) -> "Members":
        """Return the first object that has members, else an empty one."""
        found = (Members(self._values.get(name.casefold())) for name in names)
        return next((members for members in found if members), Members(None))

    def rows(self, *names: str) -> list[Any]:
        """Return the first list that has items, else an empty one."""
        found = (self._values.get(name.casefold()) for name in names)
        return next((rows for rows in found if isinstance(rows, list) and rows), [])


def number_of(value: Any) -> float | None:
    """Return the value if it is a usable number; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if abs(value) <= LARGEST_NUMBER else None


def time_of(value: Any) -> float | None:
    """Return UTC seconds for an ISO 8601 date with any number of fractional digits.

    The minimum and maximum years stand for a date that was never set, and Windows has no local time
    after the year 3000.
    """
    text = text_of(value)
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not 1970 < found.year < 3000:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
