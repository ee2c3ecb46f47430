"""Declarations for systems that these tests do not run on, compared with the source."""

import ast
import plistlib
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from xml.etree import ElementTree

import pytest
from app_bundle import BUNDLE_ID, info_plist
from render_icons import ICO_SIZES, wizard_pictures
from source_version import ccwatch_version
from windows_version import four_numbers

import ccwatch
from ccwatch.cli import LINKS
from ccwatch.core.language import NAMES
from ccwatch.disk.paths import paths_for
from ccwatch.disk.presets import NAME as PRESETS
from ccwatch.system.autostart import windows as run_key
from ccwatch.system.identity import APP_USER_MODEL_ID

ROOT = Path(__file__).parent.parent.parent
PACKAGING = ROOT / "packaging"
INSTALLER = (ROOT / "installer.iss").read_text("utf-8")
SPEC = (PACKAGING / "ccwatch.spec").read_text("utf-8")
METAINFO = PACKAGING / "linux" / "io.github.ccwatch.ccwatch.metainfo.xml"
DESKTOP = PACKAGING.parent / "resources" / "ccwatch.desktop"
TRANSLATED = ("summary", "p", "li", "caption")
# Packages that are not installed here, by their module.
ELSEWHERE = {"rubicon": ["rubicon-objc"]}
SCHEME = LINKS[0].rstrip(":")
# Made by a build, so not in the source.
BUILT = ("build\\ccwatch.ico",)


def test_the_version_is_the_same_wherever_it_stands() -> None:
    assert ccwatch_version() == ccwatch.__version__
    plist = info_plist(ccwatch_version())
    assert plist["CFBundleVersion"] == plist["CFBundleShortVersionString"] == ccwatch.__version__
    releases = ElementTree.parse(METAINFO).findall("releases/release")
    assert releases[0].get("version") == ccwatch.__version__
    assert "AppVersion={#Version}" in INSTALLER
    assert ccwatch.__version__ not in INSTALLER


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("1.2.3", (1, 2, 3, 0)), ("0.1.0rc1", (0, 1, 0, 0)), ("2", (2, 0, 0, 0))],
)
def test_windows_gets_four_numbers(version: str, numbers: tuple[int, ...]) -> None:
    assert four_numbers(version) == numbers


def test_process_shortcut_and_sender_bear_the_same_id() -> None:
    assert f'#define AppUserModelID "{APP_USER_MODEL_ID}"' in INSTALLER
    icons = [line for line in INSTALLER.splitlines() if "{auto" in line and "Filename:" in line]
    assert len(icons) == 2
    assert all('AppUserModelID: "{#AppUserModelID}"' in line for line in icons)


def test_installer_and_program_write_the_same_start_at_sign_in() -> None:
    assert f'Subkey: "{run_key.RUN}"; ValueName: "{run_key.NAME}"' in INSTALLER
    assert run_key.APPROVED in INSTALLER
    assert f"RunKey = '{run_key.RUN}'" in INSTALLER
    assert "Result + ' --hidden'" in INSTALLER


def test_every_file_that_the_installer_names_is_there() -> None:
    found = re.findall(r"^(?:LicenseFile|SetupIconFile)=(.+)$", INSTALLER, re.MULTILINE)
    assert len(found) == 2
    # Of the frozen folder, whose files have the times of the source.
    frozen = re.findall(r'^Source: "\{#Frozen\}\\([^"]+)"', INSTALLER, re.MULTILINE)
    assert frozen == ["*", r"_internal\LICENSE"]
    assert INSTALLER.count("\nSource: ") == 2
    for name in found:
        assert name in BUILT or (ROOT / name.replace("\\", "/")).exists()


def test_the_setup_shows_pictures_of_our_own_in_every_size() -> None:
    found = re.findall(r"^Wizard(?:Small)?ImageFile=(.+)$", INSTALLER, re.MULTILINE)
    named = [name for names in found for name in names.split(",")]
    assert named == [f"build\\{name}" for name in wizard_pictures()]
    assert "in wizard_pictures().items():" in SPEC


def test_for_all_users_the_setup_refuses_to_have_it_start_at_sign_in() -> None:
    refusal = code_of("IsStartupRefused")
    assert (
        "IsAdminInstallMode and (IsStartupChosen('TASKS') or IsStartupChosen('MERGETASKS'))"
        in refusal
    )
    assert "or IsStartupRefused);" in code_of("InitializeSetup")
    assert (
        'Name: "startup"; Description: "{cm:StartAtSignIn}"; Check: not IsAdminInstallMode'
        in INSTALLER
    )


def test_every_program_that_the_installer_names_is_frozen() -> None:
    named = set(re.findall(r"\{app\}\\([\w-]+)\.exe", INSTALLER))
    assert named == {"ccwatch", "ccwatch-tray"}
    assert all(f'program("{name}"' in SPEC for name in named)
    assert f"{{app}}\\{PRESETS}" in INSTALLER


def test_the_installer_speaks_the_program_s_languages_and_says_everything_in_each() -> None:
    languages = re.findall(r'^Name: "(\w+)"; MessagesFile', INSTALLER, re.MULTILINE)
    assert sorted(languages) == sorted(NAMES)
    spoken = {*re.findall(r"CustomMessage\('(\w+)'\)|\{cm:(\w+)\}", INSTALLER)}
    own = {name for pair in spoken for name in pair if name} - {"CreateDesktopIcon"}
    assert own == {
        "StartAtSignIn",
        "RemoveData",
        "BadPreset",
        "ProgramFilesOnly",
        "QuitFirst",
        "StartupForOneOnly",
    }
    for message in own:
        assert {f"{name}.{message}" for name in languages} == set(
            re.findall(rf"^(\w+\.{message})=.", INSTALLER, re.MULTILINE)
        )


def test_the_installer_speaks_chinese_only_with_an_inno_setup_that_ships_its_messages() -> None:
    guarded = re.findall(r"^#ifdef ChineseMessages\n(.+?)^#endif", INSTALLER, re.DOTALL | re.M)
    assert len(guarded) == 2
    everywhere = [line for line in INSTALLER.splitlines() if "zh_CN" in line]
    assert "".join(guarded).splitlines() == everywhere
    assert (
        'FileExists(AddBackslash(CompilerPath) + "Languages\\ChineseSimplified.isl")' in INSTALLER
    )


@pytest.mark.parametrize("language", sorted(set(NAMES) - {"en"}))
def test_the_entry_and_the_description_are_in_each_language(language: str) -> None:
    entry = DESKTOP.read_text("utf-8")
    for key in ("GenericName", "Comment", "Keywords", "Name"):
        assert f"\n{key}[{language}]=" in entry
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    told = [it for it in ElementTree.parse(METAINFO).iter() if it.tag in TRANSLATED and it.text]
    english = [it.tag for it in told if lang not in it.attrib]
    assert len(english) > 8
    assert [it.tag for it in told if it.get(lang) == language] == english


def test_every_file_and_module_that_the_recipe_names_is_there() -> None:
    for module in set(re.findall(r"^from (\w+) import", SPEC, re.MULTILINE)) - {"pathlib"}:
        assert (PACKAGING / f"{module}.py").is_file()
    for name in ("LICENSE", "resources", "packaging/start.py"):
        assert Path(name).name in SPEC
        assert (ROOT / name).exists()
    assert "upx=True" not in SPEC
    assert {16, 32, 48, 256} <= set(ICO_SIZES)


def test_macos_is_told_of_links_menu_bar_and_least_system() -> None:
    plist = plistlib.loads(plistlib.dumps(info_plist("1.2.3")))
    assert plist["CFBundleIdentifier"] == BUNDLE_ID
    assert plist["LSUIElement"] is True
    assert plist["NSHighResolutionCapable"] is True
    assert plist["CFBundleURLTypes"][0]["CFBundleURLSchemes"] == [SCHEME]
    assert tuple(map(int, plist["LSMinimumSystemVersion"].split("."))) >= (13, 0)


def test_the_app_may_do_no_more_than_it_needs() -> None:
    rights = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())
    assert set(rights) == {"com.apple.security.cs.allow-unsigned-executable-memory"}
    signing = (PACKAGING / "macos" / "make_dmg.sh").read_text("utf-8")
    assert "packaging/macos/entitlements.plist" in signing


def code_of(name: str) -> str:
    """Return the body of a function or procedure in the installer script."""
    found = re.search(
        rf"^(?:function|procedure) {name}\b.*?^end;$", INSTALLER, re.DOTALL | re.MULTILINE
    )
    assert found
    return found.group()


def test_the_installer_runs_a_program_only_as_the_user_or_out_of_program_files() -> None:
    body = code_of("Told")
    assert len(re.findall(r"\bExec\w*\(", INSTALLER)) == len(re.findall(r"\bExec\w*\(", body)) == 2
    assert body.index("Result := MayRun;") < body.index("Exec(")
    assert "if Result and IsUninstaller then\n    Result := Exec(" in body
    assert "else if Result then\n    Result := ExecAsOriginalUser(" in body
    assert "not IsAdmin" in code_of("MayRun")
    assert "IsBelowProgramFiles(ExpandConstant('{app}'))" in code_of("MayRun")
    section = INSTALLER.partition("\n[Run]\n")[2].partition("\n[")[0]
    runs = [line for line in section.splitlines() if line.startswith("Filename:")]
    assert len(runs) == 2
    for line in runs:
        assert "runasoriginaluser" in line
        assert "Check: MayRun and " in line
    assert "[UninstallRun]" not in INSTALLER
    assert not re.search(r"\bShellExec\w*\(", INSTALLER)


def test_for_all_users_it_is_installed_below_program_files_only() -> None:
    prepare = code_of("PrepareToInstall")
    refusal = "if IsAdminInstallMode and not IsBelowProgramFiles(ExpandConstant('{app}')) then"
    assert refusal in prepare
    assert prepare.index(refusal) < prepare.index("HasQuit")
    assert "PrivilegesRequired=lowest\n" in INSTALLER


def test_with_raised_rights_the_uninstaller_removes_no_folder_of_a_user() -> None:
    uninstalling = code_of("CurUninstallStepChanged")
    assert "RemovesData := not IsAdmin and (" in uninstalling
    removing = uninstalling.partition("    if RemovesData then begin\n")[2].partition("    end;\n")[
        0
    ]
    assert INSTALLER.count("DelTree(") == removing.count("DelTree(") == 2


def test_the_uninstaller_removes_the_data_of_the_demonstration_too() -> None:
    uninstalling = code_of("CurUninstallStepChanged")
    for demo in (False, True):
        folder = paths_for({}, demo=demo).data.name
        assert f"DelTree(ExpandConstant('{{localappdata}}\\{folder}')," in uninstalling


def test_nothing_is_replaced_or_removed_while_it_runs() -> None:
    assert "Result := Told('quit');\n  Told('--demo quit');" in code_of("HasQuit")
    assert "HasQuit" in code_of("PrepareToInstall")
    assert "CloseApplications=yes\n" in INSTALLER
    uninstalling = code_of("CurUninstallStepChanged")
    assert "HasQuit;\n    if not AllHasQuit then\n      Abort;" in uninstalling
    assert uninstalling.index("Abort;") < uninstalling.index("RemovesData")


def test_links_open_the_program_on_every_system() -> None:
    assert f"MimeType=x-scheme-handler/{SCHEME};" in DESKTOP.read_text("utf-8")
    assert "Exec=ccwatch %u" in DESKTOP.read_text("utf-8")
    assert f'Subkey: "Software\\Classes\\{SCHEME}"; ValueName: "URL Protocol"' in INSTALLER
    assert '""{app}\\ccwatch-tray.exe"" ""%1""' in INSTALLER


@pytest.mark.parametrize(
    ("checker", "file"),
    [
        (("desktop-file-validate",), DESKTOP),
        (("appstreamcli", "validate", "--no-net"), METAINFO),
    ],
)
def test_linux_takes_the_entry_and_the_description(checker: tuple[str, ...], file: Path) -> None:
    if not shutil.which(checker[0]):
        pytest.skip(f"{checker[0]} is not installed")
    done = subprocess.run([*checker, file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_screenshot_of_the_description_is_in_the_source() -> None:
    for image in ElementTree.parse(METAINFO).findall("screenshots/screenshot/image"):
        place = (image.text or "").partition("/raw/HEAD/")[2]
        assert (ROOT / place).is_file()


def test_the_lock_file_has_hashes_for_all_three_systems_and_no_host() -> None:
    lock = (PACKAGING / "requirements.lock").read_text("utf-8")
    blocks = re.split(r"^(?=[a-z])", lock, flags=re.MULTILINE)[1:]
    of_systems = ("winrt-runtime==", "rubicon-objc==", "dbus-fast==", "jeepney==")
    for name in ("pyside6-essentials==6.11", *of_systems):
        assert any(block.startswith(name) for block in blocks)
    assert all(block.count("--hash=sha256:") >= 1 for block in blocks)
    qt = next(block for block in blocks if block.startswith("pyside6-essentials=="))
    assert qt.count("--hash=") >= 4  # Windows, macOS, and Linux on two processors
    assert "://" not in lock


@pytest.mark.parametrize("name", ["requirements.lock", "test.lock"])
def test_what_speaks_to_the_message_bus_is_asked_for_on_linux_alone(name: str) -> None:
    """dbus-fast has no wheels for Windows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(each for extra in extras for each in extra)]
    wanted += (PACKAGING / name).read_text("utf-8").splitlines()
    of_buses = [each for each in wanted if re.match("dbus-fast|jeepney|secretstorage", each, re.I)]
    assert len(of_buses) == 6
    assert all(re.search("; *sys_platform == 'linux'", each) for each in of_buses)


def pins(name: str) -> dict[str, str]:
    """Return each block of a lock file, by the package's name and version."""
    lock = (PACKAGING / name).read_text("utf-8")
    return {
        block.partition(" ")[0]: block
        for block in re.split(r"^(?=[a-z])", lock, flags=re.MULTILINE)[1:]
    }


def test_what_is_tested_is_what_is_shipped() -> None:
    shipped, tested = pins("requirements.lock"), pins("test.lock")
    assert len(shipped) > 40
    assert shipped.keys() <= tested.keys()
    for name, block in shipped.items():
        assert {*re.findall(r"--hash=(\S+)", block)} == {*re.findall(r"--hash=(\S+)", tested[name])}


@pytest.mark.parametrize("name", ["requirements.lock", "test.lock", "tools.lock"])
def test_every_pin_has_a_hash_and_no_package_two_versions(name: str) -> None:
    found = pins(name)
    assert all("--hash=sha256:" in block for block in found.values())
    names = [pin.partition("==")[0] for pin in found]
    assert len({*names}) == len(names)


def test_every_package_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {
        re.split(r"[^\w-]", line)[0].lower().replace("_", "-") for line in project["dependencies"]
    }
    known = {**ELSEWHERE, **packages_distributions()}
    imported = {
        name.split(".")[0]
        for path in (ROOT / "ccwatch").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in imports_of(node)
    }
    for name in imported - sys.stdlib_module_names - {"ccwatch"}:
        owners = {owner.lower().replace("_", "-") for owner in known.get(name, [name])}
        assert owners & declared, name


def imports_of(node: ast.AST) -> list[str]:
    """Return the modules that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level and node.module:
        return [node.module]
    return []


def test_urllib3_is_one_that_bounds_what_it_unpacks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "urllib3>=2.6" in project["dependencies"]
