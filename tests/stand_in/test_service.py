import io
import json
import socket
import threading
import time
from contextlib import closing
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from ccwatch.core.job import Outcome, Service
from ccwatch.stand_in import StandIn
from ccwatch.stand_in.dialects import DIALECTS
from ccwatch.stand_in.family import CHAIN, FAMILY
from ccwatch.stand_in.jobs import date_text
from ccwatch.stand_in.plan import Message, Plan, Step
from ccwatch.stand_in.samples import SAMPLES

from .conftest import START, V1, V2, Caller, HandClock

IDS = {sample.name: sample.id for sample in SAMPLES}
TUNNEL = IDS["Tunnel portal north"]
CALIBRATION = CHAIN[1][0]
DAM = IDS["Dam inspection, left bank"]
WINDMILL = IDS["Windmill survey 7"]
TEST_RUN = IDS["Test run, low quality"]
JOBS = "/contextcapture/jobs"
NEW_JOB: dict[str, Any] = {
    "type": "Full",
    "name": "New",
    "inputs": [{"id": "photos", "description": "Photos"}],
    "settings": {"quality": "Extra", "outputs": ["OPC"], "processingEngines": 3},
}
ITWIN = "60805594-3e04-43b5-8fd8-5ccae0de23cc"


@pytest.fixture
def new_job(call: Caller) -> dict[str, Any]:
    """Return the body of a new job: NEW_JOB in a new workspace."""
    made = call("POST", "/contextcapture/workspaces", {"name": "Mine", "iTwinId": ITWIN})
    return {**NEW_JOB, "workspaceId": made.json["workspace"]["id"]}


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer "}, {"Authorization": "Basic x"}]
)
def test_a_request_without_a_token_is_told_so(call: Caller, headers: dict[str, str]) -> None:
    answer = call("GET", f"{JOBS}/{TUNNEL}/progress", headers={"Accept": V1, **headers})
    assert answer.status == 401
    assert answer.json["error"] == {
        "code": "HeaderNotFound",
        "message": "Header Authorization was not found in the request. Access denied.",
    }


def test_with_a_token_only_that_one_is_let_in(clock: HandClock) -> None:
    stand_in = StandIn(clock, accepts=lambda token: token == "right")
    stand_in.start()
    try:
        path = f"{JOBS}/{TUNNEL}"
        assert Caller(stand_in.url, {"Authorization": "Bearer wrong"})("GET", path).status == 401
        assert Caller(stand_in.url, {"Authorization": "Bearer right"})("GET", path).status == 200
    finally:
        stand_in.stop()


@pytest.mark.parametrize(
    ("method", "path", "accept"),
    [
        ("GET", f"{JOBS}/{TUNNEL}/progress", "text/html"),
        ("GET", f"{JOBS}/{TUNNEL}/progress", "application/xml"),
        ("GET", f"{JOBS}/{TUNNEL}/progress", "application/vnd.bentley.v2+json"),
        ("GET", f"{JOBS}/{TUNNEL}/progress", "application/vnd.example.v1+json"),
        ("GET", f"{JOBS}/{TUNNEL}/progress", "application/vnd.bentley.itwin-platform+json"),
        ("GET", f"/reality-modeling/jobs/{TUNNEL}", "application/vnd.bentley.v1+json"),
        ("GET", f"{JOBS}/{TUNNEL}/progress", V2),
        ("GET", f"/reality-modeling/jobs/{TUNNEL}", V1),
        ("GET", "/contextcapture/job", V1),
        ("GET", "/", V1),
        ("PUT", f"{JOBS}/{TUNNEL}", V1),
        ("POST", f"/realityconversion/jobs/{TUNNEL}", V1),
        ("GET", f"{JOBS}/{TUNNEL}/messages", V1),
        ("GET", "/_stand-in/elsewhere", V1),
    ],
)
def test_a_wrong_url_or_accept_is_no_operation(
    call: Caller, method: str, path: str, accept: str
) -> None:
    answer = call(method, path, accept=accept)
    assert answer.status == 404
    assert answer.json["error"]["code"] == "ResourceNotFound"
    assert answer.json["error"]["details"][0]["code"] == "OperationNotFound"


@pytest.mark.parametrize("path", [f"{JOBS}/{DAM}", f"/reality-modeling/jobs/{CALIBRATION}"])
@pytest.mark.parametrize("accept", ["*/*", "application/*", "application/json", "", None])
def test_without_a_version_that_of_the_path_answers(
    call: Caller, path: str, accept: str | None
) -> None:
    headers = {} if accept is None else {"Accept": accept}
    assert call("GET", path, headers={**call.headers, **headers}).status == 200


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        (f"{JOBS}/{DAM}", "application/vnd.bentley.v1+json"),
        (f"{JOBS}/{DAM}", "Application/Vnd.Bentley.V1+JSON; charset=utf-8"),
        (f"{JOBS}/{DAM}", V1),
        (f"/reality-modeling/jobs/{CALIBRATION}", "application/vnd.bentley.v2+json"),
        (f"/reality-modeling/jobs/{CALIBRATION}", V2),
    ],
)
def test_the_media_types_of_before_the_platform_are_taken(
    call: Caller, path: str, accept: str
) -> None:
    assert call("GET", path, accept=accept).status == 200


def test_an_accept_header_may_list_more_than_one_type(call: Caller) -> None:
    assert call("GET", f"{JOBS}/{DAM}", accept=f"text/html, {V1};q=0.9").status == 200


def test_progress_moves_with_the_clock_and_ends_over(call: Caller, clock: HandClock) -> None:
    path = f"{JOBS}/{WINDMILL}/progress"
    assert call.get(path) == {
        "jobProgress": {"percentage": 78, "state": "Active", "step": "Reconstruction"}
    }
    clock.now += 15 * 60
    assert call.get(path) == {
        "jobProgress": {"percentage": 100, "state": "Over", "step": "Convert_Files"}
    }


@pytest.mark.parametrize(
    ("job", "minutes", "state"),
    [(WINDMILL, 15, "success"), (TUNNEL, 11, "failed"), (TEST_RUN, 21, "cancelled")],
)
def test_every_end_is_over_in_progress_and_has_its_word_in_the_job(
    call: Caller, clock: HandClock, job: str, minutes: float, state: str
) -> None:
    clock.now += minutes * 60
    assert call.get(f"{JOBS}/{job}/progress")["jobProgress"]["state"] == "Over"
    body = call.get(f"{JOBS}/{job}")["job"]
    assert body["state"] == state
    assert body["executionInformation"]["endedDateTime"].endswith("Z")


def test_a_queued_job_has_been_submitted_and_not_started(call: Caller) -> None:
    assert call.get(f"{JOBS}/{DAM}/progress") == {
        "jobProgress": {"percentage": 0, "state": "Active", "step": ""}
    }
    execution = call.get(f"{JOBS}/{DAM}")["job"]["executionInformation"]
    assert "submittedDateTime" in execution
    assert "startedDateTime" not in execution


def test_a_failed_job_says_why(call: Caller, clock: HandClock) -> None:
    before = call.get(f"{JOBS}/{TUNNEL}")["job"]["executionInformation"]
    assert before["errors"] == before["warnings"] == []
    clock.now += 11 * 60
    execution = call.get(f"{JOBS}/{TUNNEL}")["job"]["executionInformation"]
    first, _ = execution["errors"]
    assert first["message"] == "Image %1 has no overlap with its neighbours."
    assert first["params"] == ["IMG_0731.jpg"]
    assert len(execution["warnings"]) == 1


def test_progress_is_gone_after_30_days_and_the_job_is_not(call: Caller, clock: HandClock) -> None:
    clock.now += 31 * 86400
    answer = call("GET", f"{JOBS}/{WINDMILL}/progress")
    assert (answer.status, answer.json["error"]["code"]) == (404, "JobNotFound")
    assert call.get(f"{JOBS}/{WINDMILL}")["job"]["state"] == "success"


@pytest.mark.parametrize("path", [f"{JOBS}/unknown", f"{JOBS}/unknown/progress"])
def test_an_unknown_job_is_not_available(call: Caller, path: str) -> None:
    answer = call("GET", path)
    assert answer.status == 404
    assert answer.json["error"] == {
        "code": "JobNotFound",
        "message": "Requested job is not available.",
    }


def test_a_job_can_be_added_with_any_plan(stand_in: StandIn, call: Caller) -> None:
    plan = Plan(0, (Step("Reconstruction", 100, 100),), end=Outcome.FAILED, end_at=50)
    stand_in.add_job("a b", plan, name="Mine", submitted=START - 20)
    assert call.get(f"{JOBS}/a%20b/progress")["jobProgress"]["percentage"] == 20


FAILING = Plan(
    120,
    (Step("Calibration", 100, 100),),
    end=Outcome.FAILED,
    end_at=41,
    errors=(Message("E1", "No overlap", "Image %1 has no overlap.", ("a.jpg",)),),
)


@pytest.mark.parametrize("service", [Service.ANALYSIS, Service.CONVERSION])
def test_a_v1_sibling_shows_its_jobs(
    call: Caller, stand_in: StandIn, clock: HandClock, service: Service
) -> None:
    stand_in.add_job("j", FAILING, name="Mine", service=service)
    path = f"/{service}/jobs/j"
    assert call.get(f"{path}/progress")["progress"]["state"] == "active"
    clock.now += 11 * 60
    assert call.get(f"{path}/progress") == {
        "progress": {"percentage": 41, "state": "failed", "step": "Calibration"}
    }
    job = call.get(path)["job"]
    assert job["state"] == "failed"
    run = job["executionInformation"]
    assert {"submissionDateTime", "startedDateTime", "endedDateTime"} <= run.keys()
    assert not {"errors", "submittedDateTime"} & run.keys()
    assert call("GET", f"/{service}/jobs/x/progress").json["error"]["code"] == "ProgressNotFound"


@pytest.mark.parametrize("service", [Service.MODELING_2, Service.ANALYSIS_2, Service.CONVERSION_2])
def test_a_v2_service_shows_its_jobs(
    call: Caller, stand_in: StandIn, clock: HandClock, service: Service
) -> None:
    stand_in.add_job("j", FAILING, name="Mine", service=service)
    path = f"/{service}/jobs/j"
    queued = call.get(f"{path}/progress", accept=V2)
    assert queued == {"progress": {"percentage": 0, "state": "Queued"}}
    fresh = call.get(path, accept=V2)["job"]["executionInfo"]
    assert fresh == {"createdDateTime": date_text(START), "processingUnits": 0}
    assert call.get(f"{path}/messages", accept=V2)["messages"]["errors"] == []
    clock.now += 11 * 60
    failed = call.get(f"{path}/progress", accept=V2)
    assert failed == {"progress": {"percentage": 41, "state": "Failed"}}
    body = call.get(path, accept=V2)["job"]
    assert body["state"] == "Failed"
    assert {"createdDateTime", "startedDateTime", "endedDateTime"} <= body["executionInfo"].keys()
    messages = call.get(f"{path}/messages", accept=V2)["messages"]
    assert [len(messages["errors"]), len(messages["warnings"])] == [1, 0]
    lost = call("GET", f"/{service}/jobs/x/progress", accept=V2)
    assert lost.json["error"]["code"] == "JobProgressNotFound"


def test_a_job_is_known_to_its_own_service_only(call: Caller, stand_in: StandIn) -> None:
    for service, dialect in DIALECTS.items():
        accept = V1 if dialect.version == "v1" else V2
        for job in (TUNNEL, CALIBRATION):
            own = (service, job) in ((Service.MODELING, TUNNEL), (Service.MODELING_2, CALIBRATION))
            answer = call("GET", f"/{service}/jobs/{job}", accept=accept)
            assert answer.status == (200 if own else 404)


def test_each_list_has_the_jobs_of_its_service(call: Caller) -> None:
    found = {}
    for service, dialect in DIALECTS.items():
        accept = V1 if dialect.version == "v1" else V2
        page = call.get(f"/{service}/jobs?$filter=state%20ne%20'x'", accept=accept)
        found[service] = len(page["jobs"])
    assert found == {
        Service.MODELING: 8,
        Service.ANALYSIS: 0,
        Service.CONVERSION: 1,
        Service.MODELING_2: 2,
        Service.ANALYSIS_2: 2,
        Service.CONVERSION_2: 0,
    }


def test_a_job_that_is_submitted_elsewhere_appears_by_itself(
    call: Caller, clock: HandClock
) -> None:
    later = {job.id: job for job in FAMILY if job.before < 0 and job.service is Service.MODELING}
    (name,) = (job.name for job in later.values())
    for seconds, number in ((779, 0), (781, 1)):
        clock.now = START + seconds
        assert len(call.get(listing(f"name eq '{name}'"))["jobs"]) == number
        for job in later:
            assert call("GET", f"{JOBS}/{job}").status == (200 if number else 404)


def test_a_chain_goes_on_from_the_outputs_of_each_job(call: Caller, clock: HandClock) -> None:
    clock.now += 2 * 3600
    before: set[str] = set()
    for key, kind, *_ in CHAIN:
        job = call.get(f"/reality-modeling/jobs/{key}", accept=V2)["job"]
        specified = job["specifications"]
        assert (job["type"], job["state"]) == (kind, "Success")
        assert not before or before == set(specified["inputs"].values())
        before = set(specified["outputs"].values())


def test_the_filters_of_version_2_have_no_list(call: Caller) -> None:
    for condition, status in (
        ("state in ('Active')", 400),
        ("inputId eq 'x'", 400),
        ("", 400),
        ("state eq 'Active'", 200),
        ("createdDateTime ge 2020-01-01T00:00:00Z and state ne 'Queued'", 200),
        ("iTwinId eq 00000000-0000-4000-8000-000000000000", 404),
    ):
        path = f"/reality-analysis/jobs?$filter={quote(condition)}"
        answer = call("GET", path, accept=V2)
        assert answer.status == status, condition
        if status == 400:
            assert answer.json["error"]["code"] == "InvalidRealityAnalysisRequest"
        if status == 404:
            assert answer.json["error"]["code"] == "iTwinNotFound"


def test_the_links_to_the_next_page_are_as_long_and_odd_as_the_services(call: Caller) -> None:
    one = call.get(f"{JOBS}?$filter=state%20ne%20'x'&$top=1")["_links"]["next"]["href"]
    assert f"{JOBS}?$filter=state ne 'x'&continuationToken=" in one
    assert "$top" not in one
    assert len(one) > 2000
    two = "/reality-analysis/jobs?$filter=state%20ne%20'x'&$top=1"
    following = call.get(two, accept=V2)["_links"]["next"]["href"]
    assert following.startswith(f"{call.url}{two}&continuationToken=")


def test_a_job_of_version_2_is_cancelled_by_deleting_it(call: Caller, clock: HandClock) -> None:
    path = f"/reality-modeling/jobs/{CALIBRATION}"
    cancelled = call("DELETE", path, accept=V2)
    assert (cancelled.status, cancelled.json["job"]["state"]) == (200, "TerminatingOnCancel")
    assert call("DELETE", path, accept=V2).status == 422
    clock.now += 31
    assert call.get(f"{path}/progress", accept=V2)["progress"]["state"] == "Cancelled"
    assert call("DELETE", "/reality-modeling/jobs/x", accept=V2).status == 404


def test_a_job_that_is_about_to_complete_is_not_cancelled(
    call: Caller, stand_in: StandIn, clock: HandClock
) -> None:
    plan = Plan(0, (Step("Tiling", 100, 100),))
    stand_in.add_job("j", plan, name="Mine", service=Service.MODELING_2)
    clock.now += 99
    refused = call("DELETE", "/reality-modeling/jobs/j", accept=V2)
    assert (refused.status, refused.json["error"]["code"]) == (422, "InvalidRealityModelingRequest")
    (why,) = refused.json["error"]["details"]
    assert why["code"] == "InvalidChange"
    assert "about to complete" in why["message"]


def test_the_list_needs_a_filter(call: Caller) -> None:
    answer = call("GET", JOBS)
    assert answer.status == 422
    assert answer.json["error"]["code"] == "InvalidRealityModelingRequest"
    assert answer.json["error"]["details"][0]["target"] == "$filter"


@pytest.mark.parametrize(
    "query", ["$top=0", "$top=1001", "$top=x", "continuationToken=%21", "continuationToken=eA=="]
)
def test_a_wrong_page_is_refused(call: Caller, query: str) -> None:
    assert call("GET", f"{JOBS}?$filter=state%20eq%20'active'&{query}").status == 422


def listing(condition: str) -> str:
    return f"{JOBS}?$filter={quote(condition)}"


def test_the_list_is_filtered(call: Caller) -> None:
    listed = call.get(listing("type eq 'Calibration' and state in ('active')"))
    assert [job["name"] for job in listed["jobs"]] == ["Tunnel portal north"]
    assert "next" not in listed["_links"]


def test_following_the_next_links_brings_every_job_once(call: Caller) -> None:
    path, seen = listing("state ne 'x'") + "&$top=3", []
    for expected in (3, 5):  # the link drops $top
        page = call.get(path)
        assert len(page["jobs"]) == expected
        seen += [job["id"] for job in page["jobs"]]
        following = page["_links"].get("next", {}).get("href", "")
        path = following.removeprefix(call.url).replace(" ", "%20")
        assert following == "" or path != following
    assert path == ""
    assert sorted(seen) == sorted(IDS.values())


def test_a_created_job_is_submitted_runs_and_succeeds(
    call: Caller, clock: HandClock, new_job: dict[str, Any]
) -> None:
    created = call("POST", JOBS, new_job)
    assert created.status == 201
    body = created.json["job"]
    assert body["state"] == "unsubmitted"
    assert "executionInformation" not in body
    assert body["jobSettings"]["outputs"][0]["format"] == "OPC"
    path = f"{JOBS}/{body['id']}"
    assert call.get(f"{path}/progress")["jobProgress"]["state"] == "Unsubmitted"
    submitted = call("PATCH", path, {"state": "Active"}).json["job"]
    assert submitted["state"] == "active"
    assert set(submitted["executionInformation"]) >= {"submittedDateTime"}
    assert call("PATCH", path, {"state": "active"}).status == 422
    assert call("PATCH", path, {"type": "Calibration"}).status == 422
    assert call("DELETE", path).json["error"] == {
        "code": "InvalidContextCaptureRequest",
        "message": "Cannot delete job.",
        "details": [
            {"code": "InvalidChange", "message": "Cannot delete an already submitted job."}
        ],
    }
    clock.now += 86400
    assert call.get(path)["job"]["state"] == "success"
    assert call("PATCH", path, {"state": "cancelled"}).status == 422


def test_a_running_job_can_be_cancelled_and_stays_where_it_was(
    call: Caller, clock: HandClock
) -> None:
    path = f"{JOBS}/{WINDMILL}"
    assert call("PATCH", path, {"state": "cancelled"}).status == 200
    clock.now += 3600
    assert call.get(f"{path}/progress")["jobProgress"]["percentage"] == 78
    body = call.get(path)["job"]
    assert body["state"] == "cancelled"
    assert body["executionInformation"]["errors"] == []


def test_a_queued_job_can_be_cancelled_too(call: Caller) -> None:
    assert call("PATCH", f"{JOBS}/{DAM}", {"state": "cancelled"}).status == 200
    progress = call.get(f"{JOBS}/{DAM}/progress")
    assert progress == {"jobProgress": {"percentage": 0, "state": "Over", "step": ""}}


@pytest.mark.parametrize("body", [None, [], {}, {"state": "over"}, {"state": 5}])
def test_any_other_change_is_refused(call: Caller, body: object) -> None:
    assert call("PATCH", f"{JOBS}/{WINDMILL}", body).status == 422


def test_an_unsubmitted_job_takes_other_settings_and_costs(
    call: Caller, clock: HandClock, new_job: dict[str, Any]
) -> None:
    created = call("POST", JOBS, new_job).json["job"]
    assert (created["iTwinId"], created["inputs"]) == (ITWIN, NEW_JOB["inputs"])
    assert "estimatedCost" not in created
    clock.now += 60
    costs = {"gigaPixels": 2.5, "megaPoints": 1.5, "meshQuality": "Extra"}
    settings = {"quality": "Draft", "outputs": ["LAS"]}
    change = {"type": "Calibration", "settings": settings, "costEstimationParameters": costs}
    changed = call("PATCH", f"{JOBS}/{created['id']}", change).json["job"]
    assert (changed["type"], changed["estimatedCost"]) == ("Calibration", 6.5)
    assert changed["jobSettings"]["quality"] == "Draft"
    assert changed["costEstimationParameters"] == costs
    assert changed["lastModifiedDateTime"] > changed["createdDateTime"]
    assert call("PATCH", f"{JOBS}/{created['id']}", {"settings": 5}).status == 422


@pytest.mark.parametrize(
    ("costs", "read", "estimate"),
    [
        ({"gigaPixels": "1.5"}, {"gigaPixels": 1.5}, 3.0),
        ({"gigaPixels": "2", "megaPoints": " 3.5 "}, {"gigaPixels": 2, "megaPoints": 3.5}, 7.5),
        ({"gigaPixels": 1, "megaPoints": None}, {"gigaPixels": 1, "megaPoints": None}, 2.0),
        ({"megaPoints": "1e1", "meshQuality": "Extra"}, {"megaPoints": 10}, 10.0),
    ],
)
def test_numbers_that_arrive_as_text_are_taken(
    call: Caller,
    new_job: dict[str, Any],
    costs: dict[str, object],
    read: dict[str, object],
    estimate: float,
) -> None:
    created = call("POST", JOBS, {**new_job, "costEstimationParameters": costs})
    assert created.status == 201
    job = created.json["job"]
    assert job["estimatedCost"] == estimate
    assert job["costEstimationParameters"] == {**costs, **read}
    settings = {**NEW_JOB["settings"], "processingEngines": "7"}
    changed = call("PATCH", f"{JOBS}/{job['id']}", {"settings": settings}).json["job"]
    assert changed["jobSettings"]["processingEngines"] == 7


def test_a_cache_and_a_version_come_back(call: Caller, new_job: dict[str, Any]) -> None:
    cache = {"createCache": True, "useCache": "799b11bd-71cf-481a-b284-bf48f672cd9a"}
    settings = {**NEW_JOB["settings"], "cacheSettings": cache, "contextCaptureVersion": "20.1"}
    body = {**new_job, "settings": settings, "contextCaptureVersion": "20.2"}
    job = call("POST", JOBS, body).json["job"]
    path = f"{JOBS}/{job['id']}"
    for found in (job, call.get(path)["job"], call.get(listing(f"id eq {job['id']}"))["jobs"][0]):
        assert found["jobSettings"]["cacheSettings"] == cache
        assert found["jobSettings"]["contextCaptureVersion"] == "20.1"
        assert found["contextCaptureVersion"] == "20.2"
    other = {"createCache": False}
    changed = call("PATCH", path, {"settings": {"cacheSettings": other}}).json["job"]
    assert changed["jobSettings"]["cacheSettings"] == other
    assert changed["jobSettings"]["outputs"] == job["jobSettings"]["outputs"]


def test_a_change_may_name_one_setting_alone(call: Caller, new_job: dict[str, Any]) -> None:
    job = call("POST", JOBS, new_job).json["job"]
    settings = {"quality": "Draft"}
    changed = call("PATCH", f"{JOBS}/{job['id']}", {"settings": settings}).json["job"]
    assert changed["jobSettings"] == {**job["jobSettings"], "quality": "Draft"}


def test_the_list_is_filtered_by_inputs_and_outputs(call: Caller, new_job: dict[str, Any]) -> None:
    made = call("POST", JOBS, {**new_job, "inputs": [{"id": "mine"}]}).json["job"]
    output = made["jobSettings"]["outputs"][0]["id"]
    for condition in ("inputId eq mine", f"outputId in ('{output}')"):
        assert [job["id"] for job in call.get(listing(condition))["jobs"]] == [made["id"]]


def test_a_job_is_found_by_any_spelling_of_its_id(stand_in: StandIn, call: Caller) -> None:
    own = "8F6C3A52-0D1E-4B7A-9C55-6F0E2A7D2B41"
    stand_in.add_job(own, Plan(0, (Step("S", 60, 100),)), name="N")
    for spelling in (own, own.lower(), own.replace("-", "")):
        assert call.get(f"{JOBS}/{spelling}")["job"]["id"] == own


def test_an_unsubmitted_job_can_be_deleted(call: Caller, new_job: dict[str, Any]) -> None:
    path = f"{JOBS}/{call('POST', JOBS, new_job).json['job']['id']}"
    deleted = call("DELETE", path)
    assert (deleted.status, deleted.body) == (204, b"")
    assert call("GET", path).status == 404


@pytest.mark.parametrize(
    ("change", "target"),
    [
        ({"type": "Half"}, "type"),
        ({"type": []}, "type"),
        ({"inputs": []}, "inputs"),
        ({"inputs": [{"description": "no id"}]}, "inputs"),
        ({"name": 5}, "name"),
        ({"workspaceId": "unknown"}, "workspaceId"),
        ({"workspaceId": []}, "workspaceId"),
        ({"settings": []}, "settings"),
        ({"settings": {"outputs": [5]}}, "settings"),
        ({"settings": {"outputs": ["LAS"], "quality": 5}}, "settings"),
        ({"settings": {"outputs": ["LAS"], "processingEngines": True}}, "settings"),
        ({"settings": {"outputs": ["LAS"], "processingEngines": "1.5"}}, "settings"),
        ({"settings": {"outputs": ["LAS"], "processingEngines": -1}}, "settings"),
        ({"settings": {"outputs": ["LAS"], "cacheSettings": "yes"}}, "settings"),
        ({"settings": {"outputs": ["LAS"], "cacheSettings": {"useCache": 5}}}, "settings"),
        ({"settings": {"outputs": []}}, "settings"),
        ({"settings": {"quality": "Draft"}}, "settings"),
        ({"contextCaptureVersion": 5}, "contextCaptureVersion"),
        ({"costEstimationParameters": {"gigaPixels": "x"}}, "costEstimationParameters"),
        ({"costEstimationParameters": {"gigaPixels": "nan"}}, "costEstimationParameters"),
        ({"costEstimationParameters": {"gigaPixels": float("inf")}}, "costEstimationParameters"),
        ({"costEstimationParameters": {"megaPoints": True}}, "costEstimationParameters"),
        ({"costEstimationParameters": {"megaPoints": []}}, "costEstimationParameters"),
        ({"type": None}, "type"),
        ({"name": None}, "name"),
        ({"inputs": None}, "inputs"),
        ({"settings": None}, "settings"),
        ({"workspaceId": None}, "workspaceId"),
    ],
)
def test_a_wrong_job_is_refused_with_what_is_wrong(
    call: Caller, new_job: dict[str, Any], change: dict[str, object], target: str
) -> None:
    answer = call("POST", JOBS, {**new_job, **change})
    assert answer.status == 422
    assert answer.json["error"]["code"] == "InvalidContextCaptureRequest"
    assert [each["target"] for each in answer.json["error"]["details"]] == [target]


@pytest.mark.parametrize("path", [JOBS, "/contextcapture/workspaces"])
@pytest.mark.parametrize("body", [None, [], "text", 5])
def test_a_body_that_is_no_object_is_refused(call: Caller, path: str, body: object) -> None:
    assert call("POST", path, body).status == 422


def test_a_workspace_is_created_used_and_deleted(call: Caller) -> None:
    created = call("POST", "/contextcapture/workspaces", {"name": "W", "iTwinId": "t"})
    assert created.status == 201
    key = created.json["workspace"]["id"]
    assert call.get(f"/contextcapture/workspaces/{key}") == created.json
    job = call("POST", JOBS, {**NEW_JOB, "workspaceId": key}).json["job"]
    assert job["workspaceId"] == key
    assert call("DELETE", f"/contextcapture/workspaces/{key}").status == 204
    for method in ("GET", "DELETE"):
        gone = call(method, f"/contextcapture/workspaces/{key}")
        assert (gone.status, gone.json["error"]["code"]) == (404, "WorkspaceNotFound")


def test_a_workspace_keeps_the_version_that_is_asked_for(call: Caller) -> None:
    body = {"name": "W", "contextCaptureVersion": "20.1"}
    made = call("POST", "/contextcapture/workspaces", body).json["workspace"]
    assert made["contextCaptureVersion"] == "20.1"
    assert "iTwinId" not in made
    assert call.get(f"/contextcapture/workspaces/{made['id']}") == {"workspace": made}
    assert call("POST", JOBS, {**NEW_JOB, "workspaceId": made["id"]}).status == 201
    assert call("POST", "/contextcapture/workspaces", {"iTwinId": ITWIN}).status == 422


def test_the_limit_of_engines(call: Caller) -> None:
    assert call.get("/contextcapture/limits/engines") == {"enginesLimit": {"maxEngines": 25}}


def test_one_connection_serves_many_requests(stand_in: StandIn) -> None:
    headers = {"Authorization": "Bearer x", "Accept": V1}
    with closing(HTTPConnection(urlsplit(stand_in.url).netloc, timeout=5)) as connection:
        ports = set()
        for path in (f"{JOBS}/{DAM}", f"{JOBS}/unknown", f"{JOBS}/{DAM}/progress"):
            connection.request("GET", path, headers=headers)
            connection.getresponse().read()
            ports.add(connection.sock.getsockname()[1])
    assert len(ports) == 1


@pytest.mark.parametrize(
    "header", [("Content-Length", "x"), ("Content-Length", "9999999"), ("Transfer-Encoding", "a")]
)
def test_a_body_of_no_acceptable_length_is_refused(
    stand_in: StandIn, header: tuple[str, str]
) -> None:
    with closing(HTTPConnection(urlsplit(stand_in.url).netloc, timeout=5)) as connection:
        connection.putrequest("POST", JOBS)
        connection.putheader(*header)
        connection.endheaders()
        assert connection.getresponse().status == 413


def test_requests_are_logged_without_their_headers(clock: HandClock) -> None:
    stream = io.StringIO()
    stand_in = StandIn(clock, log=stream)
    stand_in.start()
    try:
        call = Caller(stand_in.url, {"Authorization": "Bearer secret"})
        paths = [f"{JOBS}/{DAM}/progress", f"{JOBS}/unknown"]
        call("GET", paths[0])
        clock.now += 5
        call("GET", paths[1])
        expected = [
            {"at": START, "method": "GET", "path": paths[0], "status": 200, "job": DAM},
            {"at": START + 5, "method": "GET", "path": paths[1], "status": 404, "job": "unknown"},
        ]
        assert call("GET", "/_stand-in/log", headers={}).json["requests"] == expected
    finally:
        stand_in.stop()
    assert [json.loads(line) for line in stream.getvalue().splitlines()][:2] == expected
    assert "secret" not in stream.getvalue()
    assert [request.status for request in stand_in.requests] == [200, 404, 200]


def test_the_log_tells_when_requests_came_by_the_callers_clock(clock: HandClock) -> None:
    wall = HandClock(5.1234)
    stand_in = StandIn(clock, wall=wall)
    stand_in.start()
    try:
        stand_in.faults.add("slow", delay=0.05, duration=1)
        threading.Timer(0.02, lambda: setattr(wall, "now", 7)).start()
        Caller(stand_in.url).get(f"{JOBS}/{DAM}")
        assert [request.at for request in stand_in.requests] == [5.123]
        assert stand_in.faults.listed() == []
    finally:
        stand_in.stop()


@pytest.mark.parametrize("target", ["//[/x", "/contextcapture/jobs/%ff", "/%", "/?"])
def test_any_target_is_answered(call: Caller, target: str) -> None:
    assert call("GET", target).status == 404


def test_a_body_nested_without_end_is_no_object(stand_in: StandIn) -> None:
    headers = {"Authorization": "Bearer x", "Accept": V1}
    with closing(HTTPConnection(urlsplit(stand_in.url).netloc, timeout=5)) as connection:
        connection.request("POST", JOBS, "[" * 200_000, headers)
        assert connection.getresponse().status == 422


def test_stopping_hangs_up_on_idle_connections_at_once(clock: HandClock) -> None:
    stand_in = StandIn(clock)
    stand_in.start()
    parts = urlsplit(stand_in.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as idle:
        idle.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert idle.recv(10_000).startswith(b"HTTP/1.1 401 ")
        idle.settimeout(1)
        began = time.perf_counter()
        stand_in.stop()
        assert time.perf_counter() - began < 1
        assert idle.recv(100) == b""
    stand_in.stop()


def test_a_stopped_stand_in_starts_again_at_the_same_url(clock: HandClock) -> None:
    stand_in = StandIn(clock, samples=False)
    stand_in.stop()
    stand_in.start()
    url = stand_in.url
    stand_in.stop()
    stand_in.start()
    assert stand_in.url == url
    assert Caller(url)("GET", f"{JOBS}/{DAM}").status == 404
    stand_in.stop()
    assert stand_in.sample_ids == ()


def test_many_callers_at_once_are_all_answered(stand_in: StandIn, call: Caller) -> None:
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(call("GET", f"{JOBS}/{DAM}").status))
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 20


def test_the_demo_begins_with_the_jobs_that_were_submitted_before(
    stand_in: StandIn, call: Caller
) -> None:
    """Of at least three services, among them a chain; the others appear later by themselves."""
    assert len(stand_in.submitted) == 13
    services = {service for _, service in stand_in.submitted}
    assert services == {
        Service.MODELING,
        Service.MODELING_2,
        Service.ANALYSIS_2,
        Service.CONVERSION,
    }
    for job, service in stand_in.submitted:
        accept = V2 if service.has_messages else V1
        assert call("GET", f"/{service}/jobs/{job}", accept=accept).status == 200
    begun = {job for job, _ in stand_in.submitted}
    assert [key in begun for key, *_ in CHAIN] == [True, True, False, False]
    later = [job for job in FAMILY if job.id not in begun]
    # In the demo a minute takes a second.
    assert sorted(round(-job.before / 60) for job in later) == [13, 18, 28]
