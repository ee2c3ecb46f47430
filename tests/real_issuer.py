"""A real OpenID provider, from Node packages, for testing the sign-in."""

import json
import shutil
import ssl
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote
from urllib.request import Request, urlopen

FOLDER = Path(__file__).parent / "issuer"
CLIENT = "native-client"


def why_not() -> str | None:
    """Return why the provider cannot be started here, None when it can."""
    if not shutil.which("node"):
        return "Node is not installed"
    if not (FOLDER / "node_modules").is_dir():
        return "the provider is not installed: npm ci in tests/issuer"
    return None


class RealIssuer:
    """The provider while its `with` block lasts; `certificates` is the folder of its certificates.

    `seconds` is the lifetime of an access token, `refresh` whether there are refresh tokens.
    """

    def __init__(
        self,
        certificates: Path,
        redirects: list[str],
        *,
        seconds: int = 3600,
        refresh: bool = True,
    ) -> None:
        self.authority = certificates / "authority.pem"
        self._options = json.dumps(
            {
                "pem": str(certificates / "server.pem"),
                "client": CLIENT,
                "redirects": redirects,
                "seconds": seconds,
                "refresh": refresh,
            }
        )
        self.url = ""

    def __enter__(self) -> Self:
        self._told = tempfile.TemporaryFile()
        self._node = subprocess.Popen(
            ["node", str(FOLDER / "server.mjs"), self._options],
            stdout=subprocess.PIPE,
            stderr=self._told,
            stdin=subprocess.DEVNULL,
        )
        assert self._node.stdout
        line = self._node.stdout.readline()
        if not line:
            self._told.seek(0)
            raise RuntimeError(self._told.read().decode(errors="replace")[-2000:])
        self.url = json.loads(line)["url"]
        return self

    def __exit__(self, *_: object) -> None:
        self._node.kill()
        self._node.communicate()
        self._told.close()

    def valid(self, token: str) -> bool:
        """Return whether the provider accepts the access token."""
        return bool(self._ask(f"/test/valid?token={quote(token, safe='')}"))

    def revoke(self) -> None:
        """End every sign-in."""
        self._ask("/test/revoke", "POST")

    def secrets(self) -> list[str]:
        """Return every token, code and verifier issued so far."""
        found = self._ask("/test/secrets")
        assert isinstance(found, list)
        return [str(each) for each in found]

    def _ask(self, path: str, method: str = "GET") -> Any:
        context = ssl.create_default_context(cafile=str(self.authority))
        request = Request(self.url + path, method=method)
        with urlopen(request, context=context, timeout=10) as reply:
            return json.load(reply)
