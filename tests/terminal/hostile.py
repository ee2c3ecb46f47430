"""Hostile text for a terminal or a window."""

import unicodedata

from ccwatch.core.job import Details, Job, JobId, Output, Progress, Remark, Trouble

TITLE = (
    "\x1b]0;owned\x07\x1b[2J\x1b]8;;https://evil.example/\x1b\\go\x1b]8;;\x1b\\\x1b]52;c;cm0=\x07"
)
HIDDEN = "\u202egpj.exe\u2066\u200f\u061c\u200b\ufeff\x9b31m\x85\u2028\r\x7f\U000e0041\ud800"
HOSTILE = f"Bridge{TITLE}{HIDDEN}end"
LAYOUT = "\n\t\u00a0\u2009\u202f"


def steering(text: str) -> set[str]:
    """Return the text's characters that no screen may get."""
    return {
        char
        for char in text
        if char not in LAYOUT and unicodedata.category(char)[0] in "CZ" and char != " "
    }


def hostile_job(job: str) -> Job:
    """Return a job whose every text is hostile, as its journal might contain it."""
    remark = Remark(HOSTILE, HOSTILE, HOSTILE)
    return Job(
        JobId(job),
        progress=Progress(41.0, HOSTILE, HOSTILE),
        details=Details(
            HOSTILE,
            HOSTILE,
            HOSTILE,
            quality=HOSTILE,
            outputs=(Output(HOSTILE, HOSTILE),),
            itwin=HOSTILE,
            errors=(remark,),
            warnings=(remark,),
        ),
        trouble=Trouble(HOSTILE, HOSTILE, HOSTILE, HOSTILE),
    )
