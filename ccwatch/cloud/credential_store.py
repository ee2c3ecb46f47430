"""One small key in the system's credential store: Credential Manager, Keychain, Secret Service.

A store may ask the user to unlock it, or never answer; so each call runs on its own thread, and
the caller waits only a few seconds for it.
"""

import base64
import logging
import secrets
import sys
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from typing import Any, TypeVar

from ccwatch.cloud.shared_call import on_thread
from ccwatch.core.errors import SignInNotKept
from ccwatch.core.language import tr

SERVICE = "ccwatch"
# Stores that encrypt the key, or protect it from other users; keyring can be configured to use
# others, such as a plain file.
REAL_STORES = {
    "keyring.backends.Windows.WinVaultKeyring": "Windows Credential Manager",
    "keyring.backends.macOS.Keyring": "Keychain",
    "keyring.backends.SecretService.Keyring": "Secret Service",
    "keyring.backends.libsecret.Keyring": "Secret Service (libsecret)",
    "keyring.backends.kwallet.DBusKeyring": "KWallet",
    "keyring.backends.kwallet.DBusKeyringKWallet4": "KWallet",
}
_NO_STORES = ("keyring.backends.fail.Keyring", "keyring.backends.null.Keyring")
KEY_BYTES = 32
PATIENCE = 5.0
_log = logging.getLogger(__name__)
Result = TypeVar("Result")


class CredentialStore:
    """Keeps the key of this name; every method raises SignInNotKept with the cause.

    `patience` is in seconds. After a call that took longer, `on_late_answer` is called, on another
    thread, when the store has answered.
    """

    def __init__(self, name: str, patience: float = PATIENCE) -> None:
        self._name = name
        self._patience = patience
        self.on_late_answer: Callable[[], None] | None = None

    def kind(self) -> str:
        """Return the name of the store that is used."""
        return self._ask(lambda: REAL_STORES[_name_of(_backend())])

    def key(self) -> bytes | None:
        """Return the key, None when the store has none."""
        text = self._ask(lambda: _backend().get_password(SERVICE, self._name))
        try:
            key = base64.b64decode(text or "", validate=True)
        except ValueError:
            return None
        return key if len(key) == KEY_BYTES else None

    def new_key(self) -> bytes:
        """Create a key; return it once the store has saved it."""
        key = secrets.token_bytes(KEY_BYTES)
        text = base64.b64encode(key).decode()
        self._ask(lambda: _backend().set_password(SERVICE, self._name, text))
        if self.key() != key:
            raise _no_store()
        return key

    def forget(self) -> None:
        """Remove the key, if there is one."""
        from keyring.errors import PasswordDeleteError

        def delete() -> None:
            try:
                _backend().delete_password(SERVICE, self._name)
            except PasswordDeleteError:
                return

        self._ask(delete)

    def _ask(self, call: Callable[[], Result]) -> Result:
        from keyring.errors import InitError, KeyringLocked, NoKeyringError

        try:
            return self._wait_for(call)
        except SignInNotKept:
            raise
        except TimeoutError:
            if _is_locked(self._patience):
                raise _locked() from None
            raise SignInNotKept(
                tr("The credential store does not answer."),
                advice=tr("Sign in for now. ccwatch will try again when it next starts."),
            ) from None
        except KeyringLocked:
            raise _locked() from None
        except (NoKeyringError, InitError):
            raise _no_store() from None
        except Exception as error:
            # Each store has its own errors, and their texts are not meant for users.
            raise SignInNotKept(
                tr("The credential store failed ({error}).", error=type(error).__name__),
                advice=tr("Sign in for now. ccwatch will try again when it next starts."),
            ) from None

    def _wait_for(self, call: Callable[[], Result]) -> Result:
        future = on_thread(call, "credential store")
        try:
            return future.result(self._patience)
        except TimeoutError:
            future.add_done_callback(self._report_late)
            raise

    def _report_late(self, future: Future[Result]) -> None:
        if self.on_late_answer and future.exception() is None:
            self.on_late_answer()


def _backend() -> Any:
    """Return the store that keyring would use, if it protects the key; raises SignInNotKept."""
    import keyring
    from keyring.backends.chainer import ChainerBackend

    try:
        backend: Any = keyring.get_keyring()
    except Exception as error:  # whatever importing a configured backend raises
        raise _not_loaded(error) from None
    if isinstance(backend, ChainerBackend):
        # A chain of backends writes to its first, but reads from all of them.
        backend = next(iter(backend.backends), backend)
    name = _name_of(backend)
    if name in _NO_STORES or isinstance(backend, ChainerBackend):
        raise _no_store()
    if name not in REAL_STORES:
        raise _not_real(name)
    if hasattr(backend, "persist"):
        # The key stays on this computer: Windows would take it to others of a roaming profile.
        backend.persist = "local machine"
    return backend


def _name_of(backend: object) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _is_locked(patience: float) -> bool:
    """Return whether the Secret Service says that it is locked; False for other stores."""
    if sys.platform in ("win32", "darwin"):
        return False
    try:
        return on_thread(_secret_service_is_locked, "credential store").result(patience)
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


def _not_real(name: str) -> SignInNotKept:
    return _misconfigured(
        tr("The configured credential store ({name}) does not protect keys.", name=name)
    )


def _not_loaded(error: Exception) -> SignInNotKept:
    name = type(error).__name__
    return _misconfigured(
        tr("The configured credential store cannot be loaded ({name}).", name=name)
    )


def _misconfigured(words: str) -> SignInNotKept:
    return SignInNotKept(
        words,
        advice=tr("Remove it from keyring’s configuration, or change “Stay signed in”."),
    )


def _no_store() -> SignInNotKept:
    return SignInNotKept(
        tr(
            "No credential store (such as a keychain or a Secret Service) was found. You "
            "stay signed in until ccwatch quits."
        ),
        advice=tr("Install one, or set “Stay signed in” to “File” in the settings."),
    )
