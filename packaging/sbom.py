"""The software bill of materials (CycloneDX) of a package, and its comparison with a folder.

`python packaging/sbom.py BILL FOLDER` exits with 1 and names the files that are missing from the
bill or the folder, or differ. With --refresh it first updates the checksums, because signing
changes the signed files.
"""

import argparse
import hashlib
import json
import platform
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from components import Component

# Where files may be in a folder or an app.
_PLACES = ("_internal", ".", "Contents/Frameworks", "Contents/Resources", "Contents/MacOS")
_EXPRESSION = re.compile(r"[A-Za-z0-9.+-]+( (OR|AND|WITH) [A-Za-z0-9.+-]+)*")
_KNOWN_NAMES = {
    "MIT License": "MIT",
    "Apache License 2.0": "Apache-2.0",
}
_IDS = ("MIT", "Apache-2.0", "MPL-2.0", "BSD-3-Clause", "PSF-2.0")
LINKED_INTO = "ccwatch:linked-into"


def bill_of_materials(components: Sequence[Component], folder: Path) -> str:
    """Return the bill as JSON, the program as its first component, with each file's checksum.

    It has no date, so that the same parts give the same bill.
    """
    program, *others = components
    described = _described(program, folder) | {"type": "application"}
    parts = [_described(component, folder) for component in others]
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": described,
            "properties": [
                {"name": "ccwatch:system", "value": sys.platform},
                {"name": "ccwatch:machine", "value": platform.machine()},
            ],
        },
        "components": parts,
        "dependencies": [
            {"ref": described["bom-ref"], "dependsOn": [part["bom-ref"] for part in parts]}
        ],
    }
    return _written(bill)


def disagreements(bill: dict[str, Any], folder: Path) -> list[str]:
    """Return the differences between a bill and the folder that it describes, by file."""
    folder = folder.resolve()
    listed = {str(_place(folder, name).resolve()): digest for name, digest in _files(bill)}
    there = {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and not _is_of_app(path)
    }
    wrong = [f"not in the bill: {name}" for name in there.keys() - listed.keys()]
    wrong += [f"not in the folder: {name}" for name in listed.keys() - there.keys()]
    both = there.keys() & listed.keys()
    return sorted(
        wrong + [f"other content: {name}" for name in both if there[name] != listed[name]]
    )


def refresh(bill: dict[str, Any], folder: Path) -> None:
    """Update the checksums in the bill from the folder's files."""
    for component in _all_files(bill):
        component["hashes"] = [_hash(_place(folder, component["name"]))]


def _described(component: Component, folder: Path) -> dict[str, Any]:
    reference = component.purl or f"{component.name}@{component.version}"
    found = {
        "type": "library",
        "bom-ref": reference,
        "name": component.name,
        "version": component.version,
        "licenses": [_licence(component.licence)],
        "purl": component.purl,
        "components": [
            *(_part(part, reference) for part in component.parts),
            *(_file(name, reference, folder) for name in component.files),
        ],
    }
    return {key: value for key, value in found.items() if value}


def _part(part: Component, of: str) -> dict[str, Any]:
    places = [{"name": LINKED_INTO, "value": name} for name in part.files]
    described = {
        "type": "library",
        "bom-ref": f"{of}#{part.name}@{part.version}",
        "name": part.name,
        "version": part.version,
        "licenses": [_licence(part.licence)],
        "purl": part.purl,
        "properties": places,
    }
    return {key: value for key, value in described.items() if value}


def _file(name: str, of: str, folder: Path) -> dict[str, Any]:
    return {
        "type": "file",
        "bom-ref": f"{of}#{name}",
        "name": name,
        "hashes": [_hash(_place(folder, name))],
    }


def _hash(path: Path) -> dict[str, str]:
    return {"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}


def _place(folder: Path, name: str) -> Path:
    """Return the path of a file in a folder or app, whether or not it exists."""
    places = [folder / place / name for place in _PLACES]
    return next((place for place in places if place.is_file()), places[0])


def _is_of_app(path: Path) -> bool:
    """Return whether this file is part of the macOS app structure or its signature."""
    return "_CodeSignature" in path.parts or path.name in ("Info.plist", "PkgInfo", "ccwatch.icns")


def _licence(text: str) -> dict[str, Any]:
    text = _KNOWN_NAMES.get(text, text)
    if text in _IDS:
        return {"license": {"id": text}}
    return {"expression": text} if _EXPRESSION.fullmatch(text) else {"license": {"name": text}}


def _all_files(bill: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for component in (bill["metadata"]["component"], *bill["components"]):
        yield from (part for part in component.get("components", []) if part["type"] == "file")


def _files(bill: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for component in _all_files(bill):
        yield component["name"], component["hashes"][0]["content"]


def _written(bill: dict[str, Any]) -> str:
    return json.dumps(bill, indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Compare a bill with a folder; return 1 if any file is wrong, else 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bill", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--refresh", action="store_true")
    arguments = parser.parse_args()
    bill = json.loads(arguments.bill.read_text("utf-8"))
    if arguments.refresh:
        refresh(bill, arguments.folder)
        arguments.bill.write_text(_written(bill), "utf-8")
    wrong = disagreements(bill, arguments.folder)
    print("\n".join(wrong) or f"Each file of {arguments.folder} is in {arguments.bill}.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
