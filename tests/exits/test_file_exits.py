"""Whatever a job's name, each written file contains it only as text."""

import csv
import io
import json
import logging
import plistlib
import re
import shlex
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from ccwatch.cloud.last_user import LastUser
from ccwatch.cloud.token_file import TokenCache
from ccwatch.core.errors import StorageFault
from ccwatch.core.events import Added
from ccwatch.core.file_names import file_name
from ccwatch.core.history_table import Observation, Record, as_csv
from ccwatch.core.job import JobId, Progress, Service
from ccwatch.core.settings import KeepSignIn, Settings, with_values
from ccwatch.core.window_state import WindowState
from ccwatch.disk import settings_exchange, settings_file, window_file
from ccwatch.disk.home_access import privacy_command
from ccwatch.disk.journal import Journal
from ccwatch.disk.reading import stored_jobs
from ccwatch.error_reports import report_of
from ccwatch.ipc.handover import Handover, Wish, leave, taken_from
from ccwatch.log import log_to_file, set_level
from ccwatch.resource_files import resource_path
from ccwatch.stand_in import StandIn
from ccwatch.stand_in.service import how_to_watch
from ccwatch.system.autostart.macos import LaunchAgent
from ccwatch.system.autostart.protocol import State
from ccwatch.system.autostart.windows import NAME, RUN, RunKey
from ccwatch.system.autostart.xdg import XdgAutostart
from ccwatch.system.files import write_for_others
from ccwatch.system.menu_entry import MenuEntry
from tests.exits.drivers import covers
from tests.exits.test_terminal_exits import told_of
from tests.hostile_texts import hostile_texts, nameable, sample, storable
from tests.system.autostart.test_windows import FakeRegistry
from tests.terminal.hostile import steering

DEVICES = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?")
RECORD = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ [\w.]+: ")


@covers("intents/export writing", "system/files file")
def test_a_suggested_name_is_a_plain_file_of_the_chosen_folder(tmp_path: Path) -> None:
    for text in hostile_texts():
        for name in (file_name(text, ".csv", text), file_name("", ".csv", text)):
            assert PurePosixPath(name).name == name == PureWindowsPath(name).name
            assert name.isprintable()
            assert not set(name) & set('<>:"/\\|?*')
            assert not name.startswith((".", "-", "~", " "))
            assert name.endswith(".csv")
            assert not name.removesuffix(".csv").endswith((".", " "))
            assert not DEVICES.fullmatch(name)
            assert len(name.encode()) <= 255
    for text in sample(3):
        write_for_others(tmp_path / file_name(text, ".csv", "a-1"), b"x")
    assert all(it.is_file() for it in tmp_path.iterdir())


@covers("intents/export writing")
def test_no_cell_of_a_table_is_a_formula_however_it_is_split() -> None:
    for text in hostile_texts():
        seen = Observation(1.0, Progress(5.0, text, text))
        table = as_csv(Record(told_of(text[:5000])[2:], (seen,))).decode("utf-8-sig")
        assert not steering(table.replace("\r\n", "\n"))
        rows = list(csv.reader(io.StringIO(table, newline="")))
        assert {len(row) for row in rows} == {6}
        assert table.count("\r\n") == len(rows)
        for separator in ",;\t|\n":
            for line in table.splitlines():
                parts = (part.strip(' "\u00a0\ufeff\u200b') for part in line.split(separator))
                assert not [it for it in parts if it.startswith(tuple("=+-@＝＋－＠"))]  # noqa: RUF001


@covers(
    "disk/job_rows statement",
    "disk/past_rows statement",
    "disk/reading statement",
)
def test_the_journal_gives_back_what_it_was_given(tmp_path: Path) -> None:
    path = tmp_path / "jobs.db"
    texts = [storable(text) for text in hostile_texts()]
    with closing(Journal(path)) as journal:
        before = _schema(journal)
        for n, text in enumerate(texts):
            events = told_of(text[:3000], JobId(f"job-{n}"))
            journal.record([events[0], events[1], events[3]])
        for text in sample(3):
            journal.record([Added(JobId(f"{storable(text)}-id"), 9.0, Service.MODELING)])
        assert _schema(journal) == before
    jobs = {job.id: job for job in stored_jobs(path)}
    for n, text in enumerate(texts):
        job = jobs[JobId(f"job-{n}")]
        assert job.alias == text[:3000]
        assert job.details
        assert job.details.errors[0].message == text[:3000]
        assert job.step == text[:3000]
    assert all(re.fullmatch(r"[\w-]{1,128}", job, re.ASCII) for job in jobs)


def _schema(journal: Journal) -> list[object]:
    query = "SELECT type, name, sql FROM sqlite_schema ORDER BY name"
    return journal._connection.execute(query).fetchall()


@covers("disk/settings_file writing", "disk/settings_exchange writing", "disk/window_file writing")
def test_a_setting_is_refused_or_kept_as_it_is(tmp_path: Path) -> None:
    names = [it.name for it in fields(Settings) if it.type in ("str", str)]
    assert len(names) > 8
    kept, path = 0, tmp_path / "settings.json"
    for text in hostile_texts():
        for name in names:
            settings, refused = with_values(Settings(), {name: text})
            assert not steering("".join(map(str, refused.values())))
            value = getattr(settings, name)
            assert value.isascii()
            assert value.isprintable()
            kept += value != getattr(Settings(), name)
            if kept % 20 == 1:
                settings_file.save(path, settings)
                assert settings_file.load(path)[0] == settings
                settings_exchange.write(path, {name: value})
                assert settings_exchange.read(path) == {name: value}
    assert kept > 100
    for text in sample(3):
        left = WindowState(offered=text[:999], sort=text[:999])
        window_file.save(path, left)
        assert window_file.load(path) == left
        assert len(path.read_bytes().splitlines()) == 1


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    root, ours = logging.getLogger(), logging.getLogger("ccwatch")
    before, level = list(root.handlers), ours.level
    log_to_file(tmp_path / "ccwatch.log")
    set_level("normal")
    yield tmp_path / "ccwatch.log"
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    ours.setLevel(level)


@covers("cloud/token_file writing")
def test_a_kept_sign_in_comes_back_as_it_was(tmp_path: Path) -> None:
    for text in hostile_texts()[::20]:
        kept = json.dumps({"username": text})
        cache = TokenCache(tmp_path, ("https://ims.example.org", "client"), KeepSignIn.FILE)
        cache.save(kept)
        assert cache.fault is None
        assert (
            TokenCache(tmp_path, ("https://ims.example.org", "client"), KeepSignIn.FILE).load()
            == kept
        )
    assert {it.name for it in tmp_path.iterdir()} <= {"tokens", "lock"}


@covers("cloud/last_user writing")
def test_a_person_is_remembered_by_a_mark_and_not_by_a_name(tmp_path: Path) -> None:
    for text in hostile_texts()[::20]:
        last_user = LastUser(tmp_path / "person")
        last_user.remember(text)
        assert not last_user.remember(text)
        assert last_user.remember(f"{text}.")
        assert len((tmp_path / "person").read_bytes()) < 200


@covers("log log")
def test_no_text_in_a_log_passes_for_a_record(log_file: Path) -> None:
    log, records = logging.getLogger("ccwatch.hostile"), 0
    for text in hostile_texts()[::7]:
        log.warning("%s", text[:500])
        log.error(text[:500].replace("%", "%%"))
        try:
            raise ValueError(text[:500])
        except ValueError:
            log.exception("broke")
        records += 3
    lines = log_file.read_text("utf-8").split("\n")[:-1]
    assert not steering("".join(lines))
    begins = [line for line in lines if not line.startswith("    ")]
    assert len(begins) == records
    assert all(RECORD.match(line) for line in begins)


def test_a_report_is_plain() -> None:
    for text in hostile_texts()[::5]:
        assert not steering(report_of(text))


@covers("system/autostart/start_file writing")
def test_a_desktop_entry_starts_the_program_and_nothing_else(tmp_path: Path) -> None:
    start = XdgAutostart({}, tmp_path)
    for text in hostile_texts()[::4]:
        command = (f"/opt/{nameable(text)}/ccwatch", "--hidden")
        start.switch_on(command)
        assert start.state(command) is State.ON
        content = (tmp_path / ".config/autostart/ccwatch.desktop").read_bytes()
        entries = _entries(content.decode("utf-8", "surrogateescape"))
        assert list(entries) == [
            "Type", "Name", "Exec", "TryExec", "Icon", "Terminal", "StartupNotify",
        ]  # fmt: skip
        assert _arguments(entries["Exec"]) == list(command)
        assert _unescaped(entries["TryExec"]) == command[0]


@covers("system/menu_entry writing")
def test_a_menu_entry_starts_the_program_and_nothing_else(tmp_path: Path) -> None:
    entry = MenuEntry({"XDG_DATA_DIRS": "/nonexistent"}, tmp_path)
    packaged = resource_path("ccwatch.desktop").read_text("utf-8").split("\n")
    for text in hostile_texts()[::4]:
        path = f"/opt/{nameable(text)}/ccwatch"
        entry.add([path])
        lines = entry.file.read_bytes().decode("utf-8", "surrogateescape").split("\n")
        assert len(lines) == len(packaged) + 1
        kept = [line for line in lines if line in packaged]
        added = [line for line in lines if line not in packaged]
        assert len(kept) == len(packaged) - 3
        start, attempt, ours, demo = added
        assert _arguments(start.removeprefix("Exec=").removesuffix(" %u")) == [path]
        assert _unescaped(attempt.removeprefix("TryExec=")) == path
        assert ours == "X-ccwatch-Integrated=true"
        assert _arguments(demo.removeprefix("Exec=").removesuffix(" --demo")) == [path]


def _entries(content: str) -> dict[str, str]:
    """Return the entries by the specification's rules: only \\n ends a line."""
    head, *lines = content.split("\n")
    assert head == "[Desktop Entry]"
    assert lines.pop() == ""
    return dict(line.split("=", 1) for line in lines)


def _unescaped(value: str) -> str:
    plain = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
    return re.sub(r"\\(.)", lambda it: plain[it[1]], value)


def _arguments(value: str) -> list[str]:
    found = re.findall(r'"((?:[^"\\`$]|\\["\\`$])*)"(?: |$)', _unescaped(value))
    quoted = " ".join(f'"{it}"' for it in found)
    assert quoted == _unescaped(value)
    assert not re.search("%[^%]", value.replace("%%", ""))
    return [re.sub(r"\\(.)", r"\1", it).replace("%%", "%") for it in found]


@covers("system/autostart/start_file writing", "system/autostart/macos property list")
def test_a_launch_agent_starts_the_program_and_nothing_else(tmp_path: Path) -> None:
    start = LaunchAgent(tmp_path)
    for text in hostile_texts()[::4]:
        command = (f"/Applications/{storable(text)}/ccwatch", "--hidden")
        start.switch_on(command)
        assert start.state(command) is State.ON
        (file,) = (tmp_path / "Library/LaunchAgents").iterdir()
        agent = plistlib.loads(file.read_bytes())
        assert agent["ProgramArguments"] == list(command)
        assert len(agent) == 5


@covers("system/autostart/windows command line", "system/autostart/windows registry")
def test_the_run_key_starts_the_program_and_nothing_else() -> None:
    registry = FakeRegistry()
    start, kept = RunKey(registry), 0
    for text in hostile_texts():
        # without characters that Windows forbids in names
        name = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", storable(text))
        command = (f"C:\\Programs\\{name}\\ccwatch.exe", "--hidden")
        try:
            start.switch_on(command)
        except StorageFault:
            continue
        kept += 1
        assert _windows_arguments(registry.keys[RUN][NAME]) == list(command)
        assert list(registry.keys[RUN]) == [NAME]
    assert kept > 1000


def _windows_arguments(line: str) -> list[str]:
    """Return the arguments as CommandLineToArgvW splits a line without inner quotes."""
    found = re.findall(r'"([^"]*)"|([^ \t"]+)', line)
    return ["".join(each) for each in found]


@covers("stand_in/service command line", "disk/home_access command line")
def test_a_line_for_a_shell_holds_a_text_as_one_word() -> None:
    for text in hostile_texts():
        line = how_to_watch("http://127.0.0.1:1", text, "ID", "linux")
        words = shlex.split(line)
        assert words[1] == f"CCWATCH_ACCESS_TOKEN={text}"
        assert words[2:] == ["ccwatch", "watch", "ID"]
        line = how_to_watch("http://127.0.0.1:1", text, "ID", "win32")
        rest = line.removeprefix("$env:CCWATCH_API_URL = 'http://127.0.0.1:1'; ")
        quoted = rest.removeprefix("$env:CCWATCH_ACCESS_TOKEN = ")
        mark = "['\u2018-\u201b]"
        word = re.match(f"'((?:[^'\u2018-\u201b]|{mark}{mark})*)'; ", quoted)
        assert word
        assert re.sub(f"({mark}){mark}", r"\1", word[1]) == text
        assert quoted[word.end() :] == "ccwatch watch ID"
        path = Path("/home") / nameable(text)
        assert shlex.split(privacy_command(path, "linux")) == ["chmod", "go-w", str(path)]


@covers("stand_in/service file")
def test_a_request_is_one_line_of_the_stand_ins_log() -> None:
    log = io.StringIO()
    stand_in = StandIn(lambda: 0.0, log=log, samples=False)
    for text in hostile_texts()[::4]:
        stand_in._answer("GET", f"/{text[:2000]}", {}, b"", lambda _: True)
    lines = log.getvalue().split("\n")[:-1]
    assert len(lines) == len(hostile_texts()[::4])
    assert all(line.isascii() and line.isprintable() and json.loads(line) for line in lines)


@covers("ipc/handover writing")
def test_what_is_handed_over_comes_back_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "handover.json"
    for hostile in filter(None, hostile_texts()[::20]):
        text = json.loads(json.dumps(hostile))  # which joins halves of a character
        left = Handover(Wish(text, (text,), (text, text)), chosen=text)
        leave(file, left)
        assert taken_from(file) == left
