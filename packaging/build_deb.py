"""Build a Debian package of the frozen program: `python packaging/build_deb.py` after freeze.py."""

import gzip
import os
import platform
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from debian_changelog import changelog
from freeze import BUILD, FROZEN
from man_page import man_page
from run_paths import needed_libraries
from source_tree import ROOT, moment_of_source
from source_version import MAINTAINER, ccwatch_version, project_address

from ccwatch.core.system_libraries import PACKAGES  # man_page has put the source on the path

LINUX = ROOT / "packaging" / "linux"
PROGRAMS = ("ccwatch", "ccwatch-tray")
MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
OF_GLIBC = ("libc.", "libm.", "libdl.", "libpthread.", "libresolv.", "librt.", "libutil.", "ld-")
# Debian packs these together with a library that is named.
BESIDE = ("libbrotlicommon.", "libgthread-2.0.", "libgio-2.0.", "libgobject-2.0.")
# Needed by Python, not by Qt.
OF_PYTHON = {"libuuid.so.1": "libuuid1"}
# Packages from a system's archive do not look for newer versions themselves.
CONTROL = """\
Package: ccwatch
Version: {version}
Architecture: {machine}
Maintainer: {maintainer}
Installed-Size: {size}
Homepage: {address}
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
    lay_out(top)
    if lost := libraries_of_no_package(top):
        raise SystemExit(f"Add these to ccwatch/core/system_libraries.py: {', '.join(lost)}")
    control = top / "DEBIAN" / "control"
    control.parent.mkdir()
    libraries = (*(LINUX / "libraries.txt").read_text("utf-8").split(), *OF_PYTHON.values())
    # Certificates are the system's: without them no connection is trusted.
    depends = ", ".join((f"libc6 (>= {least_glibc(top)})", "ca-certificates", *libraries))
    size = installed_size(top)
    control.write_text(
        CONTROL.format(
            version=version,
            machine=machine,
            maintainer=MAINTAINER,
            size=size,
            depends=depends,
            address=project_address(),
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


def libraries_of_no_package(top: Path) -> list[str]:
    """Return the libraries that the files need, but neither they, nor a package, nor glibc has.

    GTK is not counted: its plugin stays unused without it.
    """
    files = [path for path in top.rglob("*") if path.is_file() and path.name != "libqgtk3.so"]
    needed = {name for path in files for name in needed_libraries(path.read_bytes())}
    return sorted(
        name
        for name in needed - {path.name for path in files} - PACKAGES.keys() - OF_PYTHON.keys()
        if not name.startswith(OF_GLIBC) and not any(map(name.startswith, BESIDE))
    )


def lay_out(top: Path) -> None:
    """Put every file where Debian expects it, below `top`."""
    library, share = top / "usr/lib/ccwatch", top / "usr/share"
    shutil.copytree(FROZEN / "ccwatch", library, symlinks=True)
    for name in PROGRAMS:
        link = top / "usr/bin" / name
        link.parent.mkdir(exist_ok=True)
        link.symlink_to("../lib/ccwatch/ccwatch")
    _copy(ROOT / "resources/ccwatch.desktop", share / "applications")
    _copy(LINUX / "io.github.ccwatch.ccwatch.metainfo.xml", share / "metainfo")
    icons = share / "icons/hicolor"
    _copy(ROOT / "resources/ccwatch.svg", icons / "scalable/apps")
    for picture in sorted((BUILD / "hicolor").iterdir()):
        _copy(picture, icons / f"{picture.stem}x{picture.stem}/apps").rename(
            icons / f"{picture.stem}x{picture.stem}/apps/ccwatch.png"
        )
    documents, moment = share / "doc/ccwatch", int(moment_of_source())
    documents.mkdir(parents=True)
    _copy(BUILD / "copyright", documents)
    news = (ROOT / "CHANGELOG.md").read_text("utf-8")
    _pack(documents / "changelog.gz", changelog(news, ccwatch_version(), moment, MAINTAINER))
    manual = share / "man/man1"
    manual.mkdir(parents=True)
    date = datetime.fromtimestamp(moment, UTC).date().isoformat()
    _pack(manual / "ccwatch.1.gz", man_page(ccwatch_version(), date))
    (manual / "ccwatch-tray.1.gz").symlink_to("ccwatch.1.gz")
    _copy(LINUX / "lintian-overrides", share / "lintian/overrides").rename(
        share / "lintian/overrides/ccwatch"
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
            runs = path.is_dir() or path == top / "usr/lib/ccwatch/ccwatch"
            path.chmod(0o755 if runs else 0o644)


if __name__ == "__main__":
    main()
