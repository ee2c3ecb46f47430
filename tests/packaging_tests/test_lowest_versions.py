"""Which lower bounds of pyproject.toml are really tested."""

import pytest
from lowest_versions import untested

INSTALLED = {"alpha": "2.3.1", "Beta-Lib": "42.0.0"}


@pytest.mark.parametrize(
    "requirement",
    [
        "alpha>=2.3.1",
        "alpha>=2.3",
        "alpha~=2.3",
        "alpha>=2.3,<3",
        "alpha[extra]>=2.3",
        "Beta-Lib>=42",
        "absent>=1; sys_platform == 'no-such-system'",
    ],
)
def test_the_lowest_version_is_installed(requirement: str) -> None:
    assert untested([requirement], INSTALLED.__getitem__) == []


@pytest.mark.parametrize(
    "requirement", ["alpha>=1", "alpha>=2.2", "alpha>=2.3.0", "alpha<3", "alpha"]
)
def test_another_version_is_reported(requirement: str) -> None:
    assert untested([requirement], INSTALLED.__getitem__) == [f"{requirement}: 2.3.1 is installed"]
