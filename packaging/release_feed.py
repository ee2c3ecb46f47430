"""Print the feed that tells older versions about this one.

`python packaging/release_feed.py ADDRESS FOLDER`: the address of the releases, and the folder with
the files of this one.
"""

import hashlib
import json
import sys
from pathlib import Path

from source_version import ccwatch_version


def feed(address: str, files: list[Path], version: str) -> str:
    """Return the feed as JSON: the version, its download page, and each file's checksum."""
    page = f"{address.rstrip('/')}/tag/v{version}"
    sums = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    return json.dumps({"version": version, "page": page, "sha256": sums}, indent=2) + "\n"


if __name__ == "__main__":
    found = sorted(path for path in Path(sys.argv[2]).iterdir() if path.is_file())
    print(feed(sys.argv[1], found, ccwatch_version()), end="")
