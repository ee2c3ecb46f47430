"""Which jobs are one survey: by IDs only, and only what is sure."""

import random
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.job import Details, Job, JobId, Outcome, Output, Service
from ccwatch.core.surveys import Surveys, survey_ids
from tests.core.surveys_oracle import THREE, TWO, survey, world

PAGE = 100


def job(name: str, kind: str | None = None, uses: str = "", makes: str = "", **more: object) -> Job:
    """Return a job of the version 2 that uses and makes these IDs, one letter each."""
    service = more.pop("service", Service.MODELING_2)
    details = Details(
        type=kind or name,
        inputs=tuple(uses),
        outputs=tuple(Output("scene", each) for each in makes),
        **{"itwin": "here", **more},  # type: ignore[arg-type]
    )
    return Job(JobId(name), service, details=details)  # type: ignore[arg-type]


def in_workspace(name: str, kind: str, created: float, **more: object) -> Job:
    """Return a job of version 1 in a workspace."""
    more |= {"service": Service.MODELING, "workspace": "w", "created": created}
    return job(name, kind, **more)  # type: ignore[arg-type]


def failed(one: Job) -> Job:
    return replace(one, outcome=Outcome.FAILED)


def chains(jobs: Iterable[Job]) -> set[str]:
    """Return the chains as names in their order, those of single jobs left out."""
    jobs = list(jobs)
    surveys = Surveys(jobs)
    return {" ".join(chain) for each in jobs if (chain := surveys.chain_of(each.id))}


def pairs_of(surveys: Surveys, jobs: Iterable[Job]) -> set[tuple[JobId, JobId]]:
    return {pair for each in jobs for pair in pairwise(surveys.chain_of(each.id))}


@pytest.mark.parametrize("seed", range(2))
def test_a_thousand_surveys_in_pages_have_no_wrong_pair_and_nearly_all_right_ones(
    seed: int,
) -> None:
    made, surveys = world(seed, 1000), Surveys()
    right = {pair for ids in made.surveys for pair in combinations(ids, 2)}
    for begin in range(0, len(made.jobs), PAGE):
        page = made.jobs[begin : begin + PAGE]
        for each in page:
            surveys.put(each)
        assert pairs_of(surveys, page) <= right
    found = pairs_of(surveys, made.jobs)
    assert not found - made.pairs
    assert len(found) >= 0.99 * len(made.pairs) > 1500
    assert survey_ids(made.jobs).keys() == {one for pair in found for one in pair}


@pytest.mark.parametrize("types", [THREE, TWO])
def test_the_id_of_a_survey_is_that_of_its_first_job(types: tuple[str, ...]) -> None:
    jobs = survey(7, types)
    alone = job("alone")
    assert survey_ids([*jobs[::-1], alone]) == {each.id: jobs[0].id for each in jobs}


@pytest.mark.parametrize(
    ("jobs", "expected"),
    [
        pytest.param([job("F", makes="a"), job("C", uses="a")], {"F C"}, id="joined"),
        pytest.param(
            [job("F", makes="a"), job("C", uses="a", itwin="there")], set(), id="other iTwin"
        ),
        pytest.param(
            [job("F", makes="a"), job("C", uses="a", itwin=None)], set(), id="iTwin unknown"
        ),
        pytest.param(
            [job("F", makes="a"), job("C", uses="a", service=Service.ANALYSIS_2)],
            set(),
            id="other service",
        ),
        pytest.param([job("A", uses="p"), job("B", uses="p")], set(), id="the same photos"),
        pytest.param([job("A", makes="p"), job("B", makes="p")], set(), id="the same result"),
        pytest.param(
            [job("F", makes="a"), job("C", uses="a"), job("D", uses="a")],
            set(),
            id="used by two",
        ),
        pytest.param(
            [job("A", makes="a"), job("B", makes="b"), job("C", uses="ab")],
            set(),
            id="made from two",
        ),
        pytest.param(
            [job("A", makes="a"), job("B", makes="a"), job("C", uses="a")],
            set(),
            id="one result of two",
        ),
        pytest.param(
            [job("C", makes="c"), job("T", uses="c", makes="t"), job("P", uses="ct")],
            {"C T P"},
            id="an earlier result used again",
        ),
        pytest.param(
            [
                job("C", makes="c"),
                job("T1", "T", uses="c", makes="t"),
                job("P1", "P", uses="ct"),
                job("T2", "T", uses="c", makes="u"),
                job("P2", "P", uses="cu"),
            ],
            {"T1 P1", "T2 P2"},
            id="one calibration for two models",
        ),
        pytest.param(
            [
                job("F", makes="a"),
                job("C", uses="a", makes="a"),
                job("T", uses="a", makes="t"),
            ],
            {"F C T"},
            id="changed in place",
        ),
        pytest.param(
            [job("A", uses="b", makes="a"), job("B", uses="a", makes="b")], set(), id="cycle"
        ),
        pytest.param(
            [
                job("A", uses="c", makes="a"),
                job("B", uses="a", makes="b"),
                job("C", uses="b", makes="c"),
                job("D", uses="c"),
            ],
            set(),
            id="cycle with a tail",
        ),
        pytest.param([job("A", uses="a", makes="a")], set(), id="its own result"),
        pytest.param(
            [job("A", "C", makes="a"), job("B", "c", uses="a")], set(), id="the same type"
        ),
        pytest.param(
            [
                job("F1", "F", makes="a"),
                job("C1", "C", uses="a", makes="b"),
                job("F2", "F", uses="b", makes="c"),
                job("C2", "C", uses="c"),
            ],
            {"F1 C1", "F2 C2"},
            id="two surveys, one after the other",
        ),
        pytest.param(
            [
                job("C1", "C", makes="a"),
                job("P1", "P", uses="a", makes="b"),
                job("F2", "F", uses="b", makes="c"),
                job("C2", "C", uses="c", makes="d"),
                job("P2", "P", uses="d"),
            ],
            {"C1 P1", "C2 P2"},
            id="two surveys, the division unclear",
        ),
        pytest.param(
            [job("F", makes="a"), failed(job("C", uses="a"))], {"F C"}, id="ended by a failure"
        ),
        pytest.param(
            [
                job("F", makes="a"),
                failed(job("C1", "C", uses="a", created=1.0)),
                failed(job("C2", "C", uses="a", created=2.0)),
                job("C3", "C", uses="a", makes="b", created=3.0),
                job("T", uses="b"),
            ],
            {"F C3 T"},
            id="failed, and submitted again",
        ),
        pytest.param(
            [
                job("F", makes="a"),
                failed(job("C1", "C", uses="a", created=1.0)),
                failed(job("C2", "C", uses="a", created=2.0)),
            ],
            {"F C2"},
            id="failed twice",
        ),
        pytest.param(
            [job("F", makes="a"), failed(job("C", uses="a")), job("D", uses="a")],
            set(),
            id="failed, and something else submitted",
        ),
        pytest.param(
            [in_workspace("C", "Calibration", 1.0), in_workspace("R", "Reconstruction", 2.0)],
            {"C R"},
            id="one workspace",
        ),
        pytest.param(
            [
                in_workspace("C", "Calibration", 1.0),
                in_workspace("R", "Reconstruction", 2.0),
                in_workspace("S", "Reconstruction", 3.0),
            ],
            set(),
            id="a workspace of several runs",
        ),
        pytest.param(
            [in_workspace("C", "Calibration", 1.0), in_workspace("A", "Full", 2.0)],
            set(),
            id="a full run in the workspace",
        ),
        pytest.param(
            [
                in_workspace("C", "Calibration", 1.0, uses="p"),
                in_workspace("R", "Reconstruction", 2.0, uses="q"),
            ],
            set(),
            id="a workspace, but other photos",
        ),
        pytest.param(
            [
                in_workspace("C", "Calibration", 1.0, uses="p", makes="o"),
                in_workspace("R", "Reconstruction", 2.0, uses="o"),
                in_workspace("D", "Calibration", 1.0, uses="p", makes="n"),
                in_workspace("S", "Reconstruction", 2.0, uses="n"),
            ],
            {"C R", "D S"},
            id="a workspace of two runs that IDs tell apart",
        ),
        pytest.param(
            [
                in_workspace("C", "Calibration", 1.0),
                in_workspace("R", "Reconstruction", 2.0, itwin="there"),
            ],
            set(),
            id="a workspace in two iTwins",
        ),
    ],
)
def test_only_what_is_sure_is_joined(jobs: list[Job], expected: set[str]) -> None:
    for order in (jobs, jobs[::-1]):
        assert chains(order) == expected


def test_a_guid_is_the_same_in_any_spelling() -> None:
    guid = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
    maker, user = job("F", makes="a"), job("C", uses="b")
    assert maker.details
    assert user.details
    first = replace(maker, details=replace(maker.details, outputs=(Output("s", guid.upper()),)))
    second = replace(user, details=replace(user.details, inputs=(guid,)))
    assert chains([first, second]) == {"F C"}


def test_a_path_that_is_too_long_for_a_survey_is_none() -> None:
    jobs = [job(f"j{n}", uses=chr(200 + n), makes=chr(201 + n)) for n in range(80)]
    assert chains(jobs) == set()


letters = st.text("abcdef", max_size=3)
some_jobs = st.lists(st.tuples(st.sampled_from("FCTP"), letters, letters), max_size=12)


@given(some_jobs, st.randoms(use_true_random=False))
def test_chains_depend_on_the_jobs_alone_and_never_overlap(
    kinds: list[tuple[str, str, str]], rng: random.Random
) -> None:
    jobs = [job(f"{n}", *each) for n, each in enumerate(kinds)]
    at_once, changed = Surveys(jobs), Surveys(jobs)
    extra = job("extra", "X", "abc", "def")
    first = [changed.chain_of(each.id) for each in jobs]
    changed.put(extra)
    with_extra = Surveys([*jobs, extra])
    for each in (*jobs, extra):
        assert changed.chain_of(each.id) == with_extra.chain_of(each.id)
    changed.drop(extra.id)
    assert first == [changed.chain_of(each.id) for each in jobs]
    rng.shuffle(jobs)
    others = Surveys(jobs)
    found = [at_once.chain_of(each.id) for each in jobs]
    assert found == [others.chain_of(each.id) for each in jobs]
    assert found == [changed.chain_of(each.id) for each in jobs]
    for each, chain in zip(jobs, found, strict=True):
        assert not chain or each.id in chain
        assert all(at_once.chain_of(one) == chain for one in chain)
        types = [kinds[int(one)][0] for one in chain]
        assert len(set(types)) == len(types)


@given(some_jobs, st.integers(0, 11))
def test_only_related_jobs_change_their_chain_with_a_job(
    kinds: list[tuple[str, str, str]], which: int
) -> None:
    jobs = [job(f"{n}", *each) for n, each in enumerate(kinds)]
    one = job("one", *(kinds[which] if which < len(kinds) else ("X", "abc", "def")))
    surveys = Surveys(jobs)
    before = {each.id: surveys.chain_of(each.id) for each in jobs}
    surveys.put(one)
    related = surveys.related(one.id)
    changed = {each for each, chain in before.items() if surveys.chain_of(each) != chain}
    assert changed <= related
