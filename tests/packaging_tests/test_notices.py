"""Notices and the bill of materials, from packages that are installed."""

import json
from pathlib import Path

import pytest
import requests
from notices import licence_text, shipped_distributions, third_party_notices
from sbom import bill_of_materials

import ccwatch

SHIPPED = ["PySide6_Essentials", "requests", "shiboken6"]


def test_a_package_is_shipped_when_one_of_its_files_is() -> None:
    sources = [str(Path(requests.__file__)), ccwatch.__file__, "/elsewhere/file.py"]
    assert shipped_distributions(sources) == ["requests"]


@pytest.mark.parametrize(
    "words",
    [
        "GNU LESSER GENERAL PUBLIC LICENSE",
        "GNU GENERAL PUBLIC LICENSE",
        "complete source",
        "replace them by modified ones",
        "Apache License",
    ],
)
def test_the_notices_have_qts_terms_its_source_and_every_text(words: str) -> None:
    assert words in third_party_notices(SHIPPED)


def test_the_notices_name_each_package_and_library_once() -> None:
    text = third_party_notices(SHIPPED, ["/usr/lib/libssl.so.3", "/usr/lib/libcrypto.so.3"])
    listed = text.partition("\n====")[0].splitlines()
    for begin in ("Python 3", "OpenSSL (", "requests 2", "PySide6_Essentials 6", "shiboken6 6"):
        assert len([line for line in listed if line.startswith(begin)]) == 1
    assert not any(line.startswith("SQLite") for line in listed)
    assert licence_text("requests")


def test_the_bill_of_materials_names_program_and_parts() -> None:
    bill = json.loads(bill_of_materials("1.2.3", SHIPPED))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["version"] == "1.2.3"
    parts = {part["name"]: part for part in bill["components"]}
    assert set(parts) == {"cpython", *SHIPPED}
    assert parts["requests"]["purl"].startswith("pkg:pypi/requests@2")
    assert parts["PySide6_Essentials"]["licenses"][0]["expression"].startswith("LGPL-3.0-only")
    references = [part["bom-ref"] for part in bill["components"]]
    assert bill["dependencies"][0]["dependsOn"] == references
