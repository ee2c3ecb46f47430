import os
import shlex
import struct
import subprocess
import sys
from collections.abc import Callable
from errno import ENOSPC, EROFS
from pathlib import Path

import pytest

from ccwatch.core.errors import NotWritable, StorageFault
from ccwatch.disk.home_access import privacy_command
from ccwatch.disk.paths import LONGEST_SOCKET, Paths, paths_for

NO_ID = 0xFFFFFFFF
posix = pytest.mark.skipif(os.name != "posix", reason="Windows has access lists, not file modes")
links = pytest.mark.skipif(
    sys.platform == "win32", reason="a symbolic link there is an administrator's to make"
)


def all_of(paths: Paths) -> list[Path]:
    return [paths.database, paths.settings, paths.window, paths.lock, paths.log]


def test_all_files_lie_below_the_given_home(tmp_path: Path) -> None:
    paths = paths_for({"CCWATCH_HOME": str(tmp_path)})
    files = all_of(paths) + ([Path(paths.channel)] if os.name == "posix" else [])
    assert all(tmp_path in file.parents for file in files)
    assert len(set(all_of(paths))) == 5


def test_the_demonstration_shares_no_file(tmp_path: Path) -> None:
    for environ in ({"CCWATCH_HOME": str(tmp_path)}, {}):
        real, demo = paths_for(environ), paths_for(environ, demo=True)
        assert not set(all_of(real)) & set(all_of(demo))
        assert real.channel != demo.channel


def test_forgetting_the_demonstrations_jobs_leaves_all_else(tmp_path: Path) -> None:
    environ = {"CCWATCH_HOME": str(tmp_path)}
    real, demo = paths_for(environ), paths_for(environ, demo=True)
    for paths in (real, demo):
        paths.prepare()
        paths.database.touch()
        paths.settings.touch()
    sides = [demo.data / f"ccwatch.db{suffix}" for suffix in ("-wal", "-shm")]
    for side in sides:
        side.touch()
    demo.forget_jobs()
    demo.forget_jobs()
    assert not any(file.exists() for file in (demo.database, *sides))
    assert all(file.exists() for file in (demo.settings, real.database, real.settings))


@posix
def test_without_a_home_the_files_are_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert all(tmp_path in file.parents for file in all_of(paths_for({})))
    assert paths_for({"CCWATCH_HOME": "~/there"}).data == tmp_path / "there"


def test_a_relative_home_is_taken_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths_for({"CCWATCH_HOME": "here"}).data == tmp_path / "here"


@posix
def test_a_long_home_has_a_short_channel_of_its_own(tmp_path: Path) -> None:
    homes = [tmp_path / (letter * 90) / ("é" * 20) for letter in "ab"]
    channels = [paths_for({"CCWATCH_HOME": str(home)}).channel for home in homes]
    assert len(set(channels)) == 2
    assert all(len(os.fsencode(channel)) <= LONGEST_SOCKET for channel in channels)
    again = paths_for({"CCWATCH_HOME": str(homes[0])}).channel
    assert again == channels[0]


@posix
def test_folders_are_made_for_the_user_alone(tmp_path: Path) -> None:
    paths = paths_for({"CCWATCH_HOME": str(tmp_path / "a" / "b")})
    paths.prepare()
    paths.prepare()
    for folder in (paths.data, paths.config, paths.logs):
        assert folder.stat().st_mode & 0o777 == 0o700
    assert list(paths.data.iterdir()) == [paths.logs]


def test_a_file_in_the_way_is_a_storage_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageFault):
        paths_for({"CCWATCH_HOME": str(tmp_path / "file" / "below")}).prepare()


@pytest.mark.usefixtures("file_modes_hold")
def test_a_folder_that_is_not_writable_is_a_storage_fault(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StorageFault, match="not writable"):
        Paths(tmp_path, tmp_path, tmp_path).prepare()


@pytest.mark.usefixtures("file_modes_hold")
@pytest.mark.parametrize("act", [Paths.prepare, Paths.examine])
def test_a_home_that_may_not_be_made_is_named_as_not_writable(
    tmp_path: Path, act: Callable[[Paths], object]
) -> None:
    tmp_path.chmod(0o500)
    home = tmp_path / "home"
    with pytest.raises(NotWritable) as refused:
        act(paths_for({"CCWATCH_HOME": str(home)}))
    assert refused.value.message == f"CCWATCH_HOME: {home}: Permission denied."


@pytest.mark.parametrize(("code", "kind"), [(EROFS, NotWritable), (ENOSPC, StorageFault)])
def test_only_a_file_system_without_writing_can_still_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, kind: type[StorageFault]
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(StorageFault) as caught:
        paths_for({"CCWATCH_HOME": str(tmp_path)}).prepare()
    assert type(caught.value) is kind


@posix
@pytest.mark.parametrize(
    ("mode", "who"), [(0o777, "everybody"), (0o1777, "everybody"), (0o702, "everybody")]
)
def test_a_folder_that_everybody_may_write_to_is_refused(
    tmp_path: Path, mode: int, who: str
) -> None:
    home = tmp_path / "ho me"
    home.mkdir()
    home.chmod(mode)
    with pytest.raises(StorageFault, match=f"can be changed by {who}") as refused:
        paths_for({"CCWATCH_HOME": str(home)}).prepare()
    assert f"chmod go-w '{home}'" in refused.value.advice


@pytest.mark.parametrize("name", ["", "logs"])
def test_a_new_folder_that_takes_over_the_rights_of_others_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """As below the root of a Windows drive, or on a file system without modes."""
    home = tmp_path / "home"

    def writers(path: Path) -> str | None:
        path.stat()
        return "everybody" if path == home / name else None

    monkeypatch.setattr("ccwatch.disk.home_access.other_writers", writers)
    with pytest.raises(StorageFault, match="can be changed by everybody"):
        paths_for({"CCWATCH_HOME": str(home)}).prepare()


@posix
@pytest.mark.parametrize("mode", [0o775, 0o2770, 0o720])
def test_a_folder_that_a_group_of_others_may_write_to_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    tmp_path.chmod(mode)
    paths = paths_for({"CCWATCH_HOME": str(tmp_path)})
    paths.prepare()  # the group is this user's own
    group = tmp_path.stat().st_gid
    monkeypatch.setattr(os, "getgid", lambda: group + 1)
    with pytest.raises(StorageFault, match="can be changed by its group"):
        paths.prepare()


@posix
@pytest.mark.parametrize("name", ["settings.json", "ccwatch.db", "sign-in", "logs"])
def test_what_lies_in_the_home_is_judged_too(tmp_path: Path, name: str) -> None:
    paths = paths_for({"CCWATCH_HOME": str(tmp_path)})
    paths.prepare()
    inside = tmp_path / name
    if not inside.is_dir():
        inside.touch()
    inside.chmod(0o666)
    with pytest.raises(StorageFault, match=f"{name} can be changed by everybody"):
        paths.prepare()


@pytest.mark.skipif(sys.platform != "linux", reason="this form of access lists is Linux's")
def test_a_user_on_the_access_list_is_one_who_may_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    # As `setfacl -m u:65534:rwx` writes it: owner, that user, group, mask, others.
    entries = ((1, 7, NO_ID), (2, 7, 65534), (4, 0, NO_ID), (16, 7, NO_ID), (32, 0, NO_ID))
    written = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
    os.setxattr(tmp_path, "system.posix_acl_access", written)
    with pytest.raises(StorageFault, match="those on its access list") as refused:
        paths_for({"CCWATCH_HOME": str(tmp_path)}).prepare()
    subprocess.run(shlex.split(refused.value.advice.removeprefix("To fix this, run: ")), check=True)
    paths_for({"CCWATCH_HOME": str(tmp_path)}).prepare()


def test_the_command_that_keeps_others_out_is_the_systems_own(tmp_path: Path) -> None:
    assert privacy_command(tmp_path, "darwin") == f"chmod go-w {shlex.quote(str(tmp_path))}"
    assert privacy_command(tmp_path, "win32") == (
        f'icacls "{tmp_path}" /inheritance:r /grant:r "%USERDOMAIN%\\%USERNAME%:(OI)(CI)F"'
    )


@posix
@pytest.mark.parametrize("part", ["data", "config", "logs", "settings", "database", "sign_in"])
def test_no_part_of_a_home_may_be_written_to_by_everybody(tmp_path: Path, part: str) -> None:
    paths = Paths(tmp_path / "data", tmp_path / "config", tmp_path / "logs")
    paths.prepare()
    paths.sign_in.mkdir()
    for file in (paths.settings, paths.database):
        file.touch(mode=0o600)
    paths.prepare()
    open_to_all: Path = getattr(paths, part)
    open_to_all.chmod(0o777)
    with pytest.raises(StorageFault, match="can be changed by everybody") as refused:
        paths.prepare()
    assert str(open_to_all) in refused.value.message


@posix
def test_a_symbolic_link_is_judged_by_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir(mode=0o700)
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    for target in ("mine", "open", "nowhere"):
        (tmp_path / f"to-{target}").symlink_to(tmp_path / target)
    paths_for({"CCWATCH_HOME": str(tmp_path / "to-mine")}).prepare()
    for refused in ("to-open", "to-nowhere"):
        with pytest.raises(StorageFault):
            paths_for({"CCWATCH_HOME": str(tmp_path / refused)}).prepare()


@posix
def test_a_folder_of_another_user_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path.stat().st_uid + 1
    monkeypatch.setattr("ccwatch.system.ownership.posix.ROOT", other + 1)
    monkeypatch.setattr(os, "getuid", lambda: other)
    with pytest.raises(StorageFault, match="belongs to another user") as refused:
        paths_for({"CCWATCH_HOME": str(tmp_path)}).prepare()
    assert refused.value.advice == "Set CCWATCH_HOME to a folder that belongs to you."


@posix
@pytest.mark.parametrize(
    ("error", "kind"), [(PermissionError(13, "no"), NotWritable), (OSError(5, "no"), StorageFault)]
)
def test_what_cannot_be_looked_at_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, kind: type[StorageFault]
) -> None:
    def refused(_: Path) -> bool:
        raise error

    monkeypatch.setattr("ccwatch.disk.home_access.is_foreign", refused)
    with pytest.raises(StorageFault, match=r": no\.") as caught:
        paths_for({"CCWATCH_HOME": str(tmp_path)}).prepare()
    assert type(caught.value) is kind
    assert "CCWATCH_HOME" in caught.value.advice


@posix
def test_on_windows_the_name_of_the_channel_cannot_be_guessed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths, secret = Paths(tmp_path, tmp_path, tmp_path), tmp_path / "channel.secret"
    monkeypatch.setattr(sys, "platform", "win32")
    names = {paths.channel}
    for _ in range(3):
        paths.prepare()
        names.add(paths.channel)
        assert len(secret.read_bytes()) == 16
        assert secret.stat().st_mode & 0o777 == 0o600
        secret.unlink()
    assert len(names) == 4


@posix
@pytest.mark.parametrize("home", [None, "", "relative"])
def test_a_user_without_a_home_is_told_what_to_set(
    monkeypatch: pytest.MonkeyPatch, home: str | None
) -> None:
    def nobody(_: int) -> object:
        raise KeyError("uid not found")

    monkeypatch.setattr("pwd.getpwuid", nobody)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    if home is not None:
        monkeypatch.setenv("HOME", home)
    with pytest.raises(StorageFault, match="HOME is missing") as refused:
        paths_for({})
    assert "CCWATCH_HOME" in refused.value.advice
    assert paths_for({"CCWATCH_HOME": "/somewhere"}).data == Path("/somewhere")


@posix
def test_the_home_of_nobody_is_named() -> None:
    with pytest.raises(StorageFault, match="CCWATCH_HOME is ~nobody-there/x"):
        paths_for({"CCWATCH_HOME": "~nobody-there/x"})


def test_blanks_are_no_home(tmp_path: Path) -> None:
    assert paths_for({"CCWATCH_HOME": "  "}) == paths_for({})


@posix
def test_a_relative_folder_of_xdg_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, "relative")
    assert all(tmp_path in file.parents for file in all_of(paths_for({})))


@pytest.mark.parametrize("act", [Paths.prepare, Paths.examine])
@pytest.mark.parametrize("home", ["file", "file/below", pytest.param("to-nowhere", marks=links)])
def test_what_cannot_be_a_folder_is_named_with_its_variable(
    tmp_path: Path, act: Callable[[Paths], object], home: str
) -> None:
    (tmp_path / "file").touch()
    if home == "to-nowhere":
        (tmp_path / home).symlink_to(tmp_path / "nowhere")
    with pytest.raises(StorageFault) as refused:
        act(paths_for({"CCWATCH_HOME": str(tmp_path / home)}))
    assert refused.value.message.startswith(f"CCWATCH_HOME: {tmp_path / home}: ")
    assert "CCWATCH_HOME" in refused.value.advice


def test_examining_makes_nothing(tmp_path: Path) -> None:
    paths = paths_for({"CCWATCH_HOME": str(tmp_path / "a" / "b")})
    assert paths.examine() == ""
    assert not (tmp_path / "a").exists()
    paths.prepare()
    assert paths.examine() == ""


@posix
def test_examining_warns_of_a_folder_that_is_open_to_all(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    assert "can be changed by everybody" in paths_for({"CCWATCH_HOME": str(tmp_path)}).examine()


@posix
def test_examining_warns_of_a_list_of_jobs_that_is_open_to_all(tmp_path: Path) -> None:
    paths = paths_for({"CCWATCH_HOME": str(tmp_path)})
    paths.prepare()
    paths.database.touch()
    paths.database.chmod(0o666)
    assert "ccwatch.db can be changed by everybody" in paths.examine()
