"""Signing in and out."""

import threading
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any

from ccwatch.cloud.account import (
    Account,
    ChangingAccount,
    FixedAccount,
    NobodyYet,
    after_sign_in,
    after_sign_out,
)
from ccwatch.cloud.auth import MsalAccount
from ccwatch.core.errors import CcwatchError
from ccwatch.core.language import mark, sentences, tr
from ccwatch.system.workers import Workers
from ccwatch.ui.window.job_window import JobWindow
from ccwatch.watching.watcher import Watcher

if TYPE_CHECKING:
    from ccwatch.ui.dialogs.sign_in_dialog import SignInDialog

Spawn = Callable[[Coroutine[Any, Any, object]], None]
_GIVEN = mark("The access token comes from CCWATCH_ACCESS_TOKEN: set or remove it there.")


class AccountIntents:
    """Carries what concerns the account.

    `on_loop` runs a call in the GUI's thread, from any thread; `open_page` opens an address;
    `welcome` shows the page of the first start, which calls what it is given to sign in.
    """

    def __init__(
        self,
        account: ChangingAccount,
        workers: Workers,
        watcher: Watcher,
        window: JobWindow,
        *,
        spawn: Spawn,
        on_loop: Callable[..., None],
        open_page: Callable[[str], None],
        welcome: Callable[[Callable[[], None]], None],
    ) -> None:
        self._account = account
        self._workers = workers
        self._watcher = watcher
        self._window = window
        self._spawn = spawn
        self._on_loop = on_loop
        self._open_page = open_page
        self._welcome = welcome
        self._cancelled: threading.Event | None = None

    @property
    def label(self) -> str:
        """Who asks, in words for a person."""
        return self._account.label

    def introduce(self) -> None:
        """Show the welcome page while nothing is set up to sign in with."""
        if isinstance(self._account.current, NobodyYet):
            self._welcome(self.sign_in)

    async def begin(self) -> None:
        """Take up the sign-in of an earlier start, or say that one is needed."""
        account = self._account.current
        if isinstance(account, NobodyYet):
            self._watcher.signed_out(account.reason)
        elif isinstance(account, MsalAccount):
            account.when_store_answers(partial(self._on_loop, self._begin_again, account))
            await self._restore(account)

    def sign_in(self) -> None:
        """Let the user sign in by browser; a second wish replaces the first."""
        account = self._account.current
        if isinstance(account, MsalAccount):
            self.cancel()
            self._window.come_forward()
            from ccwatch.ui.dialogs.sign_in_dialog import SignInDialog

            dialog = SignInDialog(self._window)
            dialog.browser_wanted.connect(self._open_page)
            dialog.cancel_wanted.connect(self.cancel)
            dialog.again_wanted.connect(lambda: self._spawn(self._sign_in(account, dialog)))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()
            self._spawn(self._sign_in(account, dialog))
        elif isinstance(account, FixedAccount):
            self._window.show_message(tr(_GIVEN))
        else:
            self._window.come_forward()
            self._welcome(self.sign_in)

    def change(self, account: Account) -> None:
        """Let another account take over."""
        self.cancel()
        self._account.current = account
        self.introduce()
        self._spawn(self.begin())

    def keep_as(self, keep: str) -> None:
        """Keep the sign-in in another way from now on."""
        account = self._account.current
        if isinstance(account, MsalAccount):
            self._spawn(self._keep_as(account, keep))

    def cancel(self) -> None:
        """Give up a sign-in that waits for the browser."""
        if self._cancelled:
            self._cancelled.set()

    def sign_out(self) -> str:
        """Forget the tokens; the jobs stay and wait. Return what is being done, in words."""
        account = self._account.current
        if isinstance(account, MsalAccount):
            words = tr("The running program signs out. The browser may still be signed in.")
            if not account.signed_in:
                words = tr("You were not signed in.")
            self.cancel()
            self._spawn(self._sign_out(account))
            return words
        words = tr(_GIVEN) if isinstance(account, FixedAccount) else tr("You were not signed in.")
        self._window.show_message(words)
        return words

    def _begin_again(self, account: MsalAccount) -> None:
        """Look once more: the credential store has answered late."""
        if account is self._account.current and not account.signed_in:
            self._spawn(self._restore(account))

    async def _restore(self, account: MsalAccount) -> bool:
        there = await self._workers.run(account.restore)
        if account is not self._account.current:
            return False
        trouble = account.not_kept
        if trouble:
            self._window.show_message(str(trouble))
        if there:
            self._watcher.signed_in()
        else:
            self._watcher.signed_out(trouble.message if trouble else tr("You are not signed in."))
        return there

    async def _sign_in(self, account: MsalAccount, dialog: "SignInDialog") -> None:
        cancelled = self._cancelled = threading.Event()

        def show(address: str) -> None:
            self._on_loop(dialog.show_waiting, address)
            self._on_loop(self._open_page, address)

        try:
            # A credential store that was locked at the start may be open by now.
            if account.not_kept and not account.signed_in and await self._restore(account):
                dialog.finish()
                return
            await self._workers.run(account.sign_in, show, cancelled)
        except CcwatchError as error:
            if not cancelled.is_set():
                dialog.show_failed(error)
            return
        dialog.finish()
        self._window.show_page(None)
        self._window.show_message(sentences(*after_sign_in(account)))
        self._watcher.signed_in()

    async def _keep_as(self, account: MsalAccount, keep: str) -> None:
        await self._workers.run(account.keep_as, keep)
        if account.not_kept:
            self._window.show_message(str(account.not_kept))

    async def _sign_out(self, account: MsalAccount) -> None:
        ended = await self._workers.run(account.sign_out)
        self._watcher.signed_out(tr("You signed out."))
        self._window.show_message(sentences(*after_sign_out(ended)))
