"""The documents name every command, setting, variable and exit code; their links work."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from ccwatch.core.settings import Settings, about, names
from ccwatch.terminal.arguments import argument_parser
from ccwatch.terminal.exit_code import Exit

ROOT = Path(__file__).parents[1]
CONFIGURATION = (ROOT / "docs/configuration.md").read_text("utf-8")
COMMANDS = (ROOT / "docs/commands.md").read_text("utf-8")
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def rows(text: str) -> list[list[str]]:
    """Return the cells of each row of each table."""
    lines = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line] for line in lines]


def anchors(text: str) -> set[str]:
    """Return the anchors of the headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", it.lower()).replace(" ", "-") for it in headings}


@pytest.mark.parametrize("name", names())
def test_a_setting_is_documented_with_its_default(name: str) -> None:
    default = {entry.name: entry.default for entry in fields(Settings)}[name]
    words = str(default).lower() if isinstance(default, bool) else str(default) or "empty"
    [row] = [row for row in rows(CONFIGURATION) if f"`{name}`" in row[0]]
    assert words in row[2].replace("`", "")


@pytest.mark.parametrize(
    "variable",
    [
        *filter(None, (about(name).env for name in names())),
        "CCWATCH_HOME",
        "CCWATCH_ACCESS_TOKEN",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
        "SSL_CERT_FILE",
    ],
)
def test_a_variable_is_documented(variable: str) -> None:
    assert any(f"`{variable}`" in row[0] for row in rows(CONFIGURATION))


def test_every_command_is_documented() -> None:
    listed = re.findall(r"^    ([a-z-]+) ", argument_parser().format_help(), re.MULTILINE)
    assert len(listed) > 10
    for command in listed:
        assert re.search(rf"^\| .*`(ccwatch )?{command}\b", COMMANDS, re.MULTILINE), command


def test_every_exit_code_is_documented() -> None:
    documented = {row[0] for row in rows(COMMANDS)}
    # The last is a shell's own: whatever reads the output has gone.
    assert {str(code.value) for code in Exit} - documented == {"141"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    for link in _LINK.findall(text):
        if link.startswith("https://"):
            continue
        file, _, anchor = link.partition("#")
        target = path.parent / file if file else path
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.read_text("utf-8")), link


def test_the_readme_has_a_download_before_a_build() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert -1 < readme.index("setup-X.Y.Z.exe") < readme.index("make ")
    assert "make demo" in readme
    assert "make test" in readme


_NOT_RUN = re.compile(r"\b(never|not)( yet)? (been )?(run|measured)\b", re.IGNORECASE)


def test_what_has_not_been_run_is_listed_in_one_place() -> None:
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        text = path.read_text("utf-8")
        if path.name != "not-yet-run.md" and _NOT_RUN.search(" ".join(text.split())):
            assert "not-yet-run.md" in text, path.name
    assert "not-yet-run.md" in (ROOT / "README.md").read_text("utf-8")
