"""What must not be in the wheel, and what its page on PyPI must not lead to."""

import zipfile
from pathlib import Path

import pytest
from build_wheel import faults

PAGE = """Metadata-Version: 2.4
Name: ccwatch
Project-URL: Homepage, https://project.test

# ccwatch
![The window](https://project.test/raw/v1/docs/images/window.png), [part](#part)
"""


def wheel(folder: Path, page: str = PAGE, *names: str) -> Path:
    path = folder / "ccwatch-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ccwatch-1.dist-info/METADATA", page)
        for name in ("ccwatch/resources/translations/ccwatch_de.qm", *names):
            archive.writestr(name, "content")
    return path


def test_a_wheel_with_what_it_needs_has_no_fault(tmp_path: Path) -> None:
    assert faults(wheel(tmp_path)) == []


def test_the_sources_of_translations_stay_out(tmp_path: Path) -> None:
    (fault,) = faults(wheel(tmp_path, PAGE, "ccwatch/resources/translations/ccwatch_de.ts"))
    assert "ccwatch_de.ts" in fault


@pytest.mark.parametrize("link", ["docs/images/window.png", "SECURITY.md#verify", "http://a.test"])
def test_a_link_that_leads_nowhere_on_pypi_is_noticed(link: str, tmp_path: Path) -> None:
    assert faults(wheel(tmp_path, f"{PAGE}[x]({link})\n")) == [f"the page on PyPI leads to {link}"]


def test_a_page_without_the_address_of_the_project_is_noticed(tmp_path: Path) -> None:
    page = PAGE.replace("Project-URL: Homepage", "Project-URL: Elsewhere")
    assert faults(wheel(tmp_path, page)) == ["the page on PyPI does not name the project's address"]
