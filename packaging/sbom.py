"""A software bill of materials (CycloneDX) of what a package ships."""

import json
import platform
import re
import sys
from collections.abc import Sequence
from importlib import metadata
from typing import Any

from notices import licence_of

_EXPRESSION = re.compile(r"[A-Za-z0-9.+-]+( (OR|AND|WITH) [A-Za-z0-9.+-]+)*")
_KNOWN_NAMES = {"MIT License": "MIT", "Apache License 2.0": "Apache-2.0"}


def bill_of_materials(version: str, distributions: Sequence[str]) -> str:
    """Return the bill as JSON; without a date, so that the same parts give the same bill."""
    python = platform.python_version()
    parts: list[dict[str, Any]] = [
        {
            "type": "framework",
            "bom-ref": f"python@{python}",
            "name": sys.implementation.name,
            "version": python,
            "licenses": [{"license": {"id": "PSF-2.0"}}],
        },
        *map(_component, distributions),
    ]
    program = f"pkg:pypi/ccwatch@{version}"
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": program,
                "name": "ccwatch",
                "version": version,
                "purl": program,
                "licenses": [{"license": {"id": "MIT"}}],
            },
            "properties": [
                {"name": "ccwatch:system", "value": sys.platform},
                {"name": "ccwatch:machine", "value": platform.machine()},
            ],
        },
        "components": parts,
        "dependencies": [{"ref": program, "dependsOn": [part["bom-ref"] for part in parts]}],
    }
    return json.dumps(bill, indent=2, ensure_ascii=False) + "\n"


def _component(name: str) -> dict[str, Any]:
    about = metadata.metadata(name)
    link = f"pkg:pypi/{re.sub(r'[-_.]+', '-', about['Name']).lower()}@{about['Version']}"
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": link,
        "name": about["Name"],
        "version": about["Version"],
        "purl": link,
    }
    licence = licence_of(name)
    licence = _KNOWN_NAMES.get(licence, licence)
    if _EXPRESSION.fullmatch(licence) and ("License-Expression" in about or " OR " in licence):
        component["licenses"] = [{"expression": licence}]
    elif licence:
        component["licenses"] = [{"license": {"name": licence}}]
    return component
