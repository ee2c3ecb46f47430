"""Fixtures: a window connected to a watcher that does not run."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

from pytestqt.qtbot import QtBot

from ccwatch.cloud.account import Account, NoAccount
from ccwatch.cloud.connection import Connection
from ccwatch.core.budget import Budget
from ccwatch.core.events import Event
from ccwatch.core.job import JobId, Phase
from ccwatch.core.settings import Settings
from ccwatch.intents.account import AccountIntents
from ccwatch.intents.jobs import JobIntents
from ccwatch.system.workers import Workers
from ccwatch.watching.watcher import Watcher
from tests.fakes import FakeClient, StoppedClock
from tests.ui.sample_jobs import JOBS, NOW
from tests.ui.shown_window import ShownWindow

ACTIVE, FAILED = JOBS[Phase.ACTIVE], JOBS[Phase.FAILED]
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class WindowFixture(ShownWindow):
    """A window connected to a watcher by the job intents; the watcher does not run."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot, [ACTIVE, FAILED])
        self.events: list[Event] = []
        self.watcher = Watcher(FakeClient(), StoppedClock(NOW), self._publish, Budget())
        self.watcher.resume(self.store.jobs.values())
        self.events.clear()
        self.intents = JobIntents(self.watcher, self.store, self.window, lambda: NOW)

    def _publish(self, event: Event) -> None:
        self.events.append(event)
        self.store.apply(event)

    def alias(self, job: str) -> str | None:
        return self.store.jobs[JobId(job)].alias


class NoWorkers(Workers):
    """Runs calls immediately, in the awaiting thread."""

    async def run(
        self, call: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        return call(*args, **kwargs)


class AccountFixture(WindowFixture):
    """The same with the intents of an account.

    `pages` are the addresses that were opened, `looped` counts the calls in the GUI's thread.
    """

    def __init__(self, qtbot: QtBot, account: Account | None = None) -> None:
        super().__init__(qtbot)
        self.pages: list[str] = []
        self.welcomes = 0
        self.looped = 0
        self.workers = NoWorkers()
        self.service = Connection(account or NoAccount(), Settings(), self.workers)
        self.account = AccountIntents(
            self.service,
            self.watcher,
            self.window,
            spawn=run,
            on_loop=self._on_loop,
            open_page=self.pages.append,
            welcome=self._welcome,
        )

    def _on_loop(self, call: Callable[..., None], *args: object) -> None:
        self.looped += 1
        call(*args)

    def _welcome(self, sign_in: Callable[[], object]) -> None:
        self.welcomes += 1
        self.welcomed_to = sign_in


def run(coroutine: Coroutine[Any, Any, object]) -> None:
    """Run a background coroutine to its end."""
    asyncio.run(coroutine)
