"""The name of a survey, and which of its jobs are followed by others."""

from dataclasses import replace

import pytest

from ccwatch.core.job import Details, Job, JobId, Outcome, Service
from ccwatch.core.survey_course import (
    awaiting_next,
    is_intermediate,
    name_in_survey,
    survey_name,
    to_come,
)
from tests.core.surveys_oracle import FOUR, THREE, TWO, survey


def named(*names: str) -> list[Job]:
    return [Job(JobId(f"j{n}"), details=Details(name=name or None)) for n, name in enumerate(names)]


@pytest.mark.parametrize(
    ("names", "name"),
    [
        (("Bridge - Calibration", "Bridge - Tiling"), "Bridge"),
        (("Bridge north calibration", "Bridge north tiling"), "Bridge north"),
        (("bridge_calibration", "bridge_cameras"), "bridge"),
        (("Dam (2026) tiling", "Dam (2026) production"), "Dam (2026)"),
        (("Dam", "Dam"), "Dam"),
        (("Dam", "Dam tiling"), "Dam"),
        (("Dam", "", "Dam tiling"), "Dam"),
        (("Calibration", "Cameras"), "Calibration"),
        (("Tiling", "Production"), "Tiling"),
        (("", ""), "j0"),
        (("大坝 校准", "大坝 切片"), "大坝"),
    ],
)
def test_a_survey_has_the_name_that_its_jobs_share(names: tuple[str, ...], name: str) -> None:
    assert survey_name(named(*names)) == name


@pytest.mark.parametrize(
    ("name", "survey", "rest"),
    [
        ("Bridge - Tiling", "Bridge", "Tiling"),
        ("Bridge", "Bridge", "Bridge"),
        ("Dam", "Bridge", "Dam"),
        ("bridge_cameras", "bridge", "cameras"),
    ],
)
def test_below_its_survey_a_job_is_named_by_what_differs(name: str, survey: str, rest: str) -> None:
    assert name_in_survey(name, survey) == rest


def test_the_user_s_names_count() -> None:
    first, second = named("Dam 1", "Dam 2")
    assert survey_name([replace(first, alias="Weir 1"), replace(second, alias="Weir 2")]) == "Weir"


def test_how_many_jobs_follow_is_known_for_modeling_2_only() -> None:
    assert [to_come(job) for job in survey(types=FOUR)] == [3, 2, 1, 0]
    assert [to_come(job) for job in survey(types=THREE)] == [3, 2, 0]
    assert [to_come(job) for job in survey(types=TWO)] == [0, 0]
    assert to_come(Job(JobId("a"), Service.MODELING_2)) == 0


@pytest.mark.parametrize("types", [FOUR, THREE, TWO])
@pytest.mark.parametrize("known", [2, 3, 4])
def test_all_but_the_last_job_of_a_survey_are_intermediate(
    types: tuple[str, ...], known: int
) -> None:
    jobs = survey(types=types)[:known]
    chain = [job.id for job in jobs]
    said = [is_intermediate(job, chain, follows=False) for job in jobs]
    assert said == [number < len(types) - 1 for number in range(len(jobs))]


@pytest.mark.parametrize(
    ("kind", "follows", "intermediate"),
    [
        ("FillImageProperties", True, True),
        ("FillImageProperties", False, False),
        ("TILING", True, True),
        ("Calibration", True, False),
        ("Production", True, False),
        ("GaussianSplats", True, False),
        ("SomethingNew", True, False),
    ],
)
def test_a_job_alone_is_a_step_only_if_it_has_no_use_and_the_next_would_appear(
    kind: str, follows: bool, intermediate: bool
) -> None:
    job = Job(JobId("a"), Service.MODELING_2, details=Details(type=kind))
    assert is_intermediate(job, (), follows=follows) is intermediate


def test_only_the_last_known_job_of_an_open_survey_awaits_another() -> None:
    jobs = survey()
    assert awaiting_next(jobs, follows=False) == []
    assert awaiting_next(jobs[:2], follows=False) == [jobs[1]]
    assert awaiting_next(jobs[:1], follows=False) == []
    assert awaiting_next(jobs[:1], follows=True) == [jobs[0]]
    told = replace(jobs[1], abandoned=True)
    assert awaiting_next([jobs[0], told], follows=True) == []
    for outcome in (None, Outcome.FAILED, Outcome.CANCELLED, Outcome.UNAVAILABLE):
        assert awaiting_next([jobs[0], replace(jobs[1], outcome=outcome)], follows=True) == []
