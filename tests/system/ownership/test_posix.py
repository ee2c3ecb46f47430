"""Owner and write access where users, groups and modes decide."""

import os
from pathlib import Path

import pytest

if os.name != "posix":
    pytest.skip("owners are told by other means there", allow_module_level=True)

from ccwatch.system.ownership import is_foreign


def test_the_owner_of_a_link_is_not_asked_but_of_what_it_leads_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "link"
    link.symlink_to("/")
    if os.getuid() == 0:
        os.lchown(link, 12345, -1)
        monkeypatch.setattr(os, "getuid", lambda: 12345)
    assert not is_foreign(link)  # root owns the target, and root is trusted
    monkeypatch.setattr("ccwatch.system.ownership.posix.ROOT", -1)
    assert link.lstat().st_uid == os.getuid()
    assert is_foreign(link)
