"""Windows under wine: what of it can be tried without one. `make windows` does the rest."""

import re
from pathlib import Path

from in_windows import registry_entries
from wheels import for_windows

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "packaging" / "windows_on_linux"

LOCK = """\
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:aa \\
    --hash=sha256:bb
mypy==1.15.0 \\
    --hash=sha256:cc
jeepney==0.9.0 ; sys_platform == 'linux' \\
    --hash=sha256:dd
requests==2.32.0 \\
    --hash=sha256:ee
tomli==2.0.0 ; python_full_version < '3.12' \\
    --hash=sha256:ff
"""


def test_of_the_lock_file_windows_takes_what_its_tests_need() -> None:
    assert for_windows(LOCK) == [
        "colorama==0.4.6 --hash=sha256:aa --hash=sha256:bb",
        "requests==2.32.0 --hash=sha256:ee",
    ]


def test_everything_that_windows_takes_has_a_hash() -> None:
    lines = for_windows((ROOT / "packaging" / "test.lock").read_text("utf-8"))
    assert len(lines) > 20
    assert all("--hash=sha256:" in line for line in lines)
    names = {re.split(r"[=\s]", line)[0] for line in lines}
    assert {"pyinstaller", "pyside6-essentials", "pytest", "pywin32-ctypes"} <= names


def test_what_is_not_in_the_lock_file_has_a_hash_as_well() -> None:
    lines = (FOLDER / "dlls.txt").read_text("utf-8").splitlines()
    wanted = [line for line in lines if not line.startswith("#")]
    assert wanted
    assert all(re.fullmatch(r"[\w-]+==[\d.]+ --hash=sha256:[0-9a-f]{64}", each) for each in wanted)


def test_every_script_of_the_makefile_is_there() -> None:
    text = (FOLDER / "Makefile").read_text("utf-8")
    named = set(re.findall(r"\$\((?:HERE|SCRIPTS)\)/([\w.]+)", text))
    assert named >= {"walk.py", "setups.sh", "session.sh"}
    assert all((FOLDER / name).is_file() for name in named)


EXPORTED = """\
Windows Registry Editor Version 5.00

[HKEY_LOCAL_MACHINE\\Software\\Classes\\ccwatch]
@="URL:ccwatch"
"Numbers"=hex:01,02,\\
  03

[HKEY_LOCAL_MACHINE\\Software\\Empty]
"""


def test_an_exported_registry_is_keys_and_values() -> None:
    key = "HKEY_LOCAL_MACHINE\\Software\\Classes\\ccwatch"
    assert list(registry_entries(EXPORTED)) == [
        (key, ""),
        (key, '@="URL:ccwatch"'),
        (key, '"Numbers"=hex:01,02,  03'),
        ("HKEY_LOCAL_MACHINE\\Software\\Empty", ""),
    ]
