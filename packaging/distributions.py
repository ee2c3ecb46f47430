"""Metadata of the installed Python packages: files, licences, and bundled parts."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

_IS_LICENCE = re.compile(r"(?i)(licen[cs]e|copying|notice|authors)")


@cache
def owners() -> dict[Path, str]:
    """Return the package of each installed file."""
    return {
        Path(str(file.locate())).resolve(): name
        for package in metadata.distributions()
        for name in (package.metadata["Name"],)  # read once, because each access parses a file
        for file in package.files or ()
    }


def shipped_distributions(sources: Iterable[str]) -> list[str]:
    """Return the names of the installed packages that these files come from, except ccwatch."""
    found = {owners().get(Path(source).resolve()) for source in sources}
    return sorted((name for name in found if name and name != "ccwatch"), key=str.casefold)


def licence_of(name: str) -> str:
    """Return the short name of a package's licence."""
    about = metadata.metadata(name)
    for key in ("License-Expression", "License"):
        named = (about[key] or "").strip() if key in about else ""
        if named and "\n" not in named:
            return named
    kinds = [text for text in about.get_all("Classifier") or [] if text.startswith("License ::")]
    return ", ".join(kind.rpartition(" :: ")[2] for kind in kinds)


def licence_text(name: str) -> str:
    """Return the licence and notice texts in a package."""
    files = [
        file
        for file in _files(name)
        if ".dist-info" in file.parts[0]
        and _IS_LICENCE.search(file.name)
        and "sboms" not in file.parts
    ]
    return "\n\n".join(file.read_text("utf-8").strip() for file in sorted(files))


def home_of(name: str) -> str:
    """Return the address of a package's home page."""
    about = metadata.metadata(name)
    links = [link.partition(", ")[2] for link in about.get_all("Project-URL") or []]
    return about["Home-page"] if "Home-page" in about else next(iter(links), "")


def purl_of(name: str) -> str:
    """Return a package's URL (purl) for bills of materials."""
    about = metadata.metadata(name)
    return f"pkg:pypi/{re.sub(r'[-_.]+', '-', about['Name']).lower()}@{about['Version']}"


def declared_parts(name: str) -> Iterator[dict[str, Any]]:
    """Yield the parts that a package declares as linked into its files, as CycloneDX components.

    Source: https://peps.python.org/pep-0770/
    """
    for file in _files(name):
        if "sboms" in file.parts and file.suffix == ".json":
            yield from json.loads(file.read_text("utf-8")).get("components", [])


def declared_licence(part: dict[str, Any]) -> str:
    """Return the short name of a CycloneDX component's licence."""
    terms = part.get("licenses", [])
    named = [
        term.get("expression") or term["license"].get("id") or term["license"].get("name")
        for term in terms
    ]
    return " AND ".join(filter(None, named))


def _files(name: str) -> list[metadata.PackagePath]:
    try:
        return metadata.files(name) or []
    except metadata.PackageNotFoundError:
        return []
