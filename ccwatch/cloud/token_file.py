"""The file with a user's tokens, encrypted with a key from the system's credential store.

Its first line says how the rest is stored and what the sign-in is for: for another issuer, client
or service the rest is not read. The line is authenticated with the rest.
"""

import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from ccwatch.cloud.credential_store import CredentialStore
from ccwatch.core.errors import SignInNotKept, StorageFault
from ccwatch.core.language import tr
from ccwatch.core.settings import KeepSignIn
from ccwatch.system.file_lock import Lock
from ccwatch.system.files import drop_drafts, write_private

_FORMAT = "ccwatch-sign-in-"
_MAGIC = f"{_FORMAT}2"
_BINDING_LENGTH = 64
# Replaces a file that cannot be removed: bound to no client, so it is never read.
_NOTHING = f"{_MAGIC} none {_BINDING_LENGTH * '0'}\n".encode()
LOCK_SECONDS = 40.0
_BETWEEN_TRIES = 0.1


class TokenCache:
    """Stores one text; `fault` is why that did not work, None when it did.

    With `keep` SESSION nothing is on disk, with FILE it is not encrypted. `bound_to` is what the
    sign-in is for: the addresses of issuer and service, and the client. No method raises: if
    nothing can be loaded, the user just has to sign in again.
    """

    def __init__(
        self, folder: Path, bound_to: Sequence[str], keep: KeepSignIn = KeepSignIn.PROTECTED
    ) -> None:
        self._folder = folder
        self._path = folder / "tokens"
        self._binding = hashlib.sha256("\n".join(bound_to).encode()).hexdigest()
        self.keep = keep
        # Two homes of one user, such as a portable one, share the credential store.
        place = hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:12]
        self.store = CredentialStore(f"sign-in {place}")
        self._file_lock = Lock(folder / "lock")
        self._key: bytes | None = None
        self._seen: bytes | None = None
        self._no_key: SignInNotKept | None = None
        self.fault: SignInNotKept | None = None

    def changed(self) -> bool:
        """Return whether another process has written the file since this one read or wrote it."""
        return self.keep is not KeepSignIn.SESSION and self._content() != self._seen

    def load(self) -> str:
        """Return the text that was saved for this service and client, "" for none."""
        self.fault = self._no_key = None
        self._seen = content = self._content()
        if self.keep is KeepSignIn.SESSION or content is None:
            return ""
        head, _, body = content.partition(b"\n")
        words = head.decode("ascii", "replace").split()
        if len(words) != 3 or not words[0].startswith(_FORMAT) or len(words[2]) != _BINDING_LENGTH:
            return self._refuse(tr("The saved sign-in is damaged."))
        if words[2] != self._binding:
            return ""
        if words[0] != _MAGIC:
            return self._refuse(tr("The sign-in was saved by another version of ccwatch."))
        if words[1] != self.keep:
            # Otherwise a program that can write the file could have any tokens used.
            return self._refuse(
                tr("The saved sign-in does not match the setting “Stay signed in”.")
            )
        try:
            return (
                self._decrypt(head, body) if words[1] == KeepSignIn.PROTECTED else body
            ).decode()
        except SignInNotKept as fault:
            self.fault = fault
        except ValueError:
            return self._refuse(tr("The saved sign-in is damaged."))
        return ""

    def save(self, text: str, *, ask: bool = False) -> None:
        """Save the text; the one before is removed even when that fails.

        Its refresh token has been used, and some issuers end a sign-in when they see it again.
        A credential store that failed is asked again only with `ask`: it may disturb the user.
        """
        self.fault = None
        self._no_key = None if ask else self._no_key
        try:
            self._write(text)
        except SignInNotKept as fault:
            self.fault = fault
        except StorageFault as fault:
            self.fault = SignInNotKept(fault.message, advice=fault.advice)
        if self.fault or self.keep is KeepSignIn.SESSION:
            self._remove()
        self._seen = self._content()

    def drop(self) -> bool:
        """Remove the file; return whether it contained anything."""
        self.fault = None
        was_kept = self._content() not in (None, _NOTHING) or self.fault is not None
        self.fault = None
        self._remove()
        drop_drafts(self._folder)
        self._seen = self._content()
        return was_kept

    def forget(self) -> bool:
        """Remove the file and its key; return whether the file contained anything."""
        was_kept = self.drop()
        self._key = None
        if self.keep is KeepSignIn.PROTECTED:
            with suppress(SignInNotKept):
                self.store.forget()
        return was_kept

    @contextmanager
    def lock(self, seconds: float = LOCK_SECONDS) -> Iterator[None]:
        """Keep other processes from renewing meanwhile: a refresh token is valid for one use.

        After `seconds` this one goes on without the lock: the other process may hang.
        """
        held = False
        with suppress(OSError, StorageFault):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for _ in range(round(seconds / _BETWEEN_TRIES)):
                if held := self._file_lock.acquire():
                    break
                threading.Event().wait(_BETWEEN_TRIES)
        try:
            yield
        finally:
            if held:
                self._file_lock.release()

    def _write(self, text: str) -> None:
        if self.keep is KeepSignIn.SESSION:
            return
        head = f"{_MAGIC} {self.keep} {self._binding}".encode()
        body = text.encode()
        if self.keep is KeepSignIn.PROTECTED:
            from nacl.secret import Aead

            self._key = self._key or self._key_to_write()
            body = Aead(self._key).encrypt(body, head)
        write_private(self._path, head + b"\n" + body)

    def _key_to_write(self) -> bytes:
        if self._no_key:
            raise self._no_key
        try:
            return self.store.key() or self.store.new_key()
        except SignInNotKept as fault:
            self._no_key = fault
            raise

    def _decrypt(self, head: bytes, body: bytes) -> bytes:
        from nacl.exceptions import CryptoError
        from nacl.secret import Aead

        self._key = self._key or self.store.key()
        if self._key is None:
            raise _not_restored(
                tr("The key of the saved sign-in is no longer in the credential store.")
            )
        try:
            return Aead(self._key).decrypt(body, head)
        except CryptoError:
            self._key = None
            raise _not_restored(
                tr("The saved sign-in was changed, or the credential store now has another key.")
            ) from None

    def _content(self) -> bytes | None:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            # Why it could not be removed says more than why it cannot be read.
            self.fault = self.fault or SignInNotKept(f"{self._path}: {error.strerror or error}.")
            return None

    def _refuse(self, words: str) -> str:
        self.fault = _not_restored(words)
        return ""

    def _remove(self) -> None:
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            # Where the folder cannot be written to, the file may be.
            with suppress(OSError):
                if not self._path.is_symlink():
                    self._path.write_bytes(_NOTHING)
                    return
            self.fault = SignInNotKept(
                f"{self._path}: {error.strerror or error}.",
                title=tr("Sign-in not removed"),
                advice=tr("Delete this file."),
            )


def _not_restored(words: str) -> SignInNotKept:
    return SignInNotKept(words, title=tr("Sign-in not restored"), advice=tr("Sign in again."))
