"""Whether the same user signs in as before, remembered as a hash."""

import hashlib
import hmac
import secrets
from contextlib import suppress
from pathlib import Path

from ccwatch.core.errors import StorageFault
from ccwatch.system.files import write_private

_SALT_BYTES = 16


class LastUser:
    """Remembers the last user as a salted hash of the issuer's subject."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def remember(self, subject: str) -> bool:
        """Remember this user; return whether another one was remembered before."""
        known = self._known()
        salt = known[:_SALT_BYTES] or secrets.token_bytes(_SALT_BYTES)
        mark = salt + hashlib.blake2b(subject.encode(errors="surrogatepass"), salt=salt).digest()
        with suppress(StorageFault):
            write_private(self._path, mark)
        return bool(known) and not hmac.compare_digest(known, mark)

    def _known(self) -> bytes:
        try:
            known = self._path.read_bytes()
        except OSError:
            return b""
        return known if len(known) == _SALT_BYTES + hashlib.blake2b().digest_size else b""
