"""Shows notices as the system's notifications, through desktop-notifier."""

import asyncio
import logging
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ccwatch.core.errors import FilesReplaced
from ccwatch.core.language import mark, tr
from ccwatch.core.notice import Notice
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.notify.notifier import ActionHandler, NoticeAction, NotShown, kind_of
from ccwatch.resource_files import resource_path
from ccwatch.system.identity import APP_USER_MODEL_ID

if TYPE_CHECKING:
    from desktop_notifier import Button, DesktopNotifier

_log = logging.getLogger(__name__)
PATIENCE = 5.0
ANSWER_SECONDS = 1.0


class DesktopNotices:
    """Shows each notice with its buttons; clicks are reported with the notice's number."""

    name = mark("desktop notifications")

    def __init__(self, on_action: ActionHandler) -> None:
        self._on_action = on_action
        self._system: DesktopNotifier | None = None
        self._escapes = False
        library = logging.getLogger("desktop_notifier")
        library.handlers, library.propagate = [_LibraryFailures()], False

    async def show(self, number: int, notice: Notice, icon: Path | None) -> bool:
        """Show the notice; return whether the system holds it back, as far as it tells.

        Raises NotShown if the system does not accept it in time.
        """
        try:
            # desktop-notifier logs failures instead of raising; only its callback confirms success.
            taken, held_back = await asyncio.wait_for(self._send(number, notice, icon), PATIENCE)
            if taken:
                return held_back
            reason = NotShown(tr("the system did not accept it"))
        except NotShown as known:
            reason = known
        except FilesReplaced:
            raise
        except TimeoutError:
            reason = NotShown(tr("the system did not answer in time"))
        except Exception as error:  # backends raise all kinds of exceptions
            reason = NotShown(f"{type(error).__name__}: {error}")
        self.close()
        raise reason

    def close(self) -> None:
        """Disconnect from the system; clicks on notifications already shown no longer arrive."""
        # WORKAROUND: desktop-notifier has no close(), so its connection would stay open.
        bus = getattr(getattr(self._system, "_backend", None), "bus", None)
        if bus is not None:
            bus.disconnect()
        self._system = None

    async def _send(self, number: int, notice: Notice, icon: Path | None) -> tuple[bool, bool]:
        """Return whether the system took the notice, and whether it holds it back."""
        import html  # half a megabyte of entities, loaded with the first notice

        import desktop_notifier as native

        system = self._system or await self._connected()
        # Asked before: a notice is shown twice if the program ends between showing and recording.
        held_back = await _holds_back(system, notice)
        taken = False

        def dispatched() -> None:
            nonlocal taken
            taken = True

        await system.send(
            notice.title,
            html.escape(notice.body, quote=False) if self._escapes else notice.body,
            urgency=native.Urgency.Critical if notice.urgent else native.Urgency.Normal,
            icon=native.Icon(path=icon) if icon else None,
            buttons=self._buttons(number, notice),
            on_clicked=lambda: self._on_action(number, NoticeAction.OPEN),
            on_dispatched=dispatched,
        )
        return taken, held_back

    async def _connected(self) -> "DesktopNotifier":
        """Return a working notifier, kept for reuse until it fails."""
        import desktop_notifier as native

        icon = native.Icon(path=resource_path("ccwatch.png"))
        system = native.DesktopNotifier(APP_USER_MODEL_ID, icon)
        if sys.platform.startswith("linux"):
            from ccwatch.notify.freedesktop import FreedesktopNotifier

            self._escapes = await _reads_markup()
            # WORKAROUND: desktop-notifier has no way to choose a backend.
            system._backend = FreedesktopNotifier(APP_USER_MODEL_ID, icon)
        self._system = system
        # Without a backend for this system, desktop-notifier accepts everything but shows nothing.
        if not await system.get_capabilities():
            raise NotShown(tr("this system has no notifications"))
        return system

    def _buttons(self, number: int, notice: Notice) -> "list[Button]":
        from desktop_notifier import Button

        if notice.kind is NoticeKind.SIGN_IN:
            choices = [(tr("Sign in"), NoticeAction.OPEN)]
        else:
            choices = [(tr("Open", "a button"), NoticeAction.OPEN)]
        if notice.job is not None and notice.kind is not NoticeKind.SUMMARY:
            choices.append((tr("Mute this job"), NoticeAction.MUTE))
        choices.append((tr("Snooze"), NoticeAction.SNOOZE))
        return [
            Button(title, on_pressed=partial(self._on_action, number, action))
            for title, action in choices
        ]


async def _holds_back(system: "DesktopNotifier", notice: Notice) -> bool:
    """Return whether the system now holds such a notice back, as far as it tells."""
    ask = getattr(system._backend, "holds_back", None)
    try:
        return bool(ask and await asyncio.wait_for(ask(urgent=notice.urgent), ANSWER_SECONDS))
    except Exception:  # the notice itself is more important
        _log.debug("It is not known whether notifications are shown", exc_info=True)
        return False


class _LibraryFailures(logging.Handler):
    """Passes on what desktop-notifier logs, a failure that lasts once until it changes.

    It logs each notification that fails, on Windows some time after it took it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._logged = ""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        kind = kind_of(f"{record.getMessage()} {error!r}")
        if kind != self._logged:
            self._logged = kind
            # Not `handle`, which does nothing within a handler from Python 3.13.4 on.
            _log.callHandlers(record)


async def _reads_markup() -> bool:
    """Return whether the daemon interprets bodies as markup; raises NotShown if there is none."""
    from dbus_fast import Message, MessageType
    from dbus_fast.aio import MessageBus

    bus = MessageBus()
    try:
        await bus.connect()
        reply = await bus.call(
            Message(
                destination="org.freedesktop.Notifications",
                path="/org/freedesktop/Notifications",
                interface="org.freedesktop.Notifications",
                member="GetCapabilities",
            )
        )
    finally:
        bus.disconnect()
    if reply is None or reply.message_type is not MessageType.METHOD_RETURN:
        raise NotShown(tr("no notification daemon answers"))
    return "body-markup" in reply.body[0]
