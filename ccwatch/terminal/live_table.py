"""The live view of `watch` on a terminal: the table of jobs, redrawn on changes."""

from typing import Self

from rich.console import Console, RenderableType
from rich.live import Live

from ccwatch.clock import Clock
from ccwatch.core.events import Event
from ccwatch.core.jobs import Status
from ccwatch.core.plain_text import printable
from ccwatch.terminal.job_table import job_table
from ccwatch.terminal.watch_view import Jobs


class LiveTable:
    """A live table on a terminal, one line per job."""

    def __init__(self, console: Console, clock: Clock) -> None:
        self._console = console
        self._clock = clock
        self._jobs: Jobs = {}
        self._status = Status()
        self._live = Live(
            get_renderable=self._table,
            console=console,
            refresh_per_second=1,
            redirect_stdout=False,
            redirect_stderr=False,
        )

    def __enter__(self) -> Self:
        """Draw the table; it is redrawn every second, because it shows relative times."""
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the last state of the table on the screen."""
        self._live.stop()

    def show(self, event: Event, jobs: Jobs, status: Status) -> None:
        """Redraw the table after an event."""
        self._jobs, self._status = jobs, status
        self._live.refresh()

    def say(self, text: str) -> None:
        """Print a line above the table."""
        self._console.print(printable(text), markup=False, highlight=False, soft_wrap=True)

    def _table(self) -> RenderableType:
        width = self._console.width
        return job_table(tuple(self._jobs.values()), self._status, self._clock.now(), width)
