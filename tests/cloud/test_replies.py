"""The recorded replies: each documented answer of the services, and its meaning.

Each file of tests/replies contains the request, the reply, and the members of the expected value or
error.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from ccwatch.cloud.client import HttpClient
from ccwatch.core.errors import ServiceError
from ccwatch.core.job import Details, JobId, Progress, Service
from ccwatch.core.my_jobs import FIRST_PAGE
from ccwatch.core.service_replies import Listed
from ccwatch.disk.value_json import to_json
from tests.cloud.servers import Answer, Asked, Spy

FOLDER = Path(__file__).parent.parent / "replies"
BARE_JOB = Answer(body=b'{"job": {"id": "job", "state": "Failed"}}')


def asked_for(url: str, asks: str, service: Service) -> Progress | Details | tuple[Listed, ...]:
    client = HttpClient(url, lambda: "token")
    try:
        match asks:
            case "progress":
                return client.progress(service, JobId("job"))
            case "job" | "messages":
                return client.details(service, JobId("job"))
            case _:
                return client.jobs_page(service, FIRST_PAGE).jobs
    finally:
        client.close()


@pytest.mark.parametrize("name", sorted(file.stem for file in FOLDER.glob("*.json")))
def test_a_recorded_reply_means_what_it_should(spy: Spy, name: str) -> None:
    recorded: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    text = recorded.get("text", json.dumps(recorded.get("body")))
    reply = Answer(recorded["status"], text.encode(), recorded["headers"])

    def answer(asked: Asked) -> Answer:
        if recorded["asks"] == "messages" and not asked.path.endswith("/messages"):
            return BARE_JOB
        return reply if recorded["asks"] != "job" or "messages" not in asked.path else Answer(404)

    spy.reply = answer
    means = recorded["means"]
    asks, service = recorded["asks"], Service(recorded["service"])
    if "error" in means:
        with pytest.raises(ServiceError) as caught:
            asked_for(spy.url, asks, service)
        assert type(caught.value).__name__ == means["error"]
        assert means.get("message", caught.value.message) == caught.value.message
        return
    found = asked_for(spy.url, asks, service)
    if isinstance(found, tuple):
        assert [listed.id for listed in found] == means["ids"]
    else:
        values = json.loads(to_json(found))
        assert {key: values[key] for key in means} == means
