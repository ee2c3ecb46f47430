"""The rules for GitHub Actions workflows, as formatted in this project.

Jobs are indented by two spaces, a job's keys by four, the keys of its steps by eight.
"""

import re
from collections.abc import Iterator

_INSTALLS = (
    r"\b(pip|pipx|npm|choco|winget|apt-get|brew)\b.*\binstall\b|actions/setup-|locked_environment"
)
_RUNS_THE_PROGRAM = (
    r"look_at_package|try_installer|try_dmg|\.ci/run|\bpytest\b|packaging/freeze\.py"
)
_RUNS_A_FILE = re.compile(
    r"(?:^|&&|\|\||[;|(&]|\b(?:sh|bash|pwsh|python3?|exec|source)\s)\s*(?:\./)?"
    r"(?:dist|build|handed|upload)/",
    re.MULTILINE,
)
_ALLOWED_CONDITIONS = {"always()"}


def jobs_of(text: str) -> dict[str, str]:
    """Return the text of each job."""
    _, _, below = text.partition("\njobs:\n")
    parts = re.split(r"^  ([\w-]+):\n", below, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def steps_of(job: str) -> list[str]:
    """Return the text of each step of a job."""
    _, _, below = job.partition("\n    steps:\n")
    return re.split(r"^(?=      - )", below, flags=re.MULTILINE)[1:]


def scripts_of(job: str) -> Iterator[str]:
    """Yield the script of each step of a job."""
    for step in steps_of(job):
        if found := re.search(
            r"^      (?:- |  )run: (.*\n(?:          .*\n|\n)*)", step, re.MULTILINE
        ):
            yield found.group(1)


def permissions_of(job: str) -> dict[str, str] | None:
    """Return a job's permissions, or None if it has none."""
    found = re.search(r"^    permissions:\n((?:      .+\n)+)", job, re.MULTILINE)
    return (
        dict(re.findall(r"^      ([\w-]+): (\w+)", found.group(1), re.MULTILINE)) if found else None
    )


def may_write(job: str) -> bool:
    """Return whether a job may change anything outside its machine."""
    return "write" in (permissions_of(job) or {}).values()


def has_secrets(job: str) -> bool:
    """Return whether a job has access to secrets."""
    return "secrets." in job or "secrets:" in job


def faults(text: str) -> list[str]:
    """Return each rule that a workflow breaks, with the place."""
    return [*_faults_of_file(text), *(f for job in jobs_of(text).items() for f in _faults_of(*job))]


def _faults_of_file(text: str) -> Iterator[str]:
    if "\npermissions: {}\n" not in text:
        yield "permissions are not empty at the top"
    if "secrets." in text.partition("\njobs:\n")[0]:
        yield "every job is given secrets"
    for event in ("pull_request_target", "workflow_run"):
        if re.search(rf"^  {event}:", text, re.MULTILINE):
            yield f"{event} runs strangers' code with our rights"
    for action, comment in re.findall(r"uses: (\S+)(.*)", text):
        if action.startswith("./"):
            continue
        if not re.search(r"@[0-9a-f]{40}$", action) or not re.match(r" # v\d+\.\d+\.\d+$", comment):
            yield f"{action} is not pinned by its hash, or does not say which version that is"


def _faults_of(name: str, job: str) -> Iterator[str]:
    if permissions_of(job) is None:
        yield f"{name} does not say what it may do"
    if "uses: actions/checkout@" in job and job.count("actions/checkout@") != job.count(
        "persist-credentials: false"
    ):
        yield f"{name} leaves its credentials in the checkout"
    for condition in re.findall(r"^\s+(?:- )?if: (.+)$", job, re.MULTILINE):
        if condition not in _ALLOWED_CONDITIONS:
            yield f"{name} may leave something out: {condition}"
    if "continue-on-error" in job:
        yield f"{name} goes on after an error"
    for script in scripts_of(job):
        if "${{" in script:
            yield f"{name} puts an expression into a script: {script.strip()}"
        if re.search(r"(?i)invoke-expression|\biex\b|\beval\b", script):
            yield f"{name} runs a text as a script: {script.strip()}"
    if has_secrets(job) and not re.search(r"^    environment: \S", job, re.MULTILINE):
        yield f"{name} has secrets outside a protected environment"
    if has_secrets(job) or may_write(job):
        for pattern, what in ((_INSTALLS, "installs"), (_RUNS_THE_PROGRAM, "runs what was built")):
            if found := re.search(pattern, job):
                yield f"{name} has secrets or may write, and {what}: {found.group()}"
        for script in scripts_of(job):
            if _RUNS_A_FILE.search(script):
                yield f"{name} has secrets or may write, and runs a file: {script.strip()}"
