"""A list is gathered to its end, and never for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.errors import ServerFault
from ccwatch.core.job import Details, JobId
from ccwatch.core.my_jobs import Gathering, MyJobs
from ccwatch.core.service_replies import Listed, ListedPage

GUID = "8f6c3a52-0d1e-4b7a-9c55-6f0e2a7d2b41"


def page(jobs: str, link: str | None) -> ListedPage:
    return ListedPage(tuple(Listed(JobId(job), Details()) for job in jobs.split()), link)


def gathered(*pages: ListedPage) -> tuple[list[str], str, int]:
    """Return the jobs, why they are not all, and how many pages were asked for."""
    gathering, asked = Gathering(""), 0
    for each in pages:
        if gathering.next is None:
            break
        gathering.take(each)
        asked += 1
    result = gathering.result
    return [job.id for job in result.jobs], result.incomplete, asked


def test_all_pages_to_the_end_are_the_list() -> None:
    assert gathered(page("a b", "1"), page("c", "2"), page("d", None)) == (list("abcd"), "", 3)
    assert gathered(page("", None)) == ([], "", 1)


def test_a_few_empty_pages_do_not_end_a_list() -> None:
    empty = [page("", str(number)) for number in range(4)]
    assert gathered(*empty, page("a", None)) == (["a"], "", 5)


def test_a_list_that_brings_something_now_and_then_goes_on() -> None:
    empty = [page("", str(number)) for number in range(8)]
    pages = [page("a", "a"), *empty[:4], page("b", "b"), *empty[4:], page("c", None)]
    assert gathered(*pages) == (["a", "b", "c"], "", 11)


def test_a_job_that_comes_twice_is_one() -> None:
    assert gathered(page("a b", "1"), page("b c", None)) == (["a", "b", "c"], "", 2)


@pytest.mark.parametrize(
    "pages",
    [
        [page("a", "1"), page("b", "1")],
        [page("a", "1"), page("b", "2"), page("a", "1")],
        [page("a", ""), page("b", None)],
    ],
)
def test_a_list_that_leads_back_to_itself_is_left(pages: list[ListedPage]) -> None:
    jobs, incomplete, asked = gathered(*pages, page("never", None))
    assert incomplete == "The job list repeats itself."
    assert set(jobs) <= {"a", "b"}
    assert asked <= len(pages)


@pytest.mark.parametrize("jobs", ["", "a b"])
def test_ever_new_links_that_bring_nothing_new_are_left(jobs: str) -> None:
    found, incomplete, asked = gathered(*(page(jobs, str(number)) for number in range(1000)))
    assert (found, incomplete) == (jobs.split(), "The job list repeats itself.")
    assert asked <= 6


def test_a_list_without_end_is_cut_off() -> None:
    pages = (page(f"job-{number}", str(number)) for number in range(1000))
    found, incomplete, asked = gathered(*pages)
    assert (len(found), asked) == (50, 50)
    assert incomplete == "Only the first 50 were used."


@given(st.lists(st.tuples(st.sampled_from(["", "a", "a b", "c"]), st.sampled_from("0123456789"))))
def test_whatever_the_links_the_asking_ends(pages: list[tuple[str, str]]) -> None:
    *_, asked = gathered(*(page(jobs, link) for jobs, link in pages))
    assert asked <= 11, "there are ten links"


def test_what_came_is_kept_when_a_later_page_fails() -> None:
    gathering = Gathering("")
    gathering.take(page("a", "1"))
    gathering.fail(ServerFault("The service answered 503."))
    assert gathering.next is None
    listed = (Listed(JobId("a"), Details()),)
    assert gathering.result == MyJobs(listed, "The service answered 503.")


def test_when_the_first_page_fails_there_is_no_list() -> None:
    with pytest.raises(ServerFault):
        Gathering("").fail(ServerFault("The service answered 503."))
