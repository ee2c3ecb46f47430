"""Signing in and out, and the list of the caller's own jobs."""

import threading
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from ccwatch.cloud.account import ChangingAccount, account_for
from ccwatch.cloud.asking import AskingClient
from ccwatch.cloud.auth import MsalAccount
from ccwatch.cloud.workers import Workers
from ccwatch.core.errors import CcwatchError, SettingRefused, SignInNeeded, WrongAddress
from ccwatch.core.job import JobId
from ccwatch.core.settings import Settings
from ccwatch.ui.job_window import JobWindow
from ccwatch.ui.my_jobs_dialog import MyJobsDialog
from ccwatch.ui.store import JobStore
from ccwatch.watcher import Watcher

Spawn = Callable[[Coroutine[Any, Any, None]], None]


class AccountIntents:
    """Carries what concerns the account; `open_page` opens an address, from any thread."""

    def __init__(
        self,
        account: ChangingAccount,
        client: AskingClient,
        workers: Workers,
        watcher: Watcher,
        window: JobWindow,
        spawn: Spawn,
        open_page: Callable[[str], None],
    ) -> None:
        self._account = account
        self._client = client
        self._workers = workers
        self._watcher = watcher
        self._window = window
        self._spawn = spawn
        self._open_page = open_page
        self._cancelled: threading.Event | None = None

    @property
    def label(self) -> str:
        """Who asks, in words for a person."""
        return self._account.label

    async def begin(self) -> None:
        """Say at the start that signing in is needed, if it is."""
        try:
            await self._workers.run(self._account.access_token)
        except SignInNeeded as error:
            self._watcher.signed_out(error.message)
        except CcwatchError:
            return

    def sign_in(self) -> None:
        """Let the user sign in by browser; a second wish replaces the first."""
        account = self._account.current
        if isinstance(account, MsalAccount):
            self.cancel()
            self._spawn(self._sign_in(account))
            return
        try:
            account.renew()
        except SignInNeeded as error:
            self._window.settings_wanted.emit()
            self._window.show_message(f"{error.message} {error.advice}")

    def change(self, settings: Settings, environ: Mapping[str, str]) -> None:
        """Let the account that the settings now name take over."""
        try:
            account = account_for(settings, environ)
        except SettingRefused as error:
            self._window.show_message(error.message)
            return
        self.cancel()
        self._account.current = account
        self._spawn(self.begin())

    def cancel(self) -> None:
        """Give up a sign-in that waits for the browser."""
        if self._cancelled:
            self._cancelled.set()

    def sign_out(self) -> None:
        """Forget the tokens; the jobs stay and wait."""
        account = self._account.current
        if isinstance(account, MsalAccount):
            self._spawn(self._sign_out(account))
        else:
            self._window.show_message("The access token is set from outside: end it there.")

    def list_own_jobs(self, store: JobStore, now: Callable[[], float]) -> MyJobsDialog:
        """Open the list of the caller's own jobs, and fill it when the service answers."""
        dialog = MyJobsDialog(now, self._window)
        self._spawn(self._fill(dialog, set(store.jobs)))
        dialog.open()
        return dialog

    async def _sign_in(self, account: MsalAccount) -> None:
        cancelled = self._cancelled = threading.Event()
        self._window.show_message("Sign in with the browser that opens. ccwatch waits for it.")
        try:
            name = await self._workers.run(account.sign_in, self._open_page, cancelled)
        except CcwatchError as error:
            if self._cancelled is cancelled:
                self._window.show_message(str(error))
            return
        more = "" if account.renewable else " It cannot be renewed: you will be asked again."
        self._window.show_message(f"Signed in{f' as {name}' if name else ''}.{more}")
        self._watcher.signed_in()

    async def _sign_out(self, account: MsalAccount) -> None:
        await self._workers.run(account.sign_out)
        self._watcher.signed_out("You signed out.")
        self._window.show_message("Signed out here. The browser may still be signed in.")

    async def _fill(self, dialog: MyJobsDialog, watched: set[JobId]) -> None:
        try:
            jobs = await self._client.my_jobs()
        except WrongAddress:
            dialog.show_error("Your subscription does not offer this list. Add jobs by their ids.")
        except CcwatchError as error:
            dialog.show_error(str(error))
        else:
            dialog.show_jobs(jobs, set(watched))
