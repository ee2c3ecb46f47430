"""What the stores read is made from the feed of a release, and nothing in it is left open."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from app_bundle import BUNDLE_ID
from source_version import ROOT, project_address
from store_recipes import RECIPES, UnusableFeedError, write_recipes

ADDRESS = "https://github.com/ccwatch/ccwatch"
WINDOWS, MACOS, LINUX = "a1" * 32, "b2" * 32, "c3" * 32
FEED: dict[str, Any] = {
    "version": "1.2.3",
    "page": f"{ADDRESS}/releases/tag/v1.2.3",
    "sha256": {
        "ccwatch-setup-1.2.3.exe": WINDOWS,
        "ccwatch-1.2.3-arm64.dmg": MACOS,
        "ccwatch_1.2.3_amd64.deb": LINUX,
    },
}
DOWNLOADS = f"{ADDRESS}/releases/download/v1.2.3"


@pytest.fixture
def recipes(tmp_path: Path) -> dict[str, str]:
    """Every recipe of the release, by its path."""
    return {
        path.relative_to(tmp_path).as_posix(): path.read_text("utf-8")
        for path in write_recipes(FEED, tmp_path)
    }


def run(folder: Path, *command: object) -> None:
    if not shutil.which(str(command[0])):
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(
        [*map(str, command)], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_store_gets_its_recipe(recipes: dict[str, str]) -> None:
    assert {*recipes} == {
        "aur/.SRCINFO",
        "aur/PKGBUILD",
        "flathub/io.github.ccwatch.ccwatch.yml",
        "homebrew/ccwatch.rb",
        "winget/ccwatch.ccwatch.installer.yaml",
        "winget/ccwatch.ccwatch.locale.en-US.yaml",
        "winget/ccwatch.ccwatch.yaml",
    }


def test_nothing_is_left_open_and_every_address_is_a_real_one(recipes: dict[str, str]) -> None:
    for name, text in recipes.items():
        assert "@{" not in text, name
        assert not re.search(r"\bexample\b|TODO|FIXME", text), name
        for url in re.findall(r"""https?://[^\s"')]+""", text):
            assert url.startswith((ADDRESS, "https://aka.ms/winget-manifest.")), (name, url)


@pytest.mark.parametrize(
    ("recipe", "lines"),
    [
        (
            "winget/ccwatch.ccwatch.installer.yaml",
            [
                "PackageVersion: 1.2.3",
                f"  InstallerUrl: {DOWNLOADS}/ccwatch-setup-1.2.3.exe",
                f"  InstallerSha256: {'A1' * 32}",
                "    Custom: /CURRENTUSER",
                "    Custom: /ALLUSERS",
                "ProductCode: '{6B1E8C54-2D0F-4C37-9A55-7C0B3F4E9D21}_is1'",
            ],
        ),
        (
            "homebrew/ccwatch.rb",
            [
                '  version "1.2.3"',
                f'  sha256 "{MACOS}"',
                f'  url "{ADDRESS}/releases/download/v#{{version}}/ccwatch-#{{version}}-arm64.dmg"',
            ],
        ),
        (
            "flathub/io.github.ccwatch.ccwatch.yml",
            [
                "id: io.github.ccwatch.ccwatch",
                f"        url: {DOWNLOADS}/ccwatch_1.2.3_amd64.deb",
                f"        sha256: {LINUX}",
            ],
        ),
        (
            "aur/PKGBUILD",
            [
                "pkgver=1.2.3",
                f'source=("{DOWNLOADS}/ccwatch_1.2.3_amd64.deb")',
                f"sha256sums=('{LINUX}')",
            ],
        ),
    ],
)
def test_a_recipe_names_the_file_of_its_system(
    recipes: dict[str, str], recipe: str, lines: list[str]
) -> None:
    assert {*lines} <= {*recipes[recipe].splitlines()}


def test_the_aur_is_told_the_same_twice(recipes: dict[str, str]) -> None:
    info, build = recipes["aur/.SRCINFO"], recipes["aur/PKGBUILD"]
    depends = re.findall(r"^\tdepends = (\S+)$", info, re.MULTILINE)
    assert f"depends=({' '.join(depends)})" in build
    assert {"ca-certificates", "xcb-util-cursor", "libglvnd"} <= {*depends}
    for name in ("pkgver", "pkgrel", "url", "pkgdesc"):
        (value,) = re.findall(rf"^{name}='?([^'\n]+)'?$", build, re.MULTILINE)
        assert f"\t{name} = {value}\n" in info


@pytest.mark.parametrize("lacking", FEED["sha256"])
@pytest.mark.parametrize("checksum", [None, "", "c3" * 31, "x" * 64])
def test_a_release_without_a_file_or_its_checksum_is_refused(
    lacking: str, checksum: str | None, tmp_path: Path
) -> None:
    sums = {name: each for name, each in FEED["sha256"].items() if name != lacking}
    if checksum is not None:
        sums[lacking] = checksum
    with pytest.raises(UnusableFeedError, match=re.escape(lacking)):
        write_recipes({**FEED, "sha256": sums}, tmp_path)
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize(
    "page",
    [
        f"{ADDRESS}/releases/tag/v1.2.4",
        "https://github.com/somebody/else/releases/tag/v1.2.3",
        "http://github.com/ccwatch/ccwatch/releases/tag/v1.2.3",
    ],
)
def test_a_release_of_another_address_is_refused(page: str, tmp_path: Path) -> None:
    with pytest.raises(UnusableFeedError, match=r"pyproject\.toml"):
        write_recipes({**FEED, "page": page}, tmp_path)


def test_the_address_is_the_one_that_systems_know_the_program_by() -> None:
    urls = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"]
    assert all(url.startswith(ADDRESS) for url in urls.values())
    owner, name = project_address().removeprefix("https://github.com/").split("/")
    assert f"io.github.{owner}.{name}" == BUNDLE_ID
    metainfo = ROOT / "packaging" / "linux" / f"{BUNDLE_ID}.metainfo.xml"
    found = re.findall(r">(https://[^<]+)<", metainfo.read_text("utf-8"))
    assert len(found) == 5
    assert all(url.startswith(ADDRESS) for url in found)
    assert (RECIPES / "flathub" / f"{BUNDLE_ID}.yml").is_file()


def test_homebrew_reads_its_recipe(tmp_path: Path) -> None:
    write_recipes(FEED, tmp_path)
    run(tmp_path, "ruby", "-wc", tmp_path / "homebrew/ccwatch.rb")


def test_a_shell_reads_the_recipe_of_the_aur(tmp_path: Path) -> None:
    write_recipes(FEED, tmp_path)
    run(tmp_path, "bash", "-n", tmp_path / "aur/PKGBUILD")
    run(tmp_path, "shellcheck", "--shell=bash", tmp_path / "aur/PKGBUILD")


def test_flatpak_reads_its_recipe(tmp_path: Path) -> None:
    write_recipes(FEED, tmp_path)
    run(tmp_path, "flatpak-builder", "--show-manifest", tmp_path / f"flathub/{BUNDLE_ID}.yml")
