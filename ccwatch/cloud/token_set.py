"""The tokens of a sign-in, and their text form for the disk."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one user; `obtained` and `good_until` are UTC seconds."""

    access_token: str
    obtained: float
    good_until: float
    refresh_token: str | None = None
    name: str | None = None
    subject: str | None = None

    def __repr__(self) -> str:
        """Show no token: a repr may reach a traceback."""
        return f"Tokens(good_until={self.good_until})"

    def to_text(self) -> str:
        """Return the tokens as text."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """Return the tokens in a text that this or an earlier version wrote; None for none."""
        try:
            values = json.loads(text)
            if not isinstance(values, dict):
                return None
            if "RefreshToken" in values or "AccessToken" in values:
                values = _from_msal(values)
            return cls(**{field.name: values.get(field.name) for field in fields(cls)})._validated()
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
            return None

    def _validated(self) -> Self:
        """Return itself; raises ValueError for a wrong type or time."""
        texts = (self.access_token, self.refresh_token or "", self.name or "", self.subject or "")
        times = (self.obtained, self.good_until)
        if not all(isinstance(text, str) for text in texts):
            raise ValueError("not a text")
        if not all(isinstance(time, int | float) and math.isfinite(time) for time in times):
            raise ValueError("not a time")
        if not self.access_token and not self.refresh_token:
            raise ValueError("no token")
        return self


def _from_msal(cache: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tokens in MSAL's cache, which earlier versions wrote to disk."""
    refresh = _newest(cache.get("RefreshToken"), "last_modification_time")
    access = _newest(cache.get("AccessToken"), "cached_at")
    account = _newest(cache.get("Account"), "")
    return {
        "access_token": access.get("secret", ""),
        "obtained": float(access.get("cached_at", 0)),
        "good_until": float(access.get("expires_on", 0)),
        "refresh_token": refresh.get("secret"),
        "name": account.get("username") or None,
        "subject": account.get("local_account_id"),
    }


def _newest(entries: Any, time: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = [{}, *(entries or {}).values()]
    return max(found[1:] or found, key=lambda entry: int(entry.get(time, 0)))
