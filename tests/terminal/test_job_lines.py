"""A job as printed by `list`: columns, and public JSON key by key."""

import json
from dataclasses import replace

import pytest

from ccwatch.core.job import Details, Job, JobId, Outcome, Output, Progress, Service
from ccwatch.terminal.job_lines import job_columns, job_fields, listed_fields, one_object
from tests.core.surveys_oracle import survey

A = JobId("a")
AT = 1_790_000_000.0
SEEN = Progress(56.5, "Active", "Run_Production")


def test_columns_are_separated_by_tabs_whatever_a_name_holds() -> None:
    job = Job(A, progress=SEEN, details=Details(name="Harbour\tbridge\n2"))
    assert job_columns(job).split("\t") == [
        "a",
        "Active",
        "56.5",
        "Run_Production",
        "Harbour bridge 2",
    ]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (253, "100"),
        (-7, "0"),
        (-0.0, "0"),
        (-0.4, "0"),
        (99.9999999, "99.9999"),
        (0.1 + 0.2, "0.3"),
    ],
)
def test_a_percentage_out_of_range_is_clamped_in_columns_and_kept_in_json(
    said: float, shown: str
) -> None:
    job = Job(A, progress=Progress(said, "Active"))
    assert job_columns(job).split("\t")[2] == shown
    assert job_fields(job, AT)["percentage"] == said


def test_the_id_is_written_as_the_service_spells_it() -> None:
    key = "8f6c3a52-0d1e-4b7a-9c55-6f0e2a7d2b41"
    job = Job(JobId(key), details=Details(id=key.upper()))
    assert job_columns(job).split("\t")[0] == key.upper()
    assert job_fields(job, AT)["job"] == key.upper()


def test_an_unknown_column_is_a_dash() -> None:
    assert job_columns(Job(A)).split("\t") == ["a", "Not known yet", "—", "—", "a"]


def test_a_job_has_the_documented_keys() -> None:
    job = Job(
        A,
        Service.ANALYSIS,
        added=AT,
        progress=SEEN,
        details=Details(
            name="Bridge",
            submitted=AT - 90,
            started=AT - 30,
            outputs=(Output("3MX", "o-1"), Output("LAS")),
        ),
        checked=AT + 60,
        next_check=AT + 75,
    )
    assert job_fields(job, AT + 61) == {
        "job": "a",
        "name": "Bridge",
        "service": "realitydataanalysis",
        "watch": True,
        "state": "Active",
        "percentage": 56.5,
        "step": "Run_Production",
        "added": "2026-09-21T14:13:20Z",
        "checked": "2026-09-21T14:14:20Z",
        "next_check": "2026-09-21T14:14:35Z",
        "outcome": None,
        "queued_seconds": 60,
        "outputs": [{"format": "3MX", "id": "o-1"}, {"format": "LAS", "id": None}],
        "survey": None,
    }
    unknown = job_fields(Job(A), AT)
    assert (unknown["queued_seconds"], unknown["outputs"]) == (None, None)


def test_the_jobs_of_a_survey_share_the_id_of_the_first() -> None:
    jobs, alone = survey(), Job(A)
    assert jobs[0].details
    first = replace(jobs[0].details, id=jobs[0].id.upper())
    jobs[0] = replace(jobs[0], details=first)
    listed = listed_fields([alone, *jobs[::-1]], AT)
    assert [fields["survey"] for fields in listed] == [None] + 4 * [jobs[0].id.upper()]
    assert listed[-1]["job"] == jobs[0].id.upper()


def test_an_overdue_check_is_not_known() -> None:
    assert job_fields(Job(A, next_check=AT), AT + 1)["next_check"] is None


def test_an_ended_job_is_no_longer_watched() -> None:
    fields = job_fields(Job(A, added=AT, outcome=Outcome.FAILED, ended=AT), AT)
    assert (fields["watch"], fields["outcome"]) == (False, "failed")


def test_an_object_is_one_line_of_ascii() -> None:
    text = one_object({"name": "Brücke\nam Hafen — 1"})
    assert text.isascii()
    assert "\n" not in text
    assert json.loads(text) == {"name": "Brücke\nam Hafen — 1"}
