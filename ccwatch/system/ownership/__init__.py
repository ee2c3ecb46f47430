"""Who owns a file or a channel, and who else may write to it, by the system's rules."""

import sys

if sys.platform == "win32":
    from ccwatch.system.ownership.windows import is_foreign, is_foreign_pipe, other_writers

    __all__ = ["is_foreign", "is_foreign_pipe", "other_writers"]
else:
    from ccwatch.system.ownership.posix import is_foreign, other_writers

    __all__ = ["is_foreign", "other_writers"]
