"""Build a Debian package of the frozen program: `python packaging/build_deb.py` after freeze.py."""

import gzip
import os
import platform
import re
import shutil
import subprocess
from email.utils import formatdate
from pathlib import Path

from freeze import BUILD, FROZEN
from source_tree import ROOT, moment_of_source
from source_version import ccwatch_version

LINUX = ROOT / "packaging" / "linux"
MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
# Placeholder in the repository's files for a release's address.
ANY_ADDRESS = "https://ccwatch.example"
MAINTAINER = "ccwatch contributors <ccwatch@ccwatch.example>"
# Packages from a system's archive do not look for newer versions themselves.
CONTROL = """\
Package: ccwatch
Version: {version}
Architecture: {machine}
Maintainer: {maintainer}
Installed-Size: {size}
Depends: {depends}
Recommends: default-dbus-session-bus | dbus-session-bus, gnome-keyring | kwalletmanager
Suggests: gnome-shell-extension-appindicator
Section: utils
Priority: optional
Description: watch cloud reconstruction jobs from the system tray
 A ring in the tray fills as reconstruction jobs in the iTwin Platform's Reality
 Modeling service move; a window lists each with state, step, percentage and
 time left; a notification comes when one starts, ends or fails.
 .
 Independent of, and not a product of, Bentley Systems.
"""


def main() -> None:
    """Lay out the package's files and build it; print its path."""
    version, machine = ccwatch_version(), MACHINES[platform.machine()]
    top = BUILD / "deb"
    shutil.rmtree(top, ignore_errors=True)
    lay_out(top, os.environ.get("CCWATCH_ADDRESS", ANY_ADDRESS))
    control = top / "DEBIAN" / "control"
    control.parent.mkdir()
    libraries = (LINUX / "libraries.txt").read_text("utf-8").split()
    # Certificates are the system's: without them no connection is trusted.
    depends = ", ".join((f"libc6 (>= {least_glibc(top)})", "ca-certificates", *libraries))
    size = installed_size(top)
    control.write_text(
        CONTROL.format(
            version=version, machine=machine, maintainer=MAINTAINER, size=size, depends=depends
        ),
        "utf-8",
    )
    set_modes_and_times(top, int(moment_of_source()))
    package = BUILD / f"ccwatch_{version}_{machine}.deb"
    command = ("dpkg-deb", "--build", "--root-owner-group", "-Zxz", str(top), str(package))
    # With several threads, compressed blocks would depend on the number of processors.
    fixed = {"SOURCE_DATE_EPOCH": moment_of_source(), "DPKG_DEB_THREADS_MAX": "1"}
    subprocess.run(command, env={**os.environ, **fixed}, check=True, stdout=subprocess.DEVNULL)
    print(package)


def least_glibc(top: Path) -> str:
    """Return the oldest version of the C library that has every symbol the programs use."""
    wanted = re.compile(rb"\0GLIBC_2\.(\d+)(?=\0)")
    minors = [
        int(minor)
        for file in top.rglob("*")
        if file.is_file() and (content := file.read_bytes()).startswith(b"\x7fELF")
        for minor in wanted.findall(content)
    ]
    return f"2.{max(minors)}"


def lay_out(top: Path, address: str) -> None:
    """Put every file where Debian expects it, below `top`."""
    library, share = top / "usr/lib/ccwatch", top / "usr/share"
    shutil.copytree(FROZEN / "ccwatch", library, symlinks=True)
    (top / "usr/bin").mkdir()
    (top / "usr/bin/ccwatch").symlink_to("../lib/ccwatch/ccwatch")
    _copy(LINUX / "ccwatch.desktop", share / "applications")
    metainfo = _copy(LINUX / "io.github.ccwatch.ccwatch.metainfo.xml", share / "metainfo")
    metainfo.write_text(metainfo.read_text("utf-8").replace(ANY_ADDRESS, address), "utf-8")
    icons = share / "icons/hicolor"
    _copy(ROOT / "resources/ccwatch.svg", icons / "scalable/apps")
    for picture in sorted((BUILD / "hicolor").iterdir()):
        _copy(picture, icons / f"{picture.stem}x{picture.stem}/apps").rename(
            icons / f"{picture.stem}x{picture.stem}/apps/ccwatch.png"
        )
    documents = share / "doc/ccwatch"
    notices = library / "_internal/ccwatch/resources/THIRD-PARTY-NOTICES.txt"
    documents.mkdir(parents=True)
    texts = [(ROOT / "LICENSE").read_text("utf-8"), notices.read_text("utf-8")]
    (documents / "copyright").write_text("\n\n".join(texts), "utf-8")
    _pack(documents / "NEWS.md.gz", (ROOT / "CHANGELOG.md").read_text("utf-8"))
    _pack(documents / "changelog.gz", changelog(ccwatch_version(), int(moment_of_source())))


def changelog(version: str, moment: int) -> str:
    """Return the package's own changelog; the program's changes are in its news.

    Source:
    https://www.debian.org/doc/debian-policy/ch-source.html#debian-changelog-debian-changelog
    """
    return (
        f"ccwatch ({version}) unstable; urgency=medium\n\n"
        "  * What changed is in NEWS.md.gz.\n\n"
        f" -- {MAINTAINER}  {formatdate(moment)[:-5]}+0000\n"
    )


def _pack(file: Path, text: str) -> None:
    file.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _copy(source: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(source, folder / source.name))


def installed_size(top: Path) -> int:
    """Return the size of the files in KiB, independent of the file system.

    Source: https://www.debian.org/doc/debian-policy/ch-controlfields.html#installed-size
    """
    files = [path.lstat() for path in top.rglob("*") if path.is_file() and not path.is_symlink()]
    others = sum(path.is_symlink() or path.is_dir() for path in top.rglob("*"))
    return others + sum(-(-file.st_size // 1024) for file in files)


def set_modes_and_times(top: Path, moment: int) -> None:
    """Make everything world-readable and programs executable, independent of umask and clock."""
    for path in (top, *top.rglob("*")):
        os.utime(path, (moment, moment), follow_symlinks=False)
        if not path.is_symlink():
            runs = path.is_dir() or path.name == "ccwatch"
            path.chmod(0o755 if runs else 0o644)


if __name__ == "__main__":
    main()
