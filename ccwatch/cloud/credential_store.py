"""One small key in the system's credential store: Credential Manager, Keychain, Secret Service.

A store may ask the user to unlock it, or never answer at all; so each call runs on a thread of
its own and is waited for a few seconds only.
"""

import base64
import logging
import secrets
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import closing
from typing import TypeVar

from ccwatch.core.errors import SignInNotKept
from ccwatch.core.language import tr

SERVICE = "ccwatch"
KEY_BYTES = 32
PATIENCE = 5.0
_log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


class CredentialStore:
    """Keeps the key of this name; every method raises SignInNotKept, naming the cause.

    `patience` is in seconds. A call that took longer is not lost: `when_answered` gets called,
    on another thread, once the store has answered after all.
    """

    def __init__(self, name: str, patience: float = PATIENCE) -> None:
        self._name = name
        self._patience = patience
        self.when_answered: Callable[[], None] | None = None

    def key(self) -> bytes | None:
        """Return the key, None when the store has none."""
        import keyring

        text = self._asked(lambda: keyring.get_password(SERVICE, self._name))
        try:
            key = base64.b64decode(text or "", validate=True)
        except ValueError:
            return None
        return key if len(key) == KEY_BYTES else None

    def new_key(self) -> bytes:
        """Make a key, and return it once the store has it."""
        import keyring

        key = secrets.token_bytes(KEY_BYTES)
        text = base64.b64encode(key).decode()
        self._asked(lambda: keyring.set_password(SERVICE, self._name, text))
        if self.key() != key:
            raise _no_store()
        return key

    def forget(self) -> None:
        """Remove the key, if there is one."""
        import keyring
        from keyring.errors import PasswordDeleteError

        def delete() -> None:
            try:
                keyring.delete_password(SERVICE, self._name)
            except PasswordDeleteError:
                return

        self._asked(delete)

    def _asked(self, call: Callable[[], Answer]) -> Answer:
        from keyring.errors import InitError, KeyringLocked, NoKeyringError

        try:
            return self._waited_for(call)
        except TookTooLong:
            if _is_locked(self._patience):
                raise _locked() from None
            raise SignInNotKept(
                tr("The credential store does not answer."),
                advice=tr("Sign in for now; the next start tries it again."),
            ) from None
        except KeyringLocked:
            raise _locked() from None
        except (NoKeyringError, InitError):
            raise _no_store() from None
        except Exception as error:
            # Each store has errors of its own, and their texts are not meant for people.
            raise SignInNotKept(
                tr("The credential store failed ({error}).", error=type(error).__name__),
                advice=tr("Sign in for now; the next start tries it again."),
            ) from None

    def _waited_for(self, call: Callable[[], Answer]) -> Answer:
        future: Future[Answer] = Future()
        _on_thread(call, future)
        try:
            return future.result(self._patience)
        except TookTooLong:
            future.add_done_callback(self._answered_late)
            raise

    def _answered_late(self, future: Future[Answer]) -> None:
        if self.when_answered and future.exception() is None:
            self.when_answered()


def _on_thread(call: Callable[[], Answer], future: Future[Answer]) -> None:
    def run() -> None:
        try:
            future.set_result(call())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, name="credential store", daemon=True).start()


def _is_locked(patience: float) -> bool:
    """Return whether the Secret Service says that it is locked; other stores are not asked."""
    if sys.platform in ("win32", "darwin"):
        return False
    future: Future[bool] = Future()
    _on_thread(_secret_service_is_locked, future)
    try:
        return future.result(patience)
    except Exception as error:
        _log.debug("the credential store does not tell whether it is locked: %s", type(error))
        return False


def _secret_service_is_locked() -> bool:
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        locked: bool = secretstorage.get_default_collection(bus).is_locked()
        return locked


def _locked() -> SignInNotKept:
    return SignInNotKept(
        tr("The credential store is locked."),
        advice=tr(
            "Unlock it (by signing in to the desktop, or in its own program), then sign in again."
        ),
    )


def _no_store() -> SignInNotKept:
    return SignInNotKept(
        tr(
            "There is no credential store here (such as a keychain or a Secret Service). "
            "You stay signed in until ccwatch quits."
        ),
        advice=tr("Install one, or choose in the settings to keep the sign-in in a plain file."),
    )
