"""A small OpenID issuer on the loopback interface, and the browser of a user who signs in."""

import base64
import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from ccwatch.clock import SystemClock
from tests.cloud.servers import HOST, Answer, Asked, Spy

CLIENT = "native-client"
SECRET = "marked"  # in every code and token


@dataclass
class Issuer:
    """Answers discovery and token requests; codes and refresh tokens are single-use."""

    spy: Spy
    expires_in: int = 3600
    refreshes: bool = True
    status: int | None = None
    error: str | None = None
    subject: str = "person"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refresh_tokens: set[str] = field(default_factory=set)
    used: list[dict[str, str]] = field(default_factory=list)
    issued: int = 0
    # Changes a good token reply, and a good discovery document.
    distort: Callable[[dict[str, Any]], Answer] | None = None
    distort_discovery: Callable[[dict[str, Any]], Answer] | None = None
    claims: dict[str, Any] = field(default_factory=dict)
    identifies: bool = True
    revokes: bool = False
    revoked: list[dict[str, str]] = field(default_factory=list)

    def __call__(self, asked: Asked) -> Answer:
        if self.status is not None:
            return Answer(self.status, f"<p>{SECRET} page</p>".encode())
        match urlsplit(asked.path).path:
            case "/.well-known/openid-configuration":
                document = self._configuration()
                distort = self.distort_discovery
                return distort(document) if distort else as_json(200, document)
            case "/token":
                return self._tokens(_fields(asked.body.decode()))
            case "/revoke" if self.revokes:
                self.revoked.append(_fields(asked.body.decode()))
                return Answer(200, b"")
        return Answer(404, b"")

    def authorise(self, address: str) -> dict[str, str]:
        """Return the parameters that the browser brings back once the user has agreed."""
        asked = _fields(urlsplit(address).query)
        assert address.startswith(f"{self.spy.url}/authorize?")
        assert asked["code_challenge_method"] == "S256"
        code = f"{SECRET}-code-{len(self.codes)}"
        self.codes[code] = asked
        return {"state": asked["state"], "code": code}

    def _configuration(self) -> dict[str, str]:
        url = self.spy.url
        more = {"revocation_endpoint": f"{url}/revoke"} if self.revokes else {}
        return more | {
            "issuer": url,
            "authorization_endpoint": f"{url}/authorize",
            "token_endpoint": f"{url}/token",
            "jwks_uri": f"{url}/keys",
        }

    def _tokens(self, given: dict[str, str]) -> Answer:
        self.used.append(given)
        if self.error:
            return as_json(400, {"error": self.error})
        asked = self.codes.pop(given.get("code", ""), None)
        if given["grant_type"] == "authorization_code":
            digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
            right = (
                asked is not None
                and asked["code_challenge"] == _base64(digest)
                and asked["redirect_uri"] == given["redirect_uri"]
                and given["client_id"] == CLIENT
            )
        else:
            right = given.get("refresh_token") in self.refresh_tokens
            self.refresh_tokens.discard(given.get("refresh_token", ""))
        if not right:
            return as_json(400, {"error": "invalid_grant", "error_description": "It was used"})
        tokens = self._issue(asked or {})
        return self.distort(tokens) if self.distort else as_json(200, tokens)

    def _issue(self, asked: dict[str, str]) -> dict[str, Any]:
        self.issued += 1
        tokens: dict[str, Any] = {
            "access_token": f"{SECRET}-access-{self.issued}",
            "token_type": "Bearer",
            "expires_in": self.expires_in,
        }
        if self.refreshes:
            tokens["refresh_token"] = f"{SECRET}-refresh-{self.issued}"
            self.refresh_tokens.add(tokens["refresh_token"])
        now = int(SystemClock().now())
        claims: dict[str, Any] = {
            "iss": self.spy.url,
            "aud": CLIENT,
            "sub": self.subject,
            "iat": now,
            "exp": now + 600,
            "preferred_username": "ada@example.test",
        }
        if "nonce" in asked:
            claims["nonce"] = asked["nonce"]
        if self.identifies:
            tokens["id_token"] = id_token(claims | self.claims)
        return tokens


def id_token(claims: object) -> str:
    """Return an ID token with these claims and without a valid signature."""
    head = _base64(b'{"alg": "none"}')
    return f"{head}.{_base64(json.dumps(claims).encode())}.sign"


def come_back(address: str, **fields: str) -> None:
    """Deliver an answer to the redirect address, as a browser on a separate thread."""
    link = urlsplit(_fields(urlsplit(address).query)["redirect_uri"])

    def bring() -> None:
        connection = HTTPConnection(HOST, link.port or 0, timeout=5)
        connection.request("GET", f"{link.path}?{urlencode(fields)}")
        connection.getresponse().read()
        connection.close()

    threading.Thread(target=bring).start()


def _fields(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


def as_json(status: int, value: object) -> Answer:
    """Return a JSON answer."""
    return Answer(status, json.dumps(value).encode(), {"Content-Type": "application/json"})


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
