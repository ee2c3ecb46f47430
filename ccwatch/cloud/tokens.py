"""What a sign-in consists of, and its form as a text to keep."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one person; `obtained` and `good_until` are in seconds of the wall clock."""

    access_token: str
    obtained: float
    good_until: float
    refresh_token: str | None = None
    name: str | None = None
    subject: str | None = None

    def __repr__(self) -> str:
        """Return no token: this may reach a traceback."""
        return f"Tokens(good_until={self.good_until})"

    def to_text(self) -> str:
        """Return the tokens as text."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """Return the tokens in a text of this or an earlier version; None when it has none."""
        try:
            kept = json.loads(text)
            if not isinstance(kept, dict):
                return None
            if "RefreshToken" in kept or "AccessToken" in kept:
                kept = _of_msal(kept)
            return cls(**{field.name: kept.get(field.name) for field in fields(cls)})._checked()
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
            return None

    def _checked(self) -> Self:
        """Return itself; raises ValueError when a text or a time is none."""
        texts = (self.access_token, self.refresh_token or "", self.name or "", self.subject or "")
        times = (self.obtained, self.good_until)
        if not all(isinstance(text, str) for text in texts):
            raise ValueError("not a text")
        if not all(isinstance(time, int | float) and math.isfinite(time) for time in times):
            raise ValueError("not a time")
        if not self.access_token and not self.refresh_token:
            raise ValueError("no token")
        return self


def _of_msal(cache: Mapping[str, Any]) -> dict[str, Any]:
    """Return what MSAL's cache holds, in which earlier versions kept a sign-in."""
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
