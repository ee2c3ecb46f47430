"""The trusted certificates that the environment names instead of the system's."""

import os
import ssl
from dataclasses import dataclass
from pathlib import Path
from re import fullmatch

from ccwatch.core.errors import Layer, Unreachable
from ccwatch.core.language import tr

# In the order of precedence in requests and curl.
_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
_HASHED = r"[0-9a-f]{8}\.[0-9]+"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A file of certificates, or a folder of such files, and the variable that names it."""

    variable: str
    path: str

    def fault(self) -> Unreachable | None:
        """Return why it cannot be used, None when it can."""
        try:
            reason = self._reason()
        except ssl.SSLError:
            reason = tr("it contains no certificates in PEM form")
        except OSError as error:
            reason = error.strerror or str(error)
        if not reason:
            return None
        return Unreachable(
            tr(
                "{variable} names {path}: {reason}.",
                variable=self.variable,
                path=self.path,
                reason=reason,
            ),
            advice=tr(
                "Set it to a file of certificates in PEM form, or remove it to trust what the "
                "system trusts."
            ),
            layer=Layer.TLS,
        )

    def _reason(self) -> str:
        path = Path(self.path)
        if path.is_dir():
            if any(fullmatch(_HASHED, file.name) for file in path.iterdir()):
                return ""
            return tr("it is a folder, but not one of hashed certificates")
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
        return ""


def given_bundle() -> Bundle | None:
    """Return the bundle that the environment names, None for none."""
    found = ((name, os.environ.get(name, "")) for name in _VARIABLES)
    return next((Bundle(name, path) for name, path in found if path), None)
