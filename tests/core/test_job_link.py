"""Only a link that clearly names one job is offered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.job import JobId, Service
from ccwatch.core.job_link import job_of_link
from ccwatch.core.job_refs import JobRef

GUID = "5d0c7b52-0001-4000-8000-00000000000a"


@pytest.mark.parametrize(
    ("text", "job", "service"),
    [
        (f"ccwatch://job/{GUID}", GUID, None),
        ("  ccwatch://job/a-1\n", "a-1", None),
        (f"https://portal.example.org/jobs/{GUID}", GUID, None),
        (f"https://api.bentley.com/contextcapture/jobs/{GUID}?tab=log", GUID, Service.MODELING),
        (f"https://portal.example.org/#/project/7/job/{GUID.upper()}", GUID, None),
        (f"https://portal.example.org/view?jobId={GUID}&x=1", GUID, None),
    ],
)
def test_a_link_to_a_job_is_known(text: str, job: str, service: Service | None) -> None:
    assert job_of_link(text) == JobRef(JobId(job), service)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bridge",
        GUID,
        f"see https://portal.example.org/jobs/{GUID}",
        f"https://portal.example.org/jobs/{GUID} https://portal.example.org/jobs/{GUID}",
        "https://jobs.example.org/jobs/4711",
        f"https://docs.example.org/document/{GUID}",
        f"https://example.org/?id={GUID}",
        f"https://example.org/jobs/{GUID}0",
        f"https://example.org/jobs/{GUID}-more",
        f"ftp://example.org/jobs/{GUID}",
        f"https://example.org/jobs/{GUID}?{'a' * 3000}",
        "ccwatch://",
        f"ccwatch://remove/{GUID}",
    ],
)
def test_anything_else_is_not_spoken_of(text: str) -> None:
    assert job_of_link(text) is None


@given(st.text() | st.text().map(lambda text: f"https://{text}/jobs/{GUID}"))
def test_no_text_breaks_it(text: str) -> None:
    found = job_of_link(text)
    assert found is None or found.id.lower() == GUID or text.strip().startswith("ccwatch://")
