"""What the stores read is made from the feed of a release, and nothing in it is left open."""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import build_deb
import pytest
from app_bundle import BUNDLE_ID
from source_version import ROOT, project_address
from store_recipes import RECIPES, UnusableFeedError, write_recipes

ADDRESS = "https://github.com/ccwatch/ccwatch"
NOBODY = 65534
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


def run(folder: Path, *command: object) -> str:
    """Return what a command prints; it must succeed."""
    if not shutil.which(str(command[0])):
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(
        [*map(str, command)], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


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


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Debian package laid out like the real one, with a program that prints its name."""
    for tool in ("dpkg-deb", "ar", "bash"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed")
    build = tmp_path / "build"
    program = build / "frozen/ccwatch/ccwatch"
    for file in (program, build / "hicolor/16.png", build / "copyright"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("#!/bin/sh\necho here\n")
    monkeypatch.setattr(build_deb, "BUILD", build)
    monkeypatch.setattr(build_deb, "FROZEN", build / "frozen")
    top = tmp_path / "deb"
    build_deb.lay_out(top)
    build_deb.set_modes_and_times(top, 1_767_225_600)
    (top / "DEBIAN").mkdir()
    (top / "DEBIAN/control").write_text(
        "Package: ccwatch\nVersion: 1\nArchitecture: all\nMaintainer: us <us@us>\nDescription: x\n"
    )
    run(
        tmp_path, "dpkg-deb", "--build", "--root-owner-group", "-Zxz", top, tmp_path / "ccwatch.deb"
    )
    return tmp_path / "ccwatch.deb"


def starts(program: Path) -> bool:
    return subprocess.run([program], capture_output=True, check=True).stdout == b"here\n"


def test_the_flatpak_takes_what_it_needs_from_the_package(
    recipes: dict[str, str], package: Path, tmp_path: Path
) -> None:
    recipe = recipes[f"flathub/{BUNDLE_ID}.yml"]
    steps = recipe.partition("build-commands:\n")[2].partition("    sources:")[0]
    app = tmp_path / "app"
    app.mkdir()
    for step in re.findall(r"^      - (.+)$", steps, re.MULTILINE):
        run(package.parent, "bash", "-euc", step.replace("/app", str(app)))
    (command,) = re.findall(r"^command: (.+)$", recipe, re.MULTILINE)
    assert starts(app / "bin" / command)
    (entry,) = re.findall(r"^rename-desktop-file: (.+)$", recipe, re.MULTILINE)
    assert (app / "share/applications" / entry).is_file()
    (icon,) = re.findall(r"^rename-icon: (.+)$", recipe, re.MULTILINE)
    assert (app / "share/icons/hicolor/scalable/apps" / f"{icon}.svg").is_file()
    # The entry is renamed after these steps: what the metainfo names is what it is then called.
    metainfo = (app / "share/metainfo" / f"{BUNDLE_ID}.metainfo.xml").read_text("utf-8")
    assert f'<launchable type="desktop-id">{BUNDLE_ID}.desktop</launchable>' in metainfo
    assert not (app / "share/lintian").exists()


def test_the_aur_takes_what_it_needs_from_the_package(
    recipes: dict[str, str], package: Path, tmp_path: Path
) -> None:
    (tmp_path / "PKGBUILD").write_text(recipes["aur/PKGBUILD"], "utf-8")
    target = tmp_path / "pkg"
    target.mkdir()
    if not shutil.which("bsdtar"):  # which reads the same words as tar
        (tmp_path / "bsdtar").write_text('#!/bin/sh\nexec tar "$@"\n')
        (tmp_path / "bsdtar").chmod(0o755)
    # makepkg unpacks the sources first.
    script = f"ar x {package} data.tar.xz; . ./PKGBUILD; PATH=$PATH:$PWD; pkgdir={target} package"
    run(tmp_path, "bash", "-euc", script)
    assert starts(target / "usr/bin/ccwatch")
    assert (target / "usr/share/licenses/ccwatch-bin/copyright").is_file()
    assert not (target / "usr/share/lintian").exists()
    assert not (target / "usr/share/doc").exists() or not [*(target / "usr/share/doc").iterdir()]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users than the one who runs the tests can reach."""
    with tempfile.TemporaryDirectory(prefix="ccwatch-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def makepkg(folder: Path, *words: str) -> str:
    """Run it, as somebody else than root, whom it refuses."""
    for tool in ("makepkg", "bsdtar"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed")
    user: list[str] = []
    if os.geteuid() == 0:
        for path in (folder, *folder.iterdir()):
            os.chown(path, NOBODY, NOBODY)
        user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    return run(folder, *user, "makepkg", *words)


def test_makepkg_reads_and_builds_the_recipe_of_the_aur(package: Path, open_folder: Path) -> None:
    checksum = hashlib.sha256(package.read_bytes()).hexdigest()
    sums = FEED["sha256"] | {"ccwatch_1.2.3_amd64.deb": checksum}
    write_recipes({**FEED, "sha256": sums}, open_folder)
    folder = open_folder / "aur"
    shutil.copy(package, folder / "ccwatch_1.2.3_amd64.deb")
    assert makepkg(folder, "--printsrcinfo") == (folder / ".SRCINFO").read_text("utf-8")
    makepkg(folder, "--nodeps")
    (built,) = folder.glob("ccwatch-bin-1.2.3-1-*.pkg.tar*")
    files = run(folder, "bsdtar", "--list", "--file", built).split()
    assert {"usr/bin/ccwatch", "usr/lib/ccwatch/ccwatch", ".PKGINFO"} <= {*files}
