"""Check that what is installed here is the lowest version that pyproject.toml allows of each.

Run in the environment of `make lowest`. Exits with 1 and names each lower bound that another
requirement overrules: no test runs with that version.
"""

import sys
import tomllib
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent


def untested(requirements: Iterable[str], installed: Callable[[str], str]) -> list[str]:
    """Return the requirements whose lower bound is not installed, with the version that is."""
    found = []
    for text in requirements:
        wanted = Requirement(text)
        if wanted.marker and not wanted.marker.evaluate():
            continue
        bounds = [Version(it.version) for it in wanted.specifier if it.operator in (">=", "~=")]
        there = Version(installed(wanted.name))
        # 2.3.1 is the lowest version of 2.3 where 2.3.0 was withdrawn.
        if not any(there.release[: len(bound.release)] == bound.release for bound in bounds):
            found.append(f"{text}: {there} is installed")
    return found


if __name__ == "__main__":
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wrong = untested([*project["dependencies"], *project["optional-dependencies"]["test"]], version)
    print("\n".join(wrong) or "Each requirement is installed in the lowest version it allows.")
    sys.exit(1 if wrong else 0)
