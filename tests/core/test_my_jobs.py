"""A list is gathered to its end, and never for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.errors import ServerFault
from ccwatch.core.job import Details, JobId, Service
from ccwatch.core.my_jobs import (
    Gathering,
    LastList,
    MyJobs,
    created_since,
    is_news,
    next_last,
    taken_up,
)
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


DAY = 86_400.0
ASKED = 1_790_000_000.0


def ended(at: float | None, created: float | None = None) -> Listed:
    return Listed(JobId("a"), Details(state="success", ended=at, created=created))


@pytest.mark.parametrize(
    ("job", "last", "news"),
    [
        (Listed(JobId("a"), Details(state="Active")), None, True),
        (Listed(JobId("a"), Details(state="Active", created=1.0)), LastList(ASKED), True),
        (ended(ASKED + 5.0), None, False),
        (ended(ASKED + 5.0), LastList(ASKED), True),
        (ended(ASKED - 599.0), LastList(ASKED), True),  # the clocks may differ
        (ended(ASKED - 601.0), LastList(ASKED), False),
        (ended(ASKED - 30.0), LastList(ASKED, before=ASKED - 30.0), False),
        (ended(ASKED - 29.0), LastList(ASKED, before=ASKED - 30.0), True),
        (ended(None, ASKED + 5.0), LastList(ASKED), True),
        (ended(None, ASKED - DAY), LastList(ASKED), False),
        (ended(None), LastList(ASKED), True),
        (ended(None), None, False),
    ],
)
def test_a_job_that_has_ended_is_news_if_that_was_after_the_last_list(
    job: Listed, last: LastList | None, news: bool
) -> None:
    assert is_news(job, last) is news


def test_only_the_first_list_says_what_was_there_before() -> None:
    jobs = [ended(7.0), ended(9.0), ended(None, 8.0), Listed(JobId("b"), Details(state="Active"))]
    first = next_last(None, 100.0, jobs)
    assert first == LastList(100.0, 9.0)
    assert next_last(first, 200.0, [ended(150.0)]) == LastList(200.0, 9.0)
    assert next_last(None, 100.0, []) == LastList(100.0, 0.0)


def test_at_a_start_no_more_than_thirty_days_are_looked_up() -> None:
    lists = {
        Service.MODELING: LastList(ASKED - 40 * DAY, 3.0),
        Service.ANALYSIS: LastList(ASKED - DAY, 4.0),
        Service.CONVERSION: LastList(ASKED + 1.0, 5.0),
    }
    assert taken_up(lists, ASKED) == {
        Service.MODELING: LastList(ASKED - 30 * DAY, 3.0),
        Service.ANALYSIS: LastList(ASKED - DAY, 4.0),
    }


def test_in_version_1_a_job_may_be_created_a_day_before_it_is_submitted() -> None:
    since = {service: ASKED - created_since(service, ASKED) for service in Service}
    version_1 = {Service.MODELING, Service.ANALYSIS, Service.CONVERSION}
    assert since == {it: 600.0 + (DAY if it in version_1 else 0.0) for it in Service}
