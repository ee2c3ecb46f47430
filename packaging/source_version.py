"""The version, read from the source."""

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "ccwatch" / "__init__.py"


def ccwatch_version() -> str:
    """Return the version of the source, without importing it."""
    found = re.search(r'^__version__ = "([^"]+)"$', SOURCE.read_text("utf-8"), re.MULTILINE)
    if not found:
        raise ValueError(f"{SOURCE} has no version")
    return found.group(1)


if __name__ == "__main__":
    print(ccwatch_version())
