"""requests without its encoding detection, whose tables take 3 MB and which JSON does not need.

Without it requests assumes UTF-8 for a text without a declared encoding.
"""

import sys
import warnings

_GUESSER = "charset_normalizer"
_there = _GUESSER in sys.modules or "requests" in sys.modules
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # about the missing detection
    if not _there:
        sys.modules[_GUESSER] = None  # type: ignore[assignment]
    import requests

    if not _there:
        del sys.modules[_GUESSER]

__all__ = ["requests"]
