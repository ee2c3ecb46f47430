"""The vendor's schemas: where they are, what they contain, and whether a reply satisfies them."""

import functools
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

ROOT = Path(__file__).parent.parent.parent
MODELING, ANALYSIS_2, CONVERSION = "contextcapture", "reality-analysis", "realityconversion"
NAMED = os.environ.get("VENDOR_OPENAPI")
FOLDER = Path(NAMED or ROOT.parent / "shared" / "openapi")
ABSENT = not (FOLDER / f"{MODELING}.json").is_file()

# Without the definitions these tests are skipped, but fail if VENDOR_OPENAPI names their folder.
needs_definitions = pytest.mark.skipif(
    ABSENT and not NAMED,
    reason=f"the vendor's definitions are not in {FOLDER}; VENDOR_OPENAPI may name their folder",
)


class Operation(NamedTuple):
    """An operation that ccwatch uses, by the file that defines it and its path there."""

    file: str
    path: str
    method: str = "get"

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.file}{self.path}"


OPERATIONS = (
    *(
        Operation(file, path)
        for file in (MODELING, CONVERSION, ANALYSIS_2)
        for path in ("/jobs/{id}/progress", "/jobs/{id}", "/jobs")
    ),
    Operation(ANALYSIS_2, "/jobs/{id}/messages"),
    Operation(MODELING, "/jobs/{id}", "patch"),
    Operation(CONVERSION, "/jobs/{id}", "patch"),
    Operation(ANALYSIS_2, "/jobs/{id}", "delete"),
)


@functools.cache
def definition(file: str) -> dict[str, Any]:
    """Return the definition of a service."""
    document: dict[str, Any] = json.loads((FOLDER / f"{file}.json").read_text("utf-8"))
    return document


def statuses(operation: Operation) -> list[int]:
    """Return the documented statuses of an operation."""
    responses = definition(operation.file)["paths"][operation.path][operation.method]["responses"]
    return sorted(map(int, responses))


def schema_of(operation: Operation, status: int = 200) -> dict[str, Any]:
    """Return the schema of a reply; its references refer to `definition`."""
    responses = definition(operation.file)["paths"][operation.path][operation.method]["responses"]
    schema: dict[str, Any] = responses[str(status)]["content"]["application/json"]["schema"]
    return schema


def resolved(file: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema that a reference leads to, or the schema itself."""
    while "$ref" in schema:
        schema = definition(file)["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def leaves(file: str, schema: dict[str, Any], path: str = "") -> Iterator[str]:
    """Yield the path of each value in a schema: "job.inputs[].id"; alternatives may repeat one."""
    schema = resolved(file, schema)
    if alternatives := schema.get("anyOf") or schema.get("oneOf"):
        for each in alternatives:
            yield from leaves(file, each, path)
    elif "properties" in schema:
        for name, part in schema["properties"].items():
            yield from leaves(file, part, f"{path}.{name}" if path else name)
    elif schema.get("type") == "array":
        yield from leaves(file, schema.get("items", {}), f"{path}[]")
    else:
        yield path


@functools.cache
def validator(operation: Operation, status: int = 200) -> jsonschema.Draft202012Validator:
    """Return what checks a reply to an operation."""
    schemas = _with_nulls(definition(operation.file)["components"]["schemas"])
    return jsonschema.Draft202012Validator(
        {**_with_nulls(schema_of(operation, status)), "components": {"schemas": schemas}}
    )


def _with_nulls(schema: Any) -> Any:
    """Return the schema in JSON Schema's own way to allow null; alternatives there may overlap."""
    if isinstance(schema, list):
        return [_with_nulls(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {
        "anyOf" if name == "oneOf" else name: _with_nulls(part)
        for name, part in schema.items()
        if name != "nullable"
    }
    return {"anyOf": [plain, {"type": "null"}]} if schema.get("nullable") is True else plain
