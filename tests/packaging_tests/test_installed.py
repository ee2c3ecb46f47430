"""The installed package: its version and the files that are not code."""

import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

import ccwatch
from ccwatch.resource_files import resource_path

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("name", ["ccwatch.svg", "ccwatch.png", "controls/tick-on-dark.svg"])
def test_each_resource_is_found(name: str) -> None:
    assert resource_path(name).is_file()


def test_a_wheel_carries_the_resources_inside_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert {"ccwatch", "resources"} == {*wheel["only-include"]}
    assert wheel["sources"] == {"resources": "ccwatch/resources"}


def test_inside_the_package_wins_over_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "ccwatch" / "resources"
    inside.mkdir(parents=True)
    monkeypatch.setattr("ccwatch.resource_files._PACKAGE", tmp_path / "ccwatch")
    assert resource_path("ccwatch.svg") == inside / "ccwatch.svg"


def test_the_installed_version_is_the_one_of_the_source() -> None:
    assert version("ccwatch") == ccwatch.__version__
