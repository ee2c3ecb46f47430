"""Delivers notices: from the dispatcher to the screen, with the outcome recorded in the journal."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from ccwatch.clock import Clock
from ccwatch.core.glyph import Glyph
from ccwatch.core.language import sentences, tr
from ccwatch.core.notice import Notice
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.core.settings import Settings
from ccwatch.disk.recorder import Recorder
from ccwatch.intents.missed_notices import NOT_DISTURBED
from ccwatch.notify.dispatcher import Dispatcher
from ccwatch.notify.notifier import FirstThatWorks, NotShown

Picture = Callable[[Glyph, float | None], Path | None]


class NoticeDelivery:
    """Connects the dispatcher to the journal, the clock and the notifier.

    `changed` is called after a notice's delivery status was passed to the journal; `more_to_come`
    returns whether requests are in flight; `delivered` gets "", or why a notice was not shown;
    `held_back` is called if the desktop holds one back.
    """

    def __init__(
        self,
        settings: Callable[[], Settings],
        clock: Clock,
        recorder: Recorder,
        notifier: FirstThatWorks,
        picture: Picture,
        changed: Callable[[], None],
        more_to_come: Callable[[], bool],
        delivered: Callable[[str], object],
        held_back: Callable[[], object],
    ) -> None:
        self._clock = clock
        self._recorder = recorder
        self._notifier = notifier
        self._picture = picture
        self._changed = changed
        self._delivered, self._held_back = delivered, held_back
        self.dispatcher = Dispatcher(
            settings, self.local_time, self._show, self._shown, self._held, more_to_come
        )

    def local_time(self) -> datetime:
        """Return the local time, with its zone."""
        return datetime.fromtimestamp(self._clock.now()).astimezone()

    async def test(self) -> str:
        """Send a test notification; return the outcome as text."""
        notice = Notice(NoticeKind.TEST, Glyph.FINISHED, tr("Test notification"), tr("It works."))
        try:
            name, held_back = await self._notifier.show(
                0, notice, self._picture(notice.glyph, notice.percentage)
            )
        except NotShown as reason:
            return tr("Not shown: {reason}.", reason=reason)
        #: {name} is what took a notification
        sent = tr("Sent through {name}.", name=name)
        return sentences(sent, tr(NOT_DISTURBED) if held_back else "")

    async def _show(self, number: int, notice: Notice) -> bool:
        try:
            shown = await self._notifier.show(
                number, notice, self._picture(notice.glyph, notice.percentage)
            )
        except NotShown as reason:  # logged by the notifier, and recorded in the journal
            self._delivered(str(reason))
            return False
        if shown.held_back:
            self._held_back()
        else:
            self._delivered("")
        return True

    def _shown(self, numbers: list[int], taken: bool) -> None:
        at = self._clock.now()
        self._recorder.ask(lambda journal: journal.mark_shown(numbers, at, taken))
        self._changed()

    def _held(self, numbers: list[int]) -> None:
        at = self._clock.now()
        self._recorder.ask(lambda journal: journal.mark_held(numbers, at))
        self._changed()
