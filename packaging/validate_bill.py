"""Validate bills of materials against the schema: `python packaging/validate_bill.py BILL…`.

Needs the packages of packaging/tools.lock, so it is separate from the code that writes them.
"""

import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator


def faults(bill: str) -> list[str]:
    """Return a bill's violations of the schema."""
    found = JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill)
    return [] if found is None else [str(found)]


if __name__ == "__main__":
    wrong = [
        f"{name}: {fault}"
        for name in sys.argv[1:]
        for fault in faults(Path(name).read_text("utf-8"))
    ]
    print("\n".join(wrong) or "Valid by the schema.")
    sys.exit(1 if wrong else 0)
