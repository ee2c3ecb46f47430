"""Whether a copied text is the link of one job: only then may it be spoken of unasked."""

from re import IGNORECASE, fullmatch

from ccwatch.core.errors import JobRefused
from ccwatch.core.job_refs import JobRef, read_job

LONGEST = 2000
_OURS = r"ccwatch://\S+"
_GUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# A page of jobs of any other kind has no GUIDs; a document with a GUID is no job.
_PAGE = rf"https?://\S*[/?&#](jobs?/|job_?id=){_GUID}(?![\w-])\S*"


def job_of_link(text: str) -> JobRef | None:
    """Return the job when the text is a link to it and nothing else; a bare word is none."""
    link = text.strip()
    if len(link) > LONGEST or not fullmatch(f"{_OURS}|{_PAGE}", link, IGNORECASE):
        return None
    try:
        return read_job(link)
    except JobRefused:
        return None
