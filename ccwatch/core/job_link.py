"""Whether copied text is a link to one job, the only case in which ccwatch offers to add it."""

from re import IGNORECASE, fullmatch

from ccwatch.core.errors import JobRefused
from ccwatch.core.job import GUID
from ccwatch.core.job_refs import JobRef, read_job

LONGEST = 2000
_OURS = r"ccwatch://\S+"
# Pages of other kinds of jobs have no GUIDs; a document with a GUID is not a job.
_PAGE = rf"https?://\S*[/?&#](jobs?/|job_?id=){GUID}(?![\w-])\S*"


def job_of_link(text: str) -> JobRef | None:
    """Return the job if the text is a link to it and nothing else; a bare ID does not count."""
    link = text.strip()
    if len(link) > LONGEST or not fullmatch(f"{_OURS}|{_PAGE}", link, IGNORECASE):
        return None
    try:
        return read_job(link)
    except JobRefused:
        return None
