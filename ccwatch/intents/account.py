"""Signing in and out."""

import threading
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any

from ccwatch.cloud.account import Account
from ccwatch.cloud.connection import Connection
from ccwatch.cloud.sign_in_results import after_sign_in, after_sign_out
from ccwatch.core.errors import CcwatchError
from ccwatch.core.language import sentences, tr
from ccwatch.core.settings import KeepSignIn
from ccwatch.ipc.messages import AccountResult, AccountState, SignInKind
from ccwatch.ui.window.job_window import JobWindow
from ccwatch.watching.watcher import Watcher

if TYPE_CHECKING:
    from ccwatch.ui.dialogs.sign_in_dialog import SignInDialog

Spawn = Callable[[Coroutine[Any, Any, object]], None]


class AccountIntents:
    """Signs in and out for the window, tray and other processes.

    `on_loop` runs a call in the GUI's thread, from any thread; `open_page` opens a URL;
    `welcome` shows the first start's page, which calls its argument to sign in.
    """

    def __init__(
        self,
        connection: Connection,
        watcher: Watcher,
        window: JobWindow,
        *,
        spawn: Spawn,
        on_loop: Callable[..., None],
        open_page: Callable[[str], None],
        welcome: Callable[[Callable[[], object]], None],
    ) -> None:
        self._connection = connection
        self._watcher = watcher
        self._window = window
        self._spawn = spawn
        self._on_loop = on_loop
        self._open_page = open_page
        self._welcome = welcome
        self._cancelled: threading.Event | None = None

    @property
    def label(self) -> str:
        """The account's description for people."""
        return self._connection.account.label

    @property
    def state(self) -> AccountState:
        """The account's state for other processes, without whether the service accepts it."""
        account = self._connection.account
        if account.token_variable:
            return AccountState(SignInKind.TOKEN)
        if not account.can_sign_in:
            return AccountState(SignInKind.NONE)
        name = account.name if account.signed_in else None
        return AccountState(SignInKind.BROWSER, name=name, kept=account.not_kept is None)

    def introduce(self) -> None:
        """Show the welcome page if no sign-in is set up."""
        account = self._connection.account
        if not account.can_sign_in and not account.token_variable:
            self._welcome(self.sign_in)

    async def begin(self) -> None:
        """Restore the sign-in of an earlier run, or report that one is needed."""
        account = self._connection.account
        account.on_store_answer(partial(self._on_loop, self._restore_late, account))
        await self._restore(account)

    def offer_sign_in(self) -> None:
        """Open the sign-in if it is set up and no earlier one is kept."""
        account = self._connection.account
        if account.can_sign_in and not account.signed_in and not account.not_kept:
            self.sign_in()

    def sign_in(self) -> AccountResult:
        """Start a sign-in in the browser; a second call replaces the first."""
        account = self._connection.account
        if account.can_sign_in:
            self._open_sign_in(account)
            return AccountResult.SIGN_IN_OPENED
        if account.token_variable:
            self._window.show_message(account.reason)
            return AccountResult.GIVEN_TOKEN
        self._window.come_forward()
        self._welcome(self.sign_in)
        return AccountResult.NOT_SET_UP

    def change(self, account: Account) -> None:
        """Switch to another account."""
        self.cancel()
        self._connection.account = account
        self.introduce()
        self._spawn(self.begin())

    def keep_as(self, keep: KeepSignIn) -> None:
        """Change how the sign-in is stored."""
        self._spawn(self._keep_as(self._connection.account, keep))

    def cancel(self) -> None:
        """Cancel a sign-in that waits for the browser."""
        if self._cancelled:
            self._cancelled.set()

    def sign_out(self) -> AccountResult:
        """Delete the tokens and keep the jobs, which wait. Return what is being done."""
        account = self._connection.account
        if account.can_sign_in:
            signed_in = account.signed_in
            self.cancel()
            self._spawn(self._sign_out(account))
            return AccountResult.SIGNING_OUT if signed_in else AccountResult.NOT_SIGNED_IN
        if account.token_variable:
            self._window.show_message(account.reason)
            return AccountResult.GIVEN_TOKEN
        self._window.show_message(tr("You were not signed in."))
        return AccountResult.NOT_SIGNED_IN

    def _open_sign_in(self, account: Account) -> None:
        from ccwatch.ui.dialogs.sign_in_dialog import SignInDialog

        self.cancel()
        self._window.come_forward()
        dialog = SignInDialog(self._window)
        dialog.browser_wanted.connect(self._open_page)
        dialog.cancel_wanted.connect(self.cancel)
        dialog.again_wanted.connect(lambda: self._spawn(self._sign_in(account, dialog)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        self._spawn(self._sign_in(account, dialog))

    def _restore_late(self, account: Account) -> None:
        """Try once more: a slow credential store has answered."""
        if account is self._connection.account and not account.signed_in:
            self._spawn(self._restore(account))

    async def _restore(self, account: Account) -> bool:
        restored = await self._connection.workers.run(account.restore)
        if account is not self._connection.account:
            return False
        if account.not_kept:
            self._window.show_message(str(account.not_kept))
        if not restored:
            self._watcher.signed_out(account.reason)
        elif account.can_sign_in:
            self._watcher.signed_in()
        return restored

    async def _sign_in(self, account: Account, dialog: "SignInDialog") -> None:
        cancelled = self._cancelled = threading.Event()

        def show(address: str) -> None:
            self._on_loop(dialog.show_waiting, address)
            self._on_loop(self._open_page, address)

        try:
            # A credential store that was locked at the start may be open by now.
            if account.not_kept and not account.signed_in and await self._restore(account):
                dialog.finish()
                return
            result = await self._connection.workers.run(account.sign_in, show, cancelled)
        except CcwatchError as error:
            if not cancelled.is_set():
                dialog.show_failed(error)
            return
        dialog.finish()
        self._window.show_page(None)
        self._window.show_message(sentences(*after_sign_in(result)))
        self._watcher.signed_in()

    async def _keep_as(self, account: Account, keep: KeepSignIn) -> None:
        await self._connection.workers.run(account.keep_as, keep)
        if account.not_kept:
            self._window.show_message(str(account.not_kept))

    async def _sign_out(self, account: Account) -> None:
        result = await self._connection.workers.run(account.sign_out)
        self._watcher.signed_out(tr("You signed out."))
        self._window.show_message(sentences(*after_sign_out(result)))
