"""The settings: shows, changes, exports and imports them; changes are saved in the background."""

import os
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccwatch.core.errors import StorageFault
from ccwatch.core.language import sentences, tr
from ccwatch.core.settings import Settings, with_value
from ccwatch.core.settings_exchange import Import, exported, import_words, in_a_note, judged
from ccwatch.disk import settings_exchange, settings_file
from ccwatch.disk.settings_in_force import settings_in_force
from ccwatch.intents.current_settings import CurrentSettings
from ccwatch.system.environment import own_environment
from ccwatch.system.workers import Workers
from ccwatch.ui.window.job_window import JobWindow

if TYPE_CHECKING:
    from ccwatch.ui.settings.dialog import SettingsDialog


class SettingsIntents:
    """Passes changes of the settings between the dialog, the file at `path`, and `current`.

    The window offers the commands that the settings allow.
    """

    def __init__(
        self,
        current: CurrentSettings,
        path: Path,
        workers: Workers,
        window: JobWindow,
        *,
        spawn: Callable[[Coroutine[Any, Any, object]], None],
    ) -> None:
        self._current = current
        self._path = path
        self._workers = workers
        self._window = window
        self._spawn = spawn
        current.follow(self._offer_commands)
        self._offer_commands(current.get(), current.get())

    def open(self) -> "SettingsDialog":
        """Show the settings dialog."""
        self._window.come_forward()
        from ccwatch.ui.settings.dialog import SettingsDialog

        dialog = SettingsDialog(self._current.get(), os.environ, self._window)
        dialog.changed.connect(lambda name, value: self.change({name: value}))
        dialog.export_wanted.connect(lambda path: self._spawn(self._export(dialog, Path(path))))
        dialog.import_wanted.connect(lambda path: self._spawn(self._import(dialog, Path(path))))
        dialog.open()
        return dialog

    def change(self, values: Mapping[str, object]) -> None:
        """Put values into force, and save them; raises SettingRefused."""
        now = self._current.get()
        for name, value in values.items():
            now = with_value(now, name, value)
        self._current.put(now)
        self._spawn(self._save(values))

    def _offer_commands(self, _: Settings, now: Settings) -> None:
        self._window.allow(browsing=bool(now.job_page), cancelling=now.allow_cancel)

    def look_again(self) -> None:
        """Reload the settings file after another process changed it."""
        self._spawn(self._look_again())

    async def _look_again(self) -> None:
        found = await self._workers.run(settings_in_force, self._path, own_environment())
        self._current.put(found.settings)
        if found.file_faults:
            self._window.show_message(sentences(*in_a_note(found.file_faults)))

    async def _save(self, values: Mapping[str, object]) -> None:
        try:
            await self._workers.run(settings_file.change, self._path, values)
        except StorageFault as fault:
            self._window.show_message(str(fault))

    async def _export(self, dialog: "SettingsDialog", path: Path) -> None:
        """Export all settings except those given only by the environment."""
        try:
            stored, _ = await self._workers.run(settings_file.load, self._path)
            await self._workers.run(settings_exchange.write, path, exported(stored))
        except StorageFault as fault:
            dialog.show_answer(str(fault))
        else:
            dialog.show_answer(tr("The settings are in {file}.", file=path.name))

    async def _import(self, dialog: "SettingsDialog", path: Path) -> None:
        """Show the changes the file would make, and apply them once the user agrees."""
        try:
            given = await self._workers.run(settings_exchange.read, path)
        except StorageFault as fault:
            dialog.show_answer(str(fault))
            return
        outcome = judged(given, self._current.get(), os.environ)
        if not outcome.changes:
            dialog.show_answer(import_words(outcome))
            return
        from ccwatch.ui.settings.import_dialog import ImportDialog

        question = ImportDialog(path.name, outcome.changes, dialog)
        question.accepted.connect(lambda: self._take(dialog, outcome))
        question.open()

    def _take(self, dialog: "SettingsDialog", outcome: Import) -> None:
        """Apply the changes the user agreed to, and show what was left out."""
        self.change(outcome.values)
        dialog.show_settings(self._current.get())
        dialog.show_answer(import_words(outcome))
