"""The setting for starting at sign-in, whose state is kept by the system."""

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from ccwatch.core.errors import StorageFault
from ccwatch.core.language import tr
from ccwatch.system.autostart.protocol import LoginStart, State
from ccwatch.system.workers import Workers

if TYPE_CHECKING:
    from ccwatch.ui.settings.dialog import SettingsDialog


class LoginStartIntents:
    """Connects the switch to the system; `command` is what to start, None in the demo."""

    def __init__(
        self,
        system: LoginStart,
        command: Sequence[str] | None,
        workers: Workers,
        *,
        spawn: Callable[[Coroutine[Any, Any, object]], None],
    ) -> None:
        self._system = system
        self._command = command
        self._workers = workers
        self._spawn = spawn

    def show_in(self, dialog: "SettingsDialog") -> None:
        """Show the system's state in the dialog, and change it from there."""
        if self._command is None:
            dialog.show_login_start(None, tr("Not available in the demo."))
            return
        dialog.login_start_wanted.connect(lambda on: self._spawn(self._change(dialog, on)))
        self._spawn(self._show(dialog))

    async def _change(self, dialog: "SettingsDialog", on: bool) -> None:
        assert self._command is not None
        complaint = ""
        try:
            if on:
                await self._workers.run(self._system.switch_on, self._command)
            else:
                await self._workers.run(self._system.switch_off)
        except StorageFault as fault:
            complaint = str(fault)
        await self._show(dialog, complaint)

    async def _show(self, dialog: "SettingsDialog", complaint: str = "") -> None:
        """Show the state read from the system, also after a change that may have failed."""
        assert self._command is not None
        try:
            state = await self._workers.run(self._system.state, self._command)
        except StorageFault as fault:
            dialog.show_login_start(False, complaint=complaint or str(fault))
            return
        words = tr("In the tray, without a window.")
        if state is State.ANOTHER:
            words = tr(
                "Another copy of ccwatch is set to start. "
                "To start this one, turn this off and on again."
            )
        dialog.show_login_start(state is not State.OFF, words, complaint)
