"""The source that is built from: its files and its age, by git where this is a checkout."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Where neither git nor SOURCE_DATE_EPOCH tells: in an unpacked archive, or without git.
_MOMENT = "1767225600"
# What is made, not written.
_MADE = frozenset(
    {"build", "dist", "mutants", "node_modules", "__pycache__", ".git", ".venv", ".hypothesis"}
    | {".import_linter_cache", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
)


def moment_of_source() -> str:
    """Return when the source was last changed, in seconds; nothing built carries another time."""
    told = os.environ.get("SOURCE_DATE_EPOCH") or _git("log", "-1", "--format=%ct")
    return told.strip() if told else _MOMENT


def source_files() -> list[str]:
    """Return the paths of the files that git knows or would take up; all but made ones without."""
    listed = _git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if listed is not None:
        return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in _MADE]
        kept = [name for name in names if name not in _MADE]  # in a worktree .git is a file
        found += [Path(folder, name).relative_to(ROOT).as_posix() for name in kept]
    return sorted(found)


def _git(*words: str) -> str | None:
    """Return what git says of this source; None without git, and where this is no checkout.

    An archive that was unpacked inside another checkout is none.
    """
    if not (ROOT / ".git").exists():
        return None
    command = ("git", "-C", str(ROOT), *words)
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    except OSError:
        return None
    return None if done.returncode else done.stdout
