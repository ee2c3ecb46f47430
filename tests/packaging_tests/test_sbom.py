"""The components of a package and its bill of materials, from fake frozen files."""

import hashlib
import json
from pathlib import Path
from typing import Any

import components
import pytest
import requests
from components import UnknownOriginError, components_of
from sbom import LINKED_INTO, bill_of_materials, disagreements, refresh

import ccwatch

ELF = b"\x7fELF\0"
VERSION_OF_REQUESTS = requests.__version__


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.fixture
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, dict[str, Any]]:
    """A folder with its own OpenSSL and one linked into another file, and its bill."""
    built, folder = tmp_path / "source", tmp_path / "frozen"
    monkeypatch.setattr(components, "ROOT", built)
    monkeypatch.setattr(components, "_system_package", lambda file: None)
    monkeypatch.setattr(
        components, "owners", lambda: {(built / "site/_rust.abi3.so").resolve(): "requests"}
    )
    entries = []
    for target, source, content in (
        ("ccwatch", "work/ccwatch", ELF + b"program"),
        ("libssl.so.3", "libssl.so.3", ELF + b"tls"),
        ("libcrypto.so.3", "libcrypto.so.3", ELF + b"OpenSSL 3.0.19 27 Jan 2026\0"),
        ("requests/_rust.abi3.so", "site/_rust.abi3.so", ELF + b"OpenSSL 4.0.3 29 Sep 2026\0"),
        ("ccwatch/resources/ccwatch.svg", "resources/ccwatch.svg", b"<svg/>"),
    ):
        place = "." if target == "ccwatch" else "_internal"
        put(folder / place, target, content)
        entries.append((target, str(put(built, source, content)), "BINARY"))
    entries.append(("requests", requests.__file__, "PYMODULE"))
    return folder, json.loads(bill_of_materials(components_of(entries), folder))


def test_the_bill_names_the_program_and_its_version(
    frozen: tuple[Path, dict[str, Any]],
) -> None:
    _, bill = frozen
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    program = bill["metadata"]["component"]
    assert (program["name"], program["version"]) == ("ccwatch", ccwatch.__version__)
    assert bill["dependencies"][0]["ref"] == program["bom-ref"]
    references = [part["bom-ref"] for part in bill["components"]]
    assert bill["dependencies"][0]["dependsOn"] == references
    assert len({*references}) == len(references)


def test_both_openssls_are_named_with_version_licence_and_file(
    frozen: tuple[Path, dict[str, Any]],
) -> None:
    _, bill = frozen
    parts = {part["name"]: part for part in bill["components"]}
    own = parts["OpenSSL"]
    assert own["version"] == "3.0.19"
    assert own["licenses"] == [{"license": {"id": "Apache-2.0"}}]
    files = {file["name"]: file["hashes"] for file in own["components"]}
    digest = hashlib.sha256(ELF + b"tls").hexdigest()
    assert files["libssl.so.3"] == [{"alg": "SHA-256", "content": digest}]
    assert {*files} == {"libssl.so.3", "libcrypto.so.3"}
    linked = [part for part in parts["requests"]["components"] if part["type"] == "library"]
    assert [(part["name"], part["version"]) for part in linked] == [("OpenSSL", "4.0.3")]
    place = {"name": LINKED_INTO, "value": "requests/_rust.abi3.so"}
    assert linked[0]["properties"] == [place]


def test_a_package_is_named_as_the_index_of_packages_names_it(
    frozen: tuple[Path, dict[str, Any]],
) -> None:
    _, bill = frozen
    found = next(part for part in bill["components"] if part["name"] == "requests")
    assert found["purl"] == f"pkg:pypi/requests@{VERSION_OF_REQUESTS}"


def test_a_folder_and_its_bill_agree(frozen: tuple[Path, dict[str, Any]]) -> None:
    folder, bill = frozen
    assert disagreements(bill, folder) == []


def test_a_file_that_nobody_listed_is_reported(frozen: tuple[Path, dict[str, Any]]) -> None:
    folder, bill = frozen
    put(folder, "_internal/libstowaway.so.1", ELF)
    assert [line.partition(": ")[0] for line in disagreements(bill, folder)] == ["not in the bill"]


def test_a_file_that_is_missing_or_changed_is_reported(
    frozen: tuple[Path, dict[str, Any]],
) -> None:
    folder, bill = frozen
    (folder / "_internal/libssl.so.3").unlink()
    put(folder, "_internal/libcrypto.so.3", ELF + b"changed")
    kinds = [line.partition(": ")[0] for line in disagreements(bill, folder)]
    assert kinds == ["not in the folder", "other content"]


def test_signing_changes_files_and_the_bill_follows(frozen: tuple[Path, dict[str, Any]]) -> None:
    folder, bill = frozen
    put(folder, "ccwatch", ELF + b"program, signed")
    assert disagreements(bill, folder)
    refresh(bill, folder)
    assert disagreements(bill, folder) == []


def test_in_an_app_of_macos_the_files_lie_elsewhere(
    frozen: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    folder, bill = frozen
    contents = tmp_path / "ccwatch.app" / "Contents"
    contents.mkdir(parents=True)
    (folder / "_internal").rename(contents / "Frameworks")
    (contents / "MacOS").mkdir()
    (folder / "ccwatch").rename(contents / "MacOS" / "ccwatch")
    put(contents, "Info.plist", b"<plist/>")
    put(contents, "_CodeSignature/CodeResources", b"<plist/>")
    assert disagreements(bill, contents.parent) == []
    put(contents, "Frameworks/libstowaway.dylib", ELF)
    assert len(disagreements(bill, contents.parent)) == 1


def test_a_file_of_unknown_origin_is_not_shipped() -> None:
    entries = [("libstowaway.so.1", "/opt/elsewhere/libstowaway.so.1", "BINARY")]
    with pytest.raises(UnknownOriginError, match=r"native\.py.*libstowaway"):
        components_of(entries)


def test_a_library_that_says_no_version_has_the_one_of_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(components, "_system_package", lambda file: ("libffi8", "3.4.4-1+deb12u1"))
    path = put(tmp_path, "libffi.so.8", ELF)
    found = components_of([("libffi.so.8", str(path), "BINARY")])[0]
    assert (found.name, found.version) == ("libffi", "3.4.4")
    assert "/libffi8@3.4.4-1%2Bdeb12u1?distro=" in found.purl


def test_what_a_package_declares_to_be_linked_in_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = [{"name": "pem", "version": "4.0.0", "licenses": [{"license": {"id": "MIT"}}]}]
    monkeypatch.setattr(components, "declared_parts", lambda name: declared)
    found = components_of([("requests", requests.__file__, "PYMODULE")])[0]
    assert [(part.name, part.version, part.licence) for part in found.parts] == [
        ("pem", "4.0.0", "MIT")
    ]


def test_a_module_that_is_named_like_a_library_is_no_library() -> None:
    stdlib = Path(json.__file__).parent.parent
    entries = [("ssl", str(stdlib / "ssl.py"), "PYMODULE"), ("z.txt", str(stdlib / "z"), "DATA")]
    assert [component.name for component in components_of(entries)] == ["CPython"]


def test_a_file_that_its_package_does_not_list_is_of_unknown_origin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(components, "ROOT", tmp_path)
    source = put(tmp_path, "build/package-env/lib/site-packages/added.so", ELF)
    with pytest.raises(UnknownOriginError, match=r"added\.so"):
        components_of([("added.so", str(source), "EXTENSION")])


def test_what_is_linked_in_has_the_same_order_in_whatever_order_the_files_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = {
        "a.so": ELF + b"inflate 1.3.1 Copyright 1995-2024 Mark Adler ",
        "b.so": ELF + b"libpng version 1.6.59",
        "c.so": ELF + b"inflate 1.2.13 Copyright 1995-2022 Mark Adler ",
    }
    owners = {(tmp_path / name).resolve(): "requests" for name in both}
    monkeypatch.setattr(components, "owners", lambda: owners)
    entries = [
        (f"requests/{name}", str(put(tmp_path, name, content)), "BINARY")
        for name, content in both.items()
    ]
    for order in (entries, entries[::-1]):
        (requests_part,) = components_of(order)
        linked = [(part.name, part.version) for part in requests_part.parts]
        assert linked == [("libpng", "1.6.59"), ("zlib", "1.2.13"), ("zlib", "1.3.1")]
