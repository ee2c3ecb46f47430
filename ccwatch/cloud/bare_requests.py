"""requests without the tables by which it would guess encodings: 3 MB that JSON does not need.

Without them requests takes a text that says nothing of its encoding for UTF-8.
"""

import sys
import warnings

_GUESSER = "charset_normalizer"
_there = _GUESSER in sys.modules or "requests" in sys.modules
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # requests would rather guess
    if not _there:
        sys.modules[_GUESSER] = None  # type: ignore[assignment]
    import requests

    if not _there:
        del sys.modules[_GUESSER]

__all__ = ["requests"]
