"""The libraries that the program depends on, from the metadata of the installed packages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from ccwatch.core.job_words import UNKNOWN
from ccwatch.core.plain_text import one_line

LONGEST = 80
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_CLASSIFIER = "License :: "


@dataclass(frozen=True, slots=True)
class Library:
    """One library, and the licence in its metadata."""

    name: str
    version: str
    licence: str


def libraries_of(program: str) -> list[Library]:
    """Return the direct and indirect dependencies that are installed here."""
    found: dict[str, Library] = {}
    waiting = list(_needed(program))
    while waiting:
        name = waiting.pop()
        if _same(name) in found:
            continue
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue  # for another system
        found[_same(name)] = Library(
            one_line(about["Name"], LONGEST), one_line(about["Version"], LONGEST), _licence(about)
        )
        waiting += _needed(name)
    return sorted(found.values(), key=lambda library: library.name.casefold())


def _needed(name: str) -> Iterator[str]:
    try:
        requirements = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return
    for requirement in requirements:
        if "extra ==" not in requirement and (found := _NAME.match(requirement)):
            yield found.group()


def _licence(about: metadata.PackageMetadata) -> str:
    """Return the licence's short name; some packages have the whole text in that field."""
    for key in ("License-Expression", "License"):
        licence = str(about[key] or "") if key in about else ""
        if licence and "\n" not in licence.strip():
            return one_line(licence, LONGEST)
    kinds = [text for text in about.get_all("Classifier") or [] if text.startswith(_CLASSIFIER)]
    return ", ".join(kind.rpartition(" :: ")[2] for kind in kinds) or UNKNOWN


def _same(name: str) -> str:
    """Return the normalised name: https://packaging.python.org/specifications/."""
    return re.sub(r"[-_.]+", "-", name).lower()
