"""The facts of a job: all that the service reports, and a dash for the rest."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ccwatch.core.job import Details, Job, JobId, Output, Service
from ccwatch.ui.details.facts import JobFacts, short_id
from ccwatch.ui.time_text import clock_time
from tests.ui.sample_jobs import NOW
from tests.ui.tips import read

KNOWN = Details(
    "Bridge",
    type="Full",
    submitted=NOW - 7200,
    started=NOW - 6000,
    ended=NOW - 60,
    quality="Extra",
    outputs=(Output("OBJ"), Output("3MX")),
    engines=5,
    units=14.5,
    cost=8,
    itwin="7a1f0c1e-7a42-4d86-9c1b-20e6a1f4c3d2",
)


@pytest.fixture
def facts(qtbot: QtBot) -> JobFacts:
    made = JobFacts()
    qtbot.addWidget(made)
    return made


def told(facts: JobFacts) -> dict[str, QLabel]:
    """Return the value labels by fact name."""
    labels = facts.findChildren(QLabel)
    values = [label for label in labels if label.property("role") != "secondary"]
    names = [label for label in labels if label.property("role") == "secondary"]
    return {name.text(): value for name, value in zip(names, values, strict=True)}


def test_known_facts_are_shown(facts: JobFacts) -> None:
    facts.show_job(Job(JobId("a"), details=KNOWN), NOW)
    said = {name: label.text() for name, label in told(facts).items()}
    assert said == {
        "Quality": "Extra",
        "Outputs": "OBJ, 3MX",
        "Submitted": clock_time(NOW - 7200),
        "Queue time": "20 min",
        "Started": clock_time(NOW - 6000),
        "Run time": "1 h 39 min",
        "Ended": clock_time(NOW - 60),
        "Engines": "5",
        "Estimate": "14.5 units",
        "Cost": "8",
        "Service": "Reality Modeling",
        "iTwin": "7a1f…c3d2",
    }


def test_what_is_not_known_is_a_dash(facts: JobFacts) -> None:
    facts.show_job(Job(JobId("a"), Service.MODELING_2), NOW)
    said = {name: label.text() for name, label in told(facts).items()}
    assert said.pop("Service") == "Reality Modeling v2"
    assert set(said.values()) == {"—"}
    facts.show_job(Job(JobId("a"), details=KNOWN), NOW)
    facts.show_job(Job(JobId("a"), details=replace(KNOWN, started=None)), NOW)
    assert told(facts)["Queue time"].text() == "—"


def test_what_is_shortened_is_whole_in_its_tooltip(facts: JobFacts) -> None:
    many = replace(KNOWN, outputs=tuple(Output(f"Format{n}") for n in range(20)))
    facts.show_job(Job(JobId("a"), details=many), NOW)
    labels = told(facts)
    assert len(labels["Outputs"].text()) == 40
    assert read(labels["Outputs"].toolTip()).endswith("Format18, Format19")
    assert labels["iTwin"].toolTip() == KNOWN.itwin
    assert labels["Quality"].toolTip() == ""


def test_a_job_that_waits_shows_how_long_it_has(facts: JobFacts) -> None:
    known = Details(state="active", submitted=NOW - 7200)
    facts.show_job(Job(JobId("a"), details=known), NOW)
    assert told(facts)["Queue time"].text() == "2 h 00 min"


def test_an_end_that_only_ccwatch_knows_is_shown(facts: JobFacts) -> None:
    facts.show_job(Job(JobId("a"), ended=NOW - 5), NOW)
    assert told(facts)["Ended"].text() == clock_time(NOW - 5)


def test_a_short_id_stays_whole() -> None:
    assert short_id("7a1f") == "7a1f"


def test_what_cannot_be_is_not_shown(facts: JobFacts) -> None:
    known = Details(
        submitted=NOW, started=NOW - 60, ended=NOW - 120, engines=-1, units=-2.5, cost=-0.01
    )
    facts.show_job(Job(JobId("a"), details=known), NOW)
    found = {name: label.text() for name, label in told(facts).items()}
    for name in ("Queue time", "Run time", "Engines", "Estimate", "Cost"):
        assert found[name] == "—", name


def test_a_hostile_value_is_one_plain_line_or_a_dash(facts: JobFacts) -> None:
    hostile = replace(KNOWN, quality="Ex\n\x1b[2J\u202etra", outputs=(Output("\u3164"),))
    facts.show_job(Job(JobId("a"), details=hostile), NOW)
    labels = told(facts)
    assert labels["Quality"].text() == "Ex [2J tra"
    assert labels["Outputs"].text() == "—"
