"""What is built from is known with git and without it, in a checkout and outside of one."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import source_tree
from source_tree import moment_of_source, source_files

WITHOUT_GIT = "1767225600"
FILES = ("Makefile", "ccwatch/cli.py", ".github/workflows/check.yml")


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source as it is in an archive, with what was made in it."""
    root = tmp_path / "ccwatch-1.0"
    for name in (*FILES, "build/frozen/a", ".venv/bin/python", "ccwatch/__pycache__/cli.pyc"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("")
    monkeypatch.setattr(source_tree, "ROOT", root)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return root


def checked_out(folder: Path) -> None:
    """Make a checkout of it whose last change was at 1,600,000,000."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    (folder / ".gitignore").write_text("build/\n.venv/\n__pycache__/\n")
    me = ("-c", "user.name=a", "-c", "user.email=a@b.example")
    when = {"GIT_AUTHOR_DATE": "@1600000000 +0000", "GIT_COMMITTER_DATE": "@1600000000 +0000"}
    for words in (("init", "--quiet"), ("add", "--all"), (*me, "commit", "--quiet", "-m", "one")):
        subprocess.run(["git", *words], cwd=folder, env=os.environ | when, check=True)


def test_a_checkout_is_as_old_as_its_last_change(source: Path) -> None:
    checked_out(source)
    (source / "new.py").write_text("")
    (source / "Makefile").unlink()
    assert moment_of_source() == "1600000000"
    assert sorted(source_files()) == sorted((*FILES[1:], ".gitignore", "new.py"))


def test_without_git_a_checkout_is_built_all_the_same(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked_out(source)
    monkeypatch.setenv("PATH", str(source))
    assert moment_of_source() == WITHOUT_GIT
    assert source_files() == sorted((*FILES, ".gitignore"))


def test_an_archive_is_no_part_of_the_checkout_that_it_was_unpacked_in(source: Path) -> None:
    checked_out(source.parent)
    assert moment_of_source() == WITHOUT_GIT
    assert source_files() == sorted(FILES)


def test_a_git_that_refuses_is_like_none(source: Path) -> None:
    (source / ".git").write_text("gitdir: elsewhere")
    assert moment_of_source() == WITHOUT_GIT
    assert source_files() == sorted(FILES)


def test_the_moment_that_is_told_comes_first(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1500000000")
    assert moment_of_source() == "1500000000"
