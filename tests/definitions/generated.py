"""Replies at random from a schema: members present, absent or null, and each of their values."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from tests.definitions.schemas import resolved

Make = Callable[[random.Random], Any]
MOST_ITEMS = 3
# By pattern; each value satisfies its own.
PATTERNED = {"^bkt:.+": "bkt:reports/{n}.json"}
FIRST_DAY, LAST_DAY = 1_500_000_000, 1_900_000_000


class Generated:
    """Makes replies from a schema, and notes what each member was.

    `seen` has (path, "present" | "absent" | "null") and (path, value of an enum).
    """

    def __init__(self, file: str, schema: dict[str, Any], seed: int = 0) -> None:
        self._file = file
        self._random = random.Random(seed)
        self._number = 0
        self.seen: set[tuple[str, str]] = set()
        self._make = self._maker(schema, "")

    def __iter__(self) -> Iterator[Any]:
        while True:
            yield self._make(self._random)

    def _maker(self, schema: dict[str, Any], path: str) -> Make:
        schema = resolved(self._file, schema)
        if alternatives := schema.get("anyOf") or schema.get("oneOf"):
            makes = [self._maker(each, path) for each in alternatives]
            return lambda chance: chance.choice(makes)(chance)
        if "properties" in schema:
            return self._object(schema, path)
        if values := schema.get("enum"):
            return lambda chance: self._noted(path, chance.choice(values))
        match schema.get("type"):
            case "array":
                item = self._maker(schema.get("items", {"type": "string"}), f"{path}[]")
                return lambda chance: [item(chance) for _ in range(chance.randint(0, MOST_ITEMS))]
            case "integer":
                return lambda chance: chance.choice((0, 1, chance.randint(2, 100)))
            case "number":
                low, high = schema.get("minimum", 0), schema.get("maximum", 100)
                return lambda chance: chance.choice(
                    (low, high, chance.randint(low, high), chance.uniform(low, high))
                )
            case "boolean":
                return lambda chance: chance.random() < 0.5
        return self._text(schema, path)

    def _object(self, schema: dict[str, Any], path: str) -> Make:
        required = schema.get("required", ())
        parts = []
        for name, part in schema["properties"].items():
            inner = f"{path}.{name}" if path else name
            null = resolved(self._file, part).get("nullable", False)
            parts.append((name, inner, self._maker(part, inner), name in required, null))

        def make(chance: random.Random) -> dict[str, Any]:
            made: dict[str, Any] = {}
            for name, inner, value, needed, null in parts:
                if not needed and chance.random() < 0.3:
                    self._noted(inner, "absent")
                elif null and chance.random() < 0.2:
                    made[name] = None
                    self._noted(inner, "null")
                else:
                    made[name] = value(chance)
                    self._noted(inner, "present")
            return made

        return make

    def _text(self, schema: dict[str, Any], path: str) -> Make:
        if schema.get("format") == "date-time":
            return _date
        name = path.rpartition(".")[2]
        pattern = PATTERNED.get(schema.get("pattern", ""), "")

        def make(chance: random.Random) -> str:
            self._number += 1
            if name == "message":
                return f"Message {self._number} about %1, %2 and %3."
            if name == "id":
                return str(UUID(int=chance.getrandbits(128)))
            return pattern.format(n=self._number) or f"{name.strip('[]')} {self._number}"

        return make

    def _noted(self, path: str, value: str) -> str:
        self.seen.add((path, value))
        return value


def _date(chance: random.Random) -> str:
    """Return a date in one of the service's two forms."""
    at = datetime.fromtimestamp(chance.randint(FIRST_DAY, LAST_DAY), UTC)
    whole = at.strftime("%Y-%m-%dT%H:%M:%S")
    return whole + chance.choice(("Z", f".{chance.randrange(10**7):07}+00:00"))
