"""Each reply of the stand-in satisfies the vendor's definition of its service.

For services without a definition that of the one with the same shape counts, with any type of job.
"""

import copy
import functools
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest

from ccwatch.core.job import Service
from ccwatch.stand_in import StandIn
from ccwatch.stand_in.dialects import DIALECTS
from ccwatch.stand_in.family import FAMILY
from ccwatch.stand_in.samples import SAMPLES
from tests.definitions.schemas import (
    ANALYSIS_2,
    CONVERSION,
    MODELING,
    Operation,
    needs_definitions,
    statuses,
    validator,
)

from .conftest import START, V1, V2, Caller, HandClock

pytestmark = needs_definitions
MINUTES = (0, 1, 2, 5, 12, 30, 60, 180, 600, 50_000)
DEFINED_BY = {
    Service.MODELING: MODELING,
    Service.ANALYSIS: CONVERSION,
    Service.CONVERSION: CONVERSION,
    Service.MODELING_2: ANALYSIS_2,
    Service.ANALYSIS_2: ANALYSIS_2,
    Service.CONVERSION_2: ANALYSIS_2,
}
OWN = (Service.MODELING, Service.CONVERSION, Service.ANALYSIS_2)
TYPES = {ANALYSIS_2: "JobTypes", CONVERSION: "jobType"}
UNLIKE = ("specifications",)


@functools.cache
def checker(service: Service, path: str, method: str, status: int) -> Any:
    """Return what checks a reply of the service."""
    operation = Operation(DEFINED_BY[service], path, method)
    assert status in statuses(operation), f"{operation} does not answer {status}"
    found = validator(operation, status)
    if service in OWN:
        return found
    schema = copy.deepcopy(found.schema)
    parts = schema["components"]["schemas"]
    parts[TYPES[operation.file]] = {"type": "string"}
    job = parts["Job" if operation.file == ANALYSIS_2 else "job"]["properties"]
    job.update({name: {"type": "object"} for name in UNLIKE if name in job})
    for name in ("jobInput", "jobOutput"):
        if name in parts:
            parts[name]["properties"]["type"] = {"type": "string"}
    return jsonschema.Draft202012Validator(schema)


def checked(call: Caller, service: Service, path: str, rest: str, method: str = "GET") -> Any:
    """Return the JSON of a reply that satisfies the definition; `rest` has the ID or the query."""
    version_2 = DIALECTS[service].version == "v2"
    body = {"state": "cancelled"} if method == "PATCH" else None
    reply = call(method, f"/{service}{rest}", body, accept=V2 if version_2 else V1)
    checker(service, path, method.lower(), reply.status).validate(reply.json)
    return reply.json


def jobs_of(service: Service, stand_in: StandIn) -> list[str]:
    """Return the IDs of the service's jobs, at least one, and of one that it does not have."""
    samples = [job.id for job in (*SAMPLES, *FAMILY) if job.service is service]
    if not samples:
        stand_in.add_job("lonely-job", SAMPLES[4].plan, name="Lonely", service=service)
    return [*(samples or ["lonely-job"]), "unknown"]


def operations(service: Service) -> Iterator[str]:
    yield from ("", "/progress")
    if service.has_messages:
        yield "/messages"


@pytest.mark.parametrize("service", Service)
def test_every_reply_about_a_job_is_as_documented(
    service: Service, stand_in: StandIn, call: Caller, clock: HandClock
) -> None:
    jobs = jobs_of(service, stand_in)
    for minutes in MINUTES:
        clock.now = START + minutes * 60
        for job in jobs:
            for rest in operations(service):
                checked(call, service, f"/jobs/{{id}}{rest}", f"/jobs/{job}{rest}")


@pytest.mark.parametrize("service", Service)
@pytest.mark.parametrize(
    ("condition", "top"),
    [
        ("state ne 'x'", 2),
        ("state ne 'x'", 1000),
        ("name eq 'nothing'", 5),
        ("", 5),
        ("state ne 'x'", 0),
        ("iTwinId eq 'no-such-itwin'", 5),
    ],
)
def test_every_list_is_as_documented(
    service: Service, call: Caller, clock: HandClock, condition: str, top: int
) -> None:
    for minutes in MINUTES:
        clock.now = START + minutes * 60
        rest = f"/jobs?$filter={quote(condition)}&$top={top}"
        page = checked(call, service, "/jobs", rest)
        while link := page.get("_links", {}).get("next", {}).get("href"):
            rest = link.removeprefix(f"{call.url}/{service}").replace(" ", "%20")
            page = checked(call, service, "/jobs", rest)


@pytest.mark.parametrize("service", Service)
def test_every_answer_to_a_cancellation_is_as_documented(
    service: Service, stand_in: StandIn, call: Caller
) -> None:
    method = "DELETE" if service.has_messages else "PATCH"
    for job in jobs_of(service, stand_in) * 2:
        checked(call, service, "/jobs/{id}", f"/jobs/{job}", method)


@pytest.mark.parametrize("service", Service)
@pytest.mark.parametrize(("fault", "status"), [("401", 401), ("429", 429), ("lost", 404)])
def test_every_fault_of_the_service_is_as_documented(
    service: Service, stand_in: StandIn, call: Caller, fault: str, status: int
) -> None:
    for rest in operations(service):
        stand_in.faults.add(fault)
        reply = call("GET", f"/{service}/jobs/x{rest}", accept=V2 if service.has_messages else V1)
        assert reply.status == status
        checker(service, f"/jobs/{{id}}{rest}", "get", status).validate(reply.json)
