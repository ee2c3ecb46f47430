"""A job's page opens if the settings have its address, with the ID as the service spells it."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from ccwatch.core.events import Added
from ccwatch.core.job import JobId, Service
from ccwatch.core.settings import Settings
from ccwatch.intents.current_settings import CurrentSettings
from ccwatch.intents.job_page import JobPageIntents
from tests.intents.window_fixture import WindowFixture
from tests.ui.sample_jobs import NOW

NAMED = replace(Settings(), job_page="https://jobs.example.org/{job}")
GUID = "0f3b8c1e-5a77-4d0e-9a43-6c1f2b7d8e90"


class PageFixture(WindowFixture):
    def __init__(self, qtbot: QtBot, settings: Settings) -> None:
        super().__init__(qtbot)
        self.opened: list[str] = []
        self.current = CurrentSettings(settings)
        self.page = JobPageIntents(self.current, self.store, open_page=self.opened.append)


def test_the_page_has_the_spelling_of_the_service(qtbot: QtBot) -> None:
    fixture = PageFixture(qtbot, NAMED)
    fixture.store.apply(Added(JobId(GUID), NOW, Service.MODELING, listed_as=JobId(GUID.upper())))
    fixture.page.browse(JobId(GUID))
    assert fixture.opened == [f"https://jobs.example.org/{GUID.upper()}"]


def test_without_an_address_nothing_is_opened(qtbot: QtBot) -> None:
    fixture = PageFixture(qtbot, Settings())
    fixture.page.browse(JobId("ab-1"))
    assert fixture.opened == []
