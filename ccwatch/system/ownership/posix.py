"""Owner and write access by user, group, mode and access control list."""

import os
import sys
from pathlib import Path
from stat import S_IWGRP, S_IWOTH

from ccwatch.core.language import mark

assert sys.platform != "win32"

ROOT = 0
EVERYBODY = mark("everybody")
GROUP = mark("its group")
LISTED = mark("those on its access list")
_ACCESS_LIST = "system.posix_acl_access"


def is_foreign(path: Path) -> bool:
    """Return whether another user owns what the path leads to; root's files are never foreign.

    For root itself no file is foreign. Raises OSError.
    """
    me, owner = os.getuid(), path.stat().st_uid
    return me != ROOT and owner not in (me, ROOT)


def other_writers(path: Path) -> str | None:
    """Return who else may write there, as marked words; None: only this user and root.

    The user's primary group counts as the user: most systems give each user a private group. Raises
    OSError.
    """
    found = path.stat()
    if found.st_mode & S_IWOTH:
        return EVERYBODY
    if not found.st_mode & S_IWGRP:
        return None
    # With an access control list, the group bits are the mask: the most that any entry allows.
    if _has_access_list(path):
        return LISTED
    return None if found.st_gid == os.getgid() else GROUP


def _has_access_list(path: Path) -> bool:
    if sys.platform != "linux":
        return False
    try:
        return bool(os.getxattr(path, _ACCESS_LIST))
    except OSError:
        return False
