"""The service's $filter: comparisons of a job's properties, joined by and, or, parentheses.

filter     = conjunct *( "or" conjunct )
conjunct   = term *( "and" term )
term       = "(" filter ")" / property operator value / property "in" "(" value *("," value) ")"
"""

import operator
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

PROPERTIES = {
    name.lower(): name
    for name in (
        *("id", "iTwinId", "name", "email", "type", "state", "createdDateTime"),
        *("inputId", "outputId"),
    )
}
OF_VERSION_1 = ("inputId", "outputId")
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}
TOKEN = re.compile(r"\s*(?:('(?:[^']|'')*')|([(),])|([^\s'(),]+))")

Test = Callable[[Mapping[str, Any]], bool]


class BadFilter(ValueError):
    """An invalid filter; the text says where."""


def parse_filter(text: str, *, lists: bool = True) -> Test:
    """Return the test for a filter; raises BadFilter.

    `lists`: whether it may say `in`, and name inputs and outputs, as in version 1.
    """
    reader = _Reader(_tokens(text), lists=lists)
    test = reader.filter()
    if reader.peek():
        raise BadFilter(f"unexpected {reader.peek()}")
    return test


def _tokens(text: str) -> list[str]:
    tokens, at, text = [], 0, text.rstrip()
    while at < len(text):
        if not (match := TOKEN.match(text, at)):
            raise BadFilter("a quote is not closed")
        tokens.append(match.group().strip())
        at = match.end()
    return tokens


class _Reader:
    """Parses the tokens, with one method for each rule of the grammar."""

    def __init__(self, tokens: list[str], *, lists: bool) -> None:
        self._tokens = tokens[::-1]
        self._lists = lists
        self._depth = 0

    def peek(self) -> str:
        return self._tokens[-1] if self._tokens else ""

    def take(self) -> str:
        if not self._tokens:
            raise BadFilter("the filter ends too early")
        return self._tokens.pop()

    def expect(self, token: str) -> None:
        if (found := self.take()) != token:
            raise BadFilter(f"{token} expected, not {found}")

    def filter(self) -> Test:
        tests = self._joined("or", lambda: self._joined_all("and", self.term))
        return lambda job: any(test(job) for test in tests)

    def term(self) -> Test:
        if self.peek() == "(":
            return self._group()
        word = self.take()
        name = PROPERTIES.get(word.lower())
        if name is None or (name in OF_VERSION_1 and not self._lists):
            raise BadFilter(f"unknown property {word}")
        if (verb := self.take().lower()) == "in" and self._lists:
            values = self._list(name)
            return lambda job: any(found in values for found in _found(name, job))
        if (compare := COMPARISONS.get(verb)) is None:
            raise BadFilter(f"unknown operator {verb}")
        value = self._value(name)
        return lambda job: any(compare(found, value) for found in _found(name, job))

    def _group(self) -> Test:
        self._depth += 1
        if self._depth > 50:
            raise BadFilter("too many parentheses")
        self.expect("(")
        test = self.filter()
        self.expect(")")
        self._depth -= 1
        return test

    def _list(self, name: str) -> list[str | datetime]:
        self.expect("(")
        values = [self._value(name)]
        while self.peek() == ",":
            self.take()
            values.append(self._value(name))
        self.expect(")")
        return values

    def _value(self, name: str) -> str | datetime:
        token = self.take()
        if token in {"(", ")", ","}:
            raise BadFilter(f"a value expected, not {token}")
        quoted = token.startswith("'")
        return _comparable(name, token[1:-1].replace("''", "'") if quoted else token)

    def _joined(self, word: str, read: Callable[[], Test]) -> list[Test]:
        tests = [read()]
        while self.peek().lower() == word:
            self.take()
            tests.append(read())
        return tests

    def _joined_all(self, word: str, read: Callable[[], Test]) -> Test:
        tests = self._joined(word, read)
        return lambda job: all(test(job) for test in tests)


def _found(name: str, job: Mapping[str, Any]) -> list[str | datetime]:
    """Return a job's values of a property; inputs and outputs have several."""
    match name:
        case "inputId":
            values = [each["id"] for each in job["inputs"]]
        case "outputId":
            values = [each["id"] for each in job["jobSettings"]["outputs"]]
        case _:
            values = [job[name]]
    return [_comparable(name, value) for value in values]


def _comparable(name: str, value: str) -> str | datetime:
    """Return a text in lower case, a date as a datetime."""
    if name != "createdDateTime":
        return value.lower()
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise BadFilter(f"not a date: {value}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
