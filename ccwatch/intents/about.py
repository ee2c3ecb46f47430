"""Opens the About dialog and the shortcuts page."""

import platform
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccwatch import __version__
from ccwatch.core.budget import requests_this_hour
from ccwatch.core.language import tr
from ccwatch.disk.paths import Paths
from ccwatch.resource_files import NOTICES, resource_path
from ccwatch.system.libraries import libraries_of
from ccwatch.system.workers import Workers
from ccwatch.ui.window.job_window import JobWindow

if TYPE_CHECKING:
    from ccwatch.ui.dialogs.about_dialog import AboutDialog


class AboutIntents:
    """Opens both dialogs; `open_folder` shows a folder in the system's file manager.

    `requests` returns how many were sent in the last hour, and how many are allowed.
    """

    def __init__(
        self,
        paths: Paths,
        workers: Workers,
        window: JobWindow,
        *,
        requests: Callable[[], tuple[int, int]],
        spawn: Callable[[Coroutine[Any, Any, object]], None],
        open_folder: Callable[[Path], None],
    ) -> None:
        self._paths = paths
        self._workers = workers
        self._window = window
        self._requests = requests
        self._spawn = spawn
        self._open_folder = open_folder
        self._about: AboutDialog | None = None

    def about(self) -> None:
        """Show the About dialog; its libraries are added once read."""
        self._window.come_forward()
        if self._about is None:
            self._about = self._made()
            self._spawn(self._list_libraries(self._about))
        self._about.show_requests(requests_this_hour(*self._requests()))
        self._about.open()

    def _made(self) -> "AboutDialog":
        from ccwatch.ui.dialogs.about_dialog import AboutDialog

        folders = {
            tr("Data"): str(self._paths.data),
            tr("Settings"): str(self._paths.config),
            tr("Log"): str(self._paths.logs),
        }
        # The libraries' licence notices exist only in packaged builds.
        if (notices := resource_path(NOTICES)).is_file():
            folders[tr("Licences")] = str(notices)
        system = f"{platform.system()} {platform.release()}"
        dialog = AboutDialog(__version__, system, folders, self._window)
        dialog.folder_wanted.connect(lambda path: self._open_folder(Path(path)))
        return dialog

    def shortcuts(self) -> None:
        """Show the shortcuts page."""
        from ccwatch.ui.dialogs.shortcuts_dialog import ShortcutsDialog

        self._window.come_forward()
        ShortcutsDialog(self._window).open()

    async def _list_libraries(self, dialog: "AboutDialog") -> None:
        dialog.show_libraries(await self._workers.run(libraries_of, "ccwatch"))
