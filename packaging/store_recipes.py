"""Write what winget, Homebrew, Flathub and the AUR need to offer a release.

`python packaging/store_recipes.py FEED FOLDER`: the feed of a release names its version, its page
and the checksum of each file, and is all that the recipes are made from. Needs Python alone.
"""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

from app_bundle import BUNDLE_ID
from release_channels import CHANNELS
from source_version import MAINTAINER, ROOT, project_address

sys.path.insert(0, str(ROOT))

from ccwatch.core.system_libraries import PACKAGES

RECIPES = ROOT / "packaging" / "recipes"
SUMMARY = "Watches cloud reconstruction jobs from the system tray"
_SYSTEMS = {"windows": "Windows", "macos": "macOS", "linux": "Debian and Ubuntu"}
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Recipe(Template):
    """A text with values as @{name}: the recipes have $ and # of their own."""

    delimiter = "@"
    idpattern = None  # type: ignore[assignment]
    braceidpattern = "[a-z_0-9]+"


class UnusableFeedError(ValueError):
    """The feed does not describe a release that people can install."""


def write_recipes(feed: Mapping[str, Any], target: Path) -> list[Path]:
    """Write every recipe below a folder; return their paths.

    Raises UnusableFeedError where the feed lacks a file, or is of another address.
    """
    values, written = values_of(feed), []
    for source in sorted(path for path in RECIPES.rglob("*") if path.is_file()):
        path = target / source.relative_to(RECIPES)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Recipe(source.read_text("utf-8")).substitute(values), "utf-8")
        written.append(path)
    return written


def values_of(feed: Mapping[str, Any]) -> dict[str, str]:
    """Return what the recipes name, from the feed and the source."""
    version, page, address = str(feed["version"]), str(feed["page"]), project_address()
    if page != f"{address}/releases/tag/v{version}":
        raise UnusableFeedError(
            f"The feed is of {page}, but pyproject.toml says that the project is at {address}."
        )
    values = {
        "version": version,
        "page": page,
        "address": address,
        "bundle": BUNDLE_ID,
        "maintainer": MAINTAINER,
        "summary": SUMMARY,
        "windows_product": _windows_product(),
    }
    for system, channel in _SYSTEMS.items():
        name = CHANNELS[channel][0].format(version=version)
        checksum = feed["sha256"].get(name, "")
        if not _SHA256.fullmatch(checksum):
            raise UnusableFeedError(f"The feed has no checksum of {name}.")
        values[f"{system}_url"] = f"{address}/releases/download/v{version}/{name}"
        values[f"{system}_sha256"] = checksum.upper() if system == "windows" else checksum
    libraries = sorted({"ca-certificates", *(names[2] for names in PACKAGES.values())})
    values["arch_libraries"] = " ".join(libraries)
    values["arch_fields"] = "\n".join(f"\tdepends = {name}" for name in libraries)
    return values


def _windows_product() -> str:
    """Return the identity that the installer registers the program by."""
    found = re.search(r"^AppId=\{(\{.+\})$", (ROOT / "installer.iss").read_text("utf-8"), re.M)
    if not found:
        raise ValueError("installer.iss has no AppId")
    return found.group(1)


if __name__ == "__main__":
    for made in write_recipes(json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(sys.argv[2])):
        print(made)
