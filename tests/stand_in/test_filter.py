import operator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.stand_in.filter import BadFilter, parse_filter

JOB: dict[str, Any] = {
    "id": "a1",
    "iTwinId": "t1",
    "name": "Mill's survey (2)",
    "email": "demo@example.com",
    "type": "Full",
    "state": "active",
    "createdDateTime": "2026-11-24T03:00:00Z",
    "inputs": [{"id": "photos-1"}, {"id": "Photos-2"}],
    "jobSettings": {"outputs": [{"format": "LAS", "id": "las-1"}]},
}


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("state eq 'active'", True),
        ("state ne 'active'", False),
        ("state eq active", True),
        ("STATE EQ 'Active'", True),
        ("name eq 'Mill''s survey (2)'", True),
        ("state in ('success', 'active')", True),
        ("state in ('success','failed')", False),
        ("type eq 'Full' and state eq 'failed'", False),
        ("type eq 'Full' or state eq 'failed'", True),
        ("type eq 'Full' or state eq 'failed' and id eq 'x'", True),
        ("(type eq 'Full' or state eq 'failed') and id eq 'x'", False),
        ("createdDateTime gt 2026-11-23T00:00:00Z", True),
        ("createdDateTime ge '2026-11-24T03:00:00.0000000+00:00'", True),
        ("createdDateTime lt 2026-11-24T04:00:00+02:00", False),
        ("createdDateTime le 2026-11-24", False),
        ("inputId eq photos-2", True),
        ("inputId in ('x', 'photos-1')", True),
        ("inputId eq 'x'", False),
        ("outputId eq 'las-1'", True),
        ("outputId in ('x')", False),
        ("iTwinId eq 't1' and email eq 'demo@example.com'  ", True),
    ],
)
def test_a_filter_lets_a_job_through_or_not(text: str, passes: bool) -> None:
    assert parse_filter(text)(JOB) is passes


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "too early"),
        ("state eq", "too early"),
        ("state eq 'active", "quote"),
        ("colour eq 'red'", "unknown property colour"),
        ("state like 'a'", "unknown operator like"),
        ("state in 'a'", "expected"),
        ("state in ('a'", "too early"),
        ("state eq )", "a value expected"),
        ("state eq 'a' state", "unexpected state"),
        ("createdDateTime gt yesterday", "not a date"),
        ("(" * 60 + "state eq 'a'" + ")" * 60, "parentheses"),
    ],
)
def test_a_filter_that_cannot_be_understood_says_why(text: str, problem: str) -> None:
    with pytest.raises(BadFilter, match=problem):
        parse_filter(text)


COMPARISONS = {"eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "ge": operator.ge}
LEAVES = st.tuples(
    st.sampled_from(sorted(COMPARISONS)),
    st.sampled_from(["name", "state", "type", "email", "id"]),
    st.text(st.characters(codec="ascii", min_codepoint=32), max_size=6).map(str.lower),
)
TREES = st.recursive(
    LEAVES, lambda inner: st.tuples(st.sampled_from(["and", "or"]), inner, inner), max_leaves=8
)


def written(tree: Any) -> str:
    verb, left, right = tree
    if verb in COMPARISONS:
        return f"{left} {verb} '{right.replace(chr(39), chr(39) * 2)}'"
    return f"({written(left)}) {verb} ({written(right)})"


def holds(tree: Any) -> bool:
    """Return a tree's result for JOB, without the filter's own code."""
    verb, left, right = tree
    if verb in COMPARISONS:
        return bool(COMPARISONS[verb](JOB[left].lower(), right))
    return holds(left) and holds(right) if verb == "and" else holds(left) or holds(right)


@given(TREES)
def test_a_written_filter_says_what_its_tree_says(tree: Any) -> None:
    assert parse_filter(written(tree))(JOB) is holds(tree)


@given(st.text(max_size=40))
def test_any_text_is_a_filter_or_refused(text: str) -> None:
    try:
        test = parse_filter(text)
    except BadFilter:
        return
    assert test(JOB) in (True, False)
