"""The version and the address of the project, each read from the one place that defines it."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "ccwatch" / "__init__.py"
MAINTAINER = "ccwatch contributors <ccwatch@users.noreply.github.com>"


def ccwatch_version() -> str:
    """Return the version of the source, without importing it."""
    found = re.search(r'^__version__ = "([^"]+)"$', SOURCE.read_text("utf-8"), re.MULTILINE)
    if not found:
        raise ValueError(f"{SOURCE} has no version")
    return found.group(1)


def project_address() -> str:
    """Return where the project is published."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["urls"]["Homepage"])


if __name__ == "__main__":
    print(ccwatch_version())
