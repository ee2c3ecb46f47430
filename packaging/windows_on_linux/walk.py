"""Install, start, see a notification, upgrade while running, uninstall with nothing left.

    python3 walk.py

Run in the Windows of session.sh with the two setups of setups.sh. Saves a picture of each step in
build/windows/pictures. For all users, since wine does not know the folder for one user's programs.
"""

import json
import shutil
import sys
import time
from pathlib import Path

from in_windows import (
    DRIVE,
    WORK,
    files,
    next_balloon,
    registry,
    run,
    start,
    take_picture,
    wait_until,
)
from tls_server import tls_server

SETUPS = WORK / "setups"
PICTURES = WORK / "pictures"
FOLDER = DRIVE / "Program Files" / "ccwatch"
PROGRAM = r"C:\Program Files\ccwatch\ccwatch.exe"
UNINSTALLER = r"C:\Program Files\ccwatch\unins000.exe"
SILENTLY = ("/VERYSILENT", "/SUPPRESSMSGBOXES")
START_MENU = DRIVE / "ProgramData/Microsoft/Windows/Start Menu/Programs"
LINK = START_MENU / "ccwatch.lnk"
DATA = "users/root/AppData/Local/ccwatch"
DEMO_DATA = f"{DATA}-demo"
LINKS_KEY = "HKEY_LOCAL_MACHINE\\Software\\Classes\\ccwatch\\shell\\open\\command"
JOB = "kept-job-1"


def main() -> int:
    """Go through all steps; return 0 if each did what it should."""
    version, newer = ((SETUPS / name).read_text().strip() for name in ("version", "newer"))
    shutil.rmtree(PICTURES, ignore_errors=True)
    remove_an_earlier_walk()
    before = files(), registry()
    install(version)
    look_at_what_is_installed()
    look_at_its_parts()
    start_from_the_start_menu(version)
    see_a_notification()
    upgrade(newer)
    uninstall()
    look_at_what_is_left(*before)
    print(f"The pictures are in build/windows/{PICTURES.name}: look at them.")
    return 0


def expect(what: str, holds: bool, found: object = "") -> None:
    """Print that something holds, or end the walk with a picture and what was found instead."""
    if not holds:
        picture("failed")
        sys.exit(f"Expected: {what}. {found}")
    print(f"ok: {what}", flush=True)


def picture(name: str) -> None:
    """Save what is on the screen."""
    time.sleep(2)  # until everything is drawn
    take_picture(PICTURES / f"{name}.png")


def remove_an_earlier_walk() -> None:
    """Remove what a walk left that did not come to its end."""
    if (FOLDER / "unins000.exe").exists():
        run(UNINSTALLER, *SILENTLY)
        wait_until("its folder is gone", lambda: not FOLDER.exists())
    remove_data()


def remove_data() -> None:
    """Remove the user's data, which the uninstaller leaves."""
    for folder in (DATA, DEMO_DATA):
        shutil.rmtree(DRIVE / folder, ignore_errors=True)


def install(version: str) -> None:
    """Run a setup silently."""
    setup = f"Z:\\build\\setups\\ccwatch-setup-{version}.exe"
    code, said = run(setup, *SILENTLY, "/ALLUSERS", "/LOG=C:\\setup.log")
    log = DRIVE / "setup.log"
    if log.exists():
        shutil.move(log, WORK / "log" / f"setup-{version}.txt")
    expect(f"the setup of {version} ends with 0", code == 0, said)


def status() -> str:
    """Return the first line of the program's status."""
    _, said = run(PROGRAM, "status")
    return said.partition("\n")[0]


def look_at_what_is_installed() -> None:
    """Check files, start menu and registry before anything is started."""
    programs = [FOLDER / name for name in ("ccwatch.exe", "ccwatch-tray.exe", "unins000.exe")]
    expect("programs and uninstaller are there", all(path.exists() for path in programs))
    expect("it is in the start menu", LINK.exists())
    command = (LINKS_KEY, r'@="\"C:\\Program Files\\ccwatch\\ccwatch-tray.exe\" \"%1\""')
    expect("links of ccwatch: start it", command in registry())
    expect("nothing runs yet", status() == "ccwatch is not running.", status())
    picture("1-installed")


def look_at_its_parts() -> None:
    """Check the parts of the frozen program; which certificates it trusts cannot be seen here."""
    seen: list[str] = []
    with tls_server(seen) as port:
        _, said = run(PROGRAM, "doctor", "--json", CCWATCH_API_URL=f"https://localhost:{port}")
    (WORK / "log" / "doctor.json").write_text(said)
    checks = {check["name"]: check for check in json.loads(said)["checks"]}
    passed = {name for name, check in checks.items() if check["passed"]}
    wanted = {"Data folder", "Settings", "Credential store", "Tray"}
    expect("the doctor finds the parts of Windows", wanted <= passed, said)
    judged = "certificate" in checks["Secure connection"]["words"]
    expect("it speaks TLS", bool(seen) and (judged or "Secure connection" in passed), said)


def start_from_the_start_menu(version: str) -> None:
    """Start it as a user does, and add a job."""
    start("start", "C:\\" + str(LINK.relative_to(DRIVE)).replace("/", "\\"))
    wait_until("it runs", lambda: status() == f"ccwatch {version} is running.")
    code, said = run(PROGRAM, "add", JOB)
    expect("it takes a job", code == 0, said)
    picture("2-started")


def see_a_notification() -> None:
    """Start the demo too, some of whose samples end soon, and wait for a balloon."""
    start(PROGRAM.replace("ccwatch.exe", "ccwatch-tray.exe"), "--demo")
    text = next_balloon()
    take_picture(PICTURES / "3-notification.png")
    expect(f"a balloon is shown: {text!r}", bool(text))


def upgrade(version: str) -> None:
    """Install the newer version while program and demo run."""
    install(version)
    wait_until("the newer version runs", lambda: status() == f"ccwatch {version} is running.")
    expect("the newer version runs", True)
    expect("its job is kept", JOB in run(PROGRAM, "list")[1])
    _, said = run(PROGRAM, "--demo", "quit")
    expect("the demo was ended", said.startswith("ccwatch is not running."), said)
    picture("4-upgraded")


def uninstall() -> None:
    """Uninstall while it runs, which is refused, and again after quitting."""
    run(UNINSTALLER, *SILENTLY)
    expect("it is not uninstalled while it runs", (FOLDER / "ccwatch.exe").exists())
    code, said = run(PROGRAM, "quit")
    expect("it quits", code == 0, said)
    picture("5-quit")
    run(UNINSTALLER, *SILENTLY)
    # The uninstaller removes itself after its end.
    wait_until("its folder is gone", lambda: not FOLDER.exists())
    picture("6-uninstalled")


def look_at_what_is_left(files_before: set[str], registry_before: set[tuple[str, str]]) -> None:
    """Check that only the user's data are left, which an elevated uninstaller does not touch."""
    left = files() - files_before
    expect("the user's data are kept", f"{DATA}/ccwatch.db" in left, sorted(left))
    others = sorted(
        path
        for path in left
        if Path(path).parts[:5] not in (Path(DATA).parts, Path(DEMO_DATA).parts)
    )
    expect("no other file or folder is left", not others, others)
    keys = sorted(registry() - registry_before)
    expect("nothing is left in the registry", not keys, keys)
    remove_data()


if __name__ == "__main__":
    sys.exit(main())
