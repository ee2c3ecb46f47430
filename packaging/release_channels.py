"""The files of a release.

`python packaging/release_channels.py FOLDER` exits with 1 and an explanation if a file of a channel
is missing or empty, or a file belongs to none. To drop a channel, remove it from the table.
"""

import sys
from pathlib import Path

from source_version import ccwatch_version

CHANNELS = {
    "Windows": ("ccwatch-setup-{version}.exe", "ccwatch-windows.cdx.json"),
    "macOS": ("ccwatch-{version}-arm64.dmg", "ccwatch-macos-arm64.cdx.json"),
    "Debian and Ubuntu": ("ccwatch_{version}_amd64.deb", "ccwatch-linux.cdx.json"),
    "Python": ("ccwatch-{version}-py3-none-any.whl", "ccwatch-{version}.tar.gz"),
}


def files_of(version: str) -> dict[str, str]:
    """Return the channel of each file of a release."""
    return {
        name.format(version=version): channel
        for channel, names in CHANNELS.items()
        for name in names
    }


def shortcomings(folder: Path, version: str) -> list[str]:
    """Return which files a folder lacks for a release of this version, and which are unexpected."""
    expected = files_of(version)
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    lacking = [
        f"{channel}: {name} is missing or empty"
        for name, channel in expected.items()
        if not sizes.get(name)
    ]
    return lacking + [f"{name} belongs to no channel" for name in sorted(sizes.keys() - expected)]


if __name__ == "__main__":
    found = shortcomings(Path(sys.argv[1]), ccwatch_version())
    print("\n".join(found) or "Every channel has its files.")
    sys.exit(1 if found else 0)
