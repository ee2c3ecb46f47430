"""The workflows, which run elsewhere: each rule for them, and that violations are detected."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from release_channels import CHANNELS, files_of, shortcomings

from tests.packaging_tests.workflow_rules import (
    faults,
    has_secrets,
    jobs_of,
    may_write,
    permissions_of,
    steps_of,
)

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / ".github" / "workflows"
TEXTS = {path.name: path.read_text("utf-8") for path in sorted(FOLDER.iterdir())}
RELEASE, CHECK = TEXTS["release.yml"], TEXTS["check.yml"]
WINDOWS = ROOT / "packaging" / "windows"
MACOS = ROOT / "packaging" / "macos"
SCRIPTS = {".py", ".sh", ".ps1"}


def test_there_are_the_workflows_that_the_documents_name() -> None:
    assert set(TEXTS) == {
        "audit.yml",
        "check.yml",
        "packages.yml",
        "release.yml",
        "windows-on-linux.yml",
    }
    assert {*jobs_of(RELEASE)} == {
        "build",
        "sign-windows",
        "sign-macos",
        "try-windows",
        "try-macos",
        "publish",
        "complete",
    }


@pytest.mark.parametrize("name", TEXTS)
def test_a_workflow_keeps_every_rule(name: str) -> None:
    assert faults(TEXTS[name]) == []


PLANTED = [
    ("permissions: {}\n", "permissions: write-all\n", "permissions are not empty"),
    ("on:\n", "on:\n  pull_request_target:\n", "strangers"),
    ("on:\n", "on:\n  workflow_run:\n", "strangers"),
    (r"\njobs:\n", "\nenv:\n  KEY: ${{ secrets.KEY }}\n\njobs:\n", "every job is given secrets"),
    (r"actions/checkout@[0-9a-f]{40}", "actions/checkout@v5", "not pinned"),
    (r"# v5\.0\.0", "", "not pinned"),
    (r"    permissions:\n      contents: read.*\n", "", "does not say what it may do"),
    ("persist-credentials: false", "persist-credentials: true", "credentials"),
    (
        "        if: always\\(\\)",
        "        if: env.HAS_CERTIFICATE == 'true'",
        "leave something out",
    ),
    ("    runs-on: ubuntu", "    if: secrets.KEY != ''\n    runs-on: ubuntu", "leave something"),
    ("    runs-on: ubuntu", "    continue-on-error: true\n    runs-on: ubuntu", "after an error"),
    (r'"\$GITHUB_REF_NAME" --draft', "${{ github.ref_name }} --draft", "puts an expression"),
    ("run: sh packaging/macos/make_dmg.sh", "run: eval make_dmg", "runs a text"),
    ("    environment: signing\n", "", "outside a protected environment"),
    (
        "      - run: ./packaging/windows/install_inno_setup.ps1",
        "      - run: choco install innosetup",
        "installs",
    ),
    (
        "      - run: ./packaging/windows/install_inno_setup.ps1",
        "      - run: ./packaging/windows/try_installer.ps1",
        "runs what was built",
    ),
    (
        "      - name: The tag is the version",
        "      - run: cd . && dist/ccwatch --version\n      - name: The tag is the version",
        "runs a file",
    ),
    (
        "      - run: sh packaging/macos/make_dmg.sh\n",
        "      - run: |\n          true\n          bash ./handed/x.sh\n",
        "runs a file",
    ),
    (
        "      - name: The tag is the version",
        "      - run: python3 -m pip install hatchling\n      - name: The tag is the version",
        "installs",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), PLANTED, ids=[p[2] + p[1][:30] for p in PLANTED])
def test_a_broken_rule_is_noticed(old: str, new: str, said: str) -> None:
    broken, times = re.subn(old, lambda _: new, RELEASE, count=1)
    assert times == 1
    assert any(said in fault for fault in faults(broken)), faults(broken)


def test_only_the_last_job_may_write_and_only_signing_has_secrets() -> None:
    jobs = {name: job for text in TEXTS.values() for name, job in jobs_of(text).items()}
    assert [name for name, job in jobs.items() if may_write(job)] == ["publish"]
    assert [name for name, job in jobs.items() if has_secrets(job)] == [
        "sign-windows",
        "sign-macos",
    ]
    assert permissions_of(jobs["publish"]) == {
        "contents": "write",
        "id-token": "write",
        "attestations": "write",
    }


def test_nothing_is_published_until_every_other_job_has_succeeded() -> None:
    jobs = jobs_of(RELEASE)
    needs = re.search(r"^    needs: \[(.+)\]$", jobs["publish"], re.MULTILINE)
    assert needs
    assert {*needs.group(1).split(", ")} == {*jobs} - {"publish", "complete"}


def test_a_job_that_did_not_happen_turns_the_release_red() -> None:
    jobs = jobs_of(RELEASE)
    last = jobs["complete"]
    needs = re.search(r"^    needs: \[(.+)\]$", last, re.MULTILINE)
    assert needs
    assert {*needs.group(1).split(", ")} == {*jobs} - {"complete"}
    assert "\n    if: always()\n" in last
    assert "toJSON(needs)" in last
    (script,) = re.findall(r"- run: (.+)", last)
    for results, code in ((["success"], 0), (["success", "skipped"], 1), (["cancelled"], 1)):
        named = {f"job-{n}": {"result": each, "outputs": {}} for n, each in enumerate(results)}
        if not shutil.which("jq"):
            pytest.skip("jq is not installed")
        done = subprocess.run(
            ["bash", "-c", script], env={**os.environ, "JOBS": json.dumps(named)}, check=False
        )
        assert done.returncode == code, results


def test_what_is_published_was_compared_and_counted_before() -> None:
    publish = jobs_of(RELEASE)["publish"]
    steps = "\n".join(steps_of(publish))
    order = ("sha256sum --check --strict", "release_channels.py dist", "attest-build", "gh release")
    places = [steps.index(words) for words in order]
    assert places == sorted(places)
    for output in ("build.outputs.python", "build.outputs.linux"):
        assert f"${{{{ needs.{output} }}}}" in publish
    for job in ("sign-windows", "sign-macos"):
        assert f"${{{{ needs.{job}.outputs.sums }}}}" in publish


def test_what_is_signed_was_compared_with_what_was_built() -> None:
    for system in ("windows", "macos"):
        job = jobs_of(RELEASE)[f"sign-{system}"]
        assert job.index("--check --strict") < job.index("tar -xf") < job.index("secrets.")
        assert f"${{{{ needs.build.outputs.{system} }}}}" in job


def test_the_certificate_is_put_away_before_anything_else_happens() -> None:
    steps = steps_of(jobs_of(RELEASE)["sign-macos"])
    signing = next(i for i, step in enumerate(steps) if "make_dmg.sh" in step)
    assert "if: always()" in steps[signing + 1]
    assert "security delete-keychain" in steps[signing + 1]
    script = (WINDOWS / "build_installer.ps1").read_text("utf-8")
    finally_ = script[script.index("} finally {") :]
    assert "-DeleteKey" in finally_
    assert script.index("Remove-Item Env:CERTIFICATE, Env:PASSWORD") < script.index("& $signtool")
    shell = (MACOS / "take_up_certificate.sh").read_text("utf-8")
    assert shell.index("""trap 'rm -f "$file"' EXIT""") < shell.index('>"$file"')


@pytest.mark.parametrize("script", sorted(WINDOWS.glob("*.ps1")), ids=lambda path: path.name)
def test_no_script_runs_a_text_or_hands_a_password_on(script: Path) -> None:
    text = script.read_text("utf-8")
    assert not re.search(r"(?i)invoke-expression|\biex\b", text)
    assert not re.search(r"(?i)/p\b.*password|sign\.pfx|WriteAllBytes", text)


def test_signing_that_lacks_its_secret_fails_unless_unsigned_is_asked_for() -> None:
    script = (WINDOWS / "build_installer.ps1").read_text("utf-8")
    lacking = script.index("if (-not $env:CERTIFICATE -or -not $env:PASSWORD)")
    assert "throw" in script[lacking:].partition("}")[0]
    image = (MACOS / "make_dmg.sh").read_text("utf-8")
    for name in ("CCWATCH_SIGNING_IDENTITY", "CCWATCH_NOTARY_PROFILE"):
        assert f"${{{name}:?" in image
    taking = (MACOS / "take_up_certificate.sh").read_text("utf-8")
    given = re.findall(r"^          (\w+): \$\{\{ secrets\.MACOS", RELEASE, re.MULTILINE)
    assert len(given) == 6
    assert all(f"${{{name}:?" in taking for name in given)
    assert "nsigned" not in RELEASE


def test_inno_setup_is_the_one_whose_checksum_is_known() -> None:
    script = (WINDOWS / "install_inno_setup.ps1").read_text("utf-8")
    assert re.search(r'^\$sha256 = "[0-9a-f]{64}"$', script, re.MULTILINE)
    assert script.index("-ne $sha256) { throw") < script.index("Start-Process $setup")
    assert not any("innosetup" in text for text in TEXTS.values())


def test_the_tests_run_on_what_is_shipped() -> None:
    linux, elsewhere = jobs_of(CHECK)["linux"], jobs_of(CHECK)["elsewhere"]
    assert 'LOCKED: "1"' in linux
    installs = re.findall(r"pip install (.+)", elsewhere)
    assert installs == [
        "--require-hashes -r packaging/test.lock",
        "--no-deps --no-build-isolation -e .",
    ]


def test_everything_is_installed_by_hash_but_the_program_itself() -> None:
    files = [*FOLDER.iterdir(), ROOT / "Makefile", ROOT / ".ci" / "run"]
    files += [path for path in (ROOT / "packaging").rglob("*") if path.suffix in SCRIPTS]
    installs = {
        " ".join(line.split()).removeprefix("- ").removeprefix("run: ")
        for path in files
        for line in path.read_text("utf-8").replace("\\\n", " ").splitlines()
        if re.search(r"""\bpipx?\b[^#]*\binstall\b|"install\"""", line)
    }
    assert len(installs) >= 9
    assert {line for line in installs if "--require-hashes" not in line} == {
        "build/try/bin/python -m pip install --quiet --no-deps build/upload/ccwatch-*.whl",
        "python -m pip install --no-deps --no-build-isolation -e .",
        "$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps "
        "--no-build-isolation --editable .",
        'run(python, *_PIP, "install", *source)',
        # The question is whether the lowest versions work; nothing of it is shipped.
        "build/tools-env/bin/uv pip install --quiet --python build/lowest-env "
        "--resolution lowest-direct --editable '.[test]'",
        'venv -m pip install --no-build-isolation --editable "C:\\\\ccwatch"',
        # For developers; LOCKED=1 has the other way.
        "$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'",
        "$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[mutants]'",
    }
    freeze = (ROOT / "packaging" / "freeze.py").read_text("utf-8")
    assert (
        'source = ("--no-deps", "--no-build-isolation", "--force-reinstall", str(ROOT))' in freeze
    )


def test_every_week_the_locked_versions_are_held_against_advisories() -> None:
    audit = TEXTS["audit.yml"]
    assert re.search(r'^    - cron: "\d+ \d+ \* \* \d"$', audit, re.MULTILINE)
    assert "run: make audit" in jobs_of(audit)["advisories"]
    recipe = (ROOT / "Makefile").read_text("utf-8").partition("\naudit:")[2].partition("\n\n")[0]
    assert "packaging/*.lock" in recipe
    assert "--strict" in recipe


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_script_that_a_workflow_names_is_there(text: str) -> None:
    for script in re.findall(r"packaging/[\w./-]+\.(?:py|sh|ps1)", text):
        assert (ROOT / script).is_file()


@pytest.fixture
def complete(tmp_path: Path) -> Path:
    for name in files_of("1.2.3"):
        (tmp_path / name).write_bytes(b"content")
    return tmp_path


def test_a_release_with_every_file_lacks_nothing(complete: Path) -> None:
    assert shortcomings(complete, "1.2.3") == []


@pytest.mark.parametrize(("name", "channel"), files_of("1.2.3").items())
def test_a_release_without_a_file_of_a_channel_is_refused(
    complete: Path, name: str, channel: str
) -> None:
    (complete / name).write_bytes(b"")
    assert shortcomings(complete, "1.2.3") == [f"{channel}: {name} is missing or empty"]
    (complete / name).unlink()
    assert shortcomings(complete, "1.2.3") == [f"{channel}: {name} is missing or empty"]


def test_a_file_of_another_version_belongs_to_no_channel(complete: Path) -> None:
    (complete / "ccwatch-setup-1.2.2.exe").write_bytes(b"content")
    assert shortcomings(complete, "1.2.3") == ["ccwatch-setup-1.2.2.exe belongs to no channel"]


def test_every_channel_is_documented() -> None:
    documents = (ROOT / "docs" / "packaging.md").read_text("utf-8")
    for names in CHANNELS.values():
        assert names[0].format(version="X.Y.Z") in documents
