"""Which jobs a text names: ids, links of every service, prose and hostile input."""

import re
from contextlib import suppress
from urllib.parse import quote

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ccwatch.core.errors import JobRefused
from ccwatch.core.job import JobId, Service, is_job_id
from ccwatch.core.job_refs import JobRef, read_job, read_jobs
from tests.spellings import spelled_guids

GUID = "8f6c3a52-0d1e-4b7a-9c55-6f0e2a7d2b41"
OTHER = "11111111-2222-3333-4444-555555555555"
API = "https://api.bentley.com"

ids = st.from_regex(r"[A-Za-z0-9_-]{1,128}", fullmatch=True)


def ref(job: str, service: Service | None = None) -> JobRef:
    return JobRef(JobId(job), service)


@pytest.mark.parametrize("word", [GUID, "a", "A_b-9", "x" * 128, f"  {GUID}\n"])
def test_an_id_is_taken_as_it_is(word: str) -> None:
    assert read_job(word) == ref(word.strip())


def test_a_guid_is_found_inside_a_word() -> None:
    assert read_job(f"job={GUID}!") == ref(GUID)


@pytest.mark.parametrize(
    ("link", "service"),
    [
        (f"{API}/contextcapture/jobs/{GUID}", Service.MODELING),
        (f"{API}/contextcapture/jobs/{GUID}/progress", Service.MODELING),
        (f"{API}/realitydataanalysis/jobs/{GUID}/progress", Service.ANALYSIS),
        (f"{API}/realityconversion/jobs/{GUID}/progress", Service.CONVERSION),
        (f"{API}/reality-modeling/jobs/{GUID}/progress", Service.MODELING_2),
        (f"{API}/reality-analysis/jobs/{GUID}/messages", Service.ANALYSIS_2),
        (f"{API}/reality-conversion/jobs/{GUID}/progress?x=1#y", Service.CONVERSION_2),
        (f"http://127.0.0.1:8080/contextcapture/jobs/{GUID}/", Service.MODELING),
        (f"{API}/reality-modeling/open?jobId={GUID}", Service.MODELING_2),
        (f"{API}/contextcapture/{OTHER}/{GUID}", Service.MODELING),
        (f"https://viewer.example/itwins/{OTHER}/jobs/{GUID}", None),
        (f"https://viewer.example/app#/jobs/{GUID}", None),
        (f"https://viewer.example/open?jobId={GUID}", None),
        (f"https://viewer.example/open?ID={GUID}&itwin={OTHER}", None),
        (f"https://viewer.example/itwins/{OTHER}/{GUID}", None),
        (f"https://viewer.example/open?next=%2Fjobs%2F{GUID}", None),
        (f"ccwatch://job/{GUID}", None),
        (f"ccwatch://job/{GUID}/", None),
        (f"CCWATCH://Job/{GUID}", None),
    ],
)
def test_a_link_tells_the_job_and_the_service_when_it_can(
    link: str, service: Service | None
) -> None:
    assert read_job(link) == ref(GUID, service)


@given(ids, st.sampled_from(Service), st.sampled_from(["", "/", "/progress", "?a=b", "#top"]))
def test_any_id_comes_back_from_the_link_of_any_service(
    job: str, service: Service, tail: str
) -> None:
    link = f"{API}/{service.value}/jobs/{job}{tail}"
    assert read_job(link) == ref(job, service)
    assert read_jobs(f"see {link} please").jobs == (ref(job, service),)
    assert read_job(f"ccwatch://job/{job}") == ref(job)
    assert read_job(job) == ref(job)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "x" * 129,
        "two words",
        "a/b",
        "../../etc/passwd",
        "naïve",
        "job\x00id",
        f"{API}/contextcapture/jobs",
        f"{API}/contextcapture/jobs/",
        f"{API}/contextcapture/jobs/..%2Fworkspaces",
        "https://",
        "https://[bad/jobs/x",
        f"file:///jobs/{GUID}",
        f"javascript://jobs/{GUID}",
        "ccwatch://job/",
        f"ccwatch://job/{GUID}/more",
        f"ccwatch://remove/{GUID}",
        "://",
    ],
)
def test_what_holds_no_job_is_refused_with_its_reason(text: str) -> None:
    with pytest.raises(JobRefused) as refused:
        read_job(text)
    assert refused.value.message.endswith("contains no job ID.")
    assert len(refused.value.message) < 100


def test_a_refusal_quotes_hostile_text_as_a_short_plain_line() -> None:
    with pytest.raises(JobRefused) as refused:
        read_job("\u202eevil\x1b[31m\r\n" + "/" * 10**6)
    message = refused.value.message
    assert message.isprintable()
    assert len(message) < 100


@pytest.mark.parametrize(
    ("text", "jobs"),
    [
        (f"{GUID}\n{OTHER}\n", [ref(GUID), ref(OTHER)]),
        (f"{GUID},{OTHER}; job-3", [ref(GUID), ref(OTHER)]),
        ("job-1, job-2", [ref("job-1"), ref("job-2")]),
        (f"'{GUID}' \"{OTHER}\"", [ref(GUID), ref(OTHER)]),
        (f"{GUID} {GUID}\n{GUID}", [ref(GUID)]),
        (
            f"{GUID}\n{API}/reality-modeling/jobs/{GUID}",
            [ref(GUID, Service.MODELING_2)],
        ),
        (
            f"{API}/reality-modeling/jobs/{GUID}\n{GUID}",
            [ref(GUID, Service.MODELING_2)],
        ),
        (f"The job {GUID} is slow, see <{API}/contextcapture/jobs/abc>.", None),
        (f"Look at ({API}/contextcapture/jobs/abc).", [ref("abc", Service.MODELING)]),
        (f"Is it {GUID}?", [ref(GUID)]),
        ("\r\n\r\n\t\n", []),
        ("abc\u2028def", [ref("abc"), ref("def")]),
    ],
)
def test_all_jobs_of_a_paste_are_found_once_each(text: str, jobs: list[JobRef] | None) -> None:
    expected = [ref(GUID), ref("abc", Service.MODELING)] if jobs is None else jobs
    assert list(read_jobs(text).jobs) == expected


def test_prose_without_a_job_is_refused_word_by_word() -> None:
    intake = read_jobs("please have a look")
    assert intake.jobs == ()
    assert len(intake.refused) == 4
    assert "“please” does not look like a job ID." in intake.refused


def test_two_words_are_prose_and_one_is_an_id() -> None:
    assert read_jobs("hello world").jobs == ()
    assert read_jobs("hello").jobs == (ref("hello"),)


def test_what_was_not_understood_is_told_beside_what_was() -> None:
    intake = read_jobs(f"{GUID}\nhttps://example.com/nothing\n")
    assert intake.jobs == (ref(GUID),)
    assert intake.refused == ("“https://example.com/nothing” contains no job ID.",)


def test_a_large_paste_is_read_to_its_end_with_a_bounded_list_of_refusals() -> None:
    prose = " ".join(f"word{chr(97 + n % 26)}{'x' * (n % 40)}" for n in range(20_000))
    intake = read_jobs(f"{prose}\n{GUID}")
    assert intake.jobs == (ref(GUID),)
    assert len(intake.refused) <= 100
    assert all(len(line) < 100 for line in read_jobs(f"prose {'x' * 500}").refused)
    many = read_jobs("\n".join(f"job-{n}" for n in range(10_050)))
    assert len(many.jobs) == 10_000
    assert many.refused == ("Only the first 10,000 were used.",)


@given(spelled_guids(), st.sampled_from(["", "https://viewer.example/jobs/", "ccwatch://job/"]))
def test_a_guid_in_any_spelling_is_one_job(spelled: tuple[str, str], way: str) -> None:
    guid, spelling = spelled
    word = way + (quote(spelling) if way else spelling)
    assert read_job(word) == ref(guid)
    assert read_jobs(f"{word}\n{guid}, {guid.upper()}").jobs == (ref(guid),)


@given(spelled_guids())
def test_a_guid_in_a_field_of_a_link_is_one_job(spelled: tuple[str, str]) -> None:
    guid, spelling = spelled
    assert read_job(f"https://viewer.example/open?jobId={quote(spelling)}") == ref(guid)
    link = f"{API}/contextcapture/jobs/{quote(spelling)}/inputs/{OTHER}"
    assert read_job(link) == ref(guid, Service.MODELING)


@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011"])
def test_an_id_that_was_typeset_is_read(hyphen: str) -> None:
    assert read_job("\ufeff" + GUID.replace("-", hyphen) + "\u200b") == ref(GUID)
    assert read_jobs(GUID.replace("-", hyphen)).jobs == (ref(GUID),)


@given(ids)
def test_ids_that_are_no_guids_keep_their_letter_case(one: str) -> None:
    assume(not re.fullmatch("[0-9A-Fa-f]{32}|[0-9A-Fa-f-]{36}", one))
    assert read_job(one).id == one
    assert read_job(one.swapcase()).id == one.swapcase()


@given(st.text() | st.text(alphabet=":/?#[]@%&=.jobsccwatch-0123\n ", max_size=80))
@example("//[")
@example("http://[/jobs/a")
@example("http://\u2100/jobs/a")
def test_any_text_is_taken_or_refused(text: str) -> None:
    intake = read_jobs(text)
    assert all(is_job_id(job.id) for job in intake.jobs)
    assert all(line.isprintable() for line in intake.refused)
    with suppress(JobRefused):
        assert is_job_id(read_job(text).id)
