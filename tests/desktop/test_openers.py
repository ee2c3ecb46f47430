"""Pages opened in the browser: addresses are checked on the way out, wherever they come from."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl

from ccwatch.core.addresses import page_of_job
from ccwatch.desktop import openers
from ccwatch.desktop.openers import open_page
from tests.hostile_texts import hostile_texts

SOURCE = Path(openers.__file__).parents[1]
OPENERS = re.compile(
    r"\bwebbrowser\.\w+$|\bQDesktopServices\.openUrl$|\bstartfile$|\bsetOpenExternalLinks$"
)
REFUSED = (
    "file:///etc/passwd",
    "file://host/share/x.exe",
    "javascript:alert(1)",
    "data:text/html,x",
    "smb://host/share",
    "ms-msdt:/id",
    "http://example.org/",
    "https://user@example.org/",
    "https://user:s3cret@example.org/",
    "https:///path",
    "https:",
    "//example.org/",
    "https://good.example\\@evil.example/",
    "https://evil.example\\.good.example/",
    "https://good.example/ --new-window",
    "https://good.example/\tx",
    "https://good.example/\u202ex",
    "https://good.example:99999/",
    "\\\\host\\share",
    "C:\\Windows\\System32\\calc.exe",
    "--help",
    "",
)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    opened: list[str] = []

    class Services:
        @staticmethod
        def openUrl(url: QUrl) -> bool:  # noqa: N802 - Qt's
            opened.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
            return True

    monkeypatch.setattr(openers, "QDesktopServices", Services)
    return opened


@pytest.mark.parametrize("address", REFUSED)
def test_an_unsafe_address_is_refused_with_a_reason(address: str, opened: list[str]) -> None:
    said: list[object] = []
    open_page(said.append, address)
    assert opened == []
    assert len(said) == 1
    assert "Page could not be opened" in str(said[0])
    assert "s3cret" not in str(said[0])


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/jobs/a-1?x=%7B1%7D#top",
        "https://example.org:8443/",
        "http://localhost:5000/signin",
        "http://127.0.0.1:47631/jobs/a-1",
    ],
)
def test_a_page_is_opened_as_it_is(address: str, opened: list[str]) -> None:
    open_page(pytest.fail, address)
    assert opened == [address]


def test_no_hostile_text_is_opened_or_changes_where_a_page_leads(opened: list[str]) -> None:
    said: list[object] = []
    for text in hostile_texts():
        open_page(said.append, text)
        open_page(said.append, page_of_job("https://example.org/jobs/{job}?x", text))
    assert len(said) >= len(hostile_texts()) - len(opened)
    for address in opened:
        url = QUrl(address)
        assert url.scheme() in ("https", "http")
        assert not url.userInfo()
        if "/jobs/" in address:
            assert url.host() == "example.org"
        else:
            assert url.scheme() == "https" or url.host() in ("localhost", "127.0.0.1", "::1")


def test_no_other_place_opens_anything() -> None:
    found = {
        (file.relative_to(SOURCE).as_posix(), ast.unparse(call.func), ast.unparse(call.args[0]))
        for file in SOURCE.rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and OPENERS.search(ast.unparse(call.func))
    }
    assert found == {
        ("desktop/openers.py", "QDesktopServices.openUrl", "QUrl.fromLocalFile(str(folder))"),
        (
            "desktop/openers.py",
            "QDesktopServices.openUrl",
            "QUrl(page, QUrl.ParsingMode.StrictMode)",
        ),
        ("commands/signing_in.py", "webbrowser.open", "checked_page(address)"),
    }


def test_openers_are_always_called_by_their_qualified_name() -> None:
    """The search above would not find one imported under another name."""
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.module != "webbrowser", file
            if isinstance(node, ast.Import | ast.ImportFrom):
                renamed = {alias.name for alias in node.names if alias.asname}
                assert not renamed & {"webbrowser", "QDesktopServices", "startfile"}, file
