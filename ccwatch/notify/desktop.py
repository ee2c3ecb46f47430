"""Notices by the system's own notifications, through desktop-notifier."""

import asyncio
import html
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ccwatch.core.notice import Notice
from ccwatch.notify.notifier import Answer, Answered, NotShown
from ccwatch.resource_files import resource_path

if TYPE_CHECKING:
    from desktop_notifier import Button, DesktopNotifier

PATIENCE = 5.0


class DesktopNotices:
    """Shows each notice with its buttons; clicks come back with the notice's number."""

    name = "desktop notifications"

    def __init__(self, answered: Answered) -> None:
        self._answered = answered
        self._system: DesktopNotifier | None = None

    async def show(self, number: int, notice: Notice, icon: Path | None) -> None:
        """Show the notice; raises NotShown when the system does not take it in time."""
        import desktop_notifier as native

        if self._system is None:
            app_icon = native.Icon(path=resource_path("ccwatch.png"))
            self._system = native.DesktopNotifier("ccwatch", app_icon)
        urgency = native.Urgency.Critical if notice.urgent else native.Urgency.Normal
        taken = False

        def dispatched() -> None:
            nonlocal taken
            taken = True

        sending = self._system.send(
            notice.title,
            _body(notice.body),
            urgency=urgency,
            icon=native.Icon(path=icon) if icon else None,
            buttons=self._buttons(number, notice),
            on_clicked=lambda: self._answered(number, Answer.OPEN),
            on_dispatched=dispatched,
        )
        try:
            await asyncio.wait_for(sending, PATIENCE)
        except TimeoutError:
            raise NotShown("the system did not answer in time") from None
        # desktop-notifier logs its failures and raises none; only this tells.
        if not taken:
            raise NotShown("the system did not take it")

    def _buttons(self, number: int, notice: Notice) -> "list[Button]":
        from desktop_notifier import Button

        if notice.kind == "sign-in":
            choices = [("Sign in", Answer.OPEN)]
        else:
            choices = [("Open", Answer.OPEN)]
        if notice.job is not None and notice.kind != "summary":
            choices.append(("Mute this job", Answer.MUTE))
        choices.append(("Snooze", Answer.SNOOZE))
        return [
            Button(title, on_pressed=partial(self._answered, number, answer))
            for title, answer in choices
        ]


def _body(text: str) -> str:
    """Return the body as plain text: daemons on Linux read it as markup."""
    return html.escape(text, quote=False) if sys.platform.startswith("linux") else text
