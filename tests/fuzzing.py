"""Fuzzing: mutated seeds, and the invariants that hold for any input.

`python -m tests.fuzzing [--runs N] [--seed S] [TARGET…]`; a finding is printed as a Python literal,
which can be passed to the target again. `tests.guided_fuzzing` chooses inputs by coverage.
"""

import argparse
import json
import logging
import math
import random
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ccwatch.core.budget import Budget
from ccwatch.core.errors import JobRefused, ServiceError, StorageFault
from ccwatch.core.events import Added, Ended, Moved
from ccwatch.core.history_table import as_csv
from ccwatch.core.job import Details, Job, JobId, Outcome, Progress, Remark, Service, is_job_id
from ccwatch.core.job_refs import MOST_JOBS, MOST_REFUSED, read_job, read_jobs
from ccwatch.core.job_replies import MOST_REMARKS
from ccwatch.core.job_words import LONGEST_NAME, job_name, state_word, step_word
from ccwatch.core.json_text import LONGEST_TEXT
from ccwatch.core.members import LARGEST_NUMBER
from ccwatch.core.notice import notice_for
from ccwatch.core.reply import Reply
from ccwatch.core.service_replies import (
    parse_job,
    parse_jobs,
    parse_messages,
    parse_progress,
)
from ccwatch.core.settings import Settings, with_value
from ccwatch.disk import settings_file
from ccwatch.disk.event_json import event_from_json
from ccwatch.disk.journal import Journal
from ccwatch.disk.reading import stored_jobs
from ccwatch.disk.value_json import from_json
from ccwatch.intents.jobs import JobIntents
from ccwatch.intents.remote import RequestHandler
from ccwatch.ipc.messages import (
    AccountResult,
    AccountState,
    Reason,
    Refused,
    SignInKind,
    decode_reply,
)
from ccwatch.ipc.server import answered
from ccwatch.ui.store import JobStore
from ccwatch.watching.watcher import Watcher
from tests.fakes import FakeClient, StoppedClock

TOKENS = (
    b"NaN", b"1e999", b"-0", b"9" * 400, b"null", b"true", b"[" * 300, b'{"a":' * 100, b"\\ud800",
    b"\\u202e", "\u202e".encode(), b"\x00", b"\xff\xfe", b"<b>", b"%1%99", b"://", b"/jobs/",
    b"ccwatch://job/", b'"', b"\\", b"\n", b"percentage", b"jobProgress", b"2020-13-99T99:99:99Z",
)  # fmt: skip

HOSTILE: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, 10**400, math.nan, math.inf, "", "x" * 5000, "\u202e<b>x</b>",
    "NaN", "https://example.org/jobs/z", [], {}, [[[]]], {"a": None}, ["a", 1], "\x00", "9999-99",
)  # fmt: skip


def mutated(chance: random.Random, seeds: list[bytes]) -> bytes:
    """Return a mutated seed: its values, its bytes, or both."""
    data = bytearray(chance.choice(seeds))
    if data[:1] == b"{" and chance.random() < 0.7:
        data[:] = json.dumps(_replaced(chance, json.loads(data))).encode()
        if chance.random() < 0.7:
            return bytes(data)
    for _ in range(chance.randint(0, 5)):
        at = chance.randint(0, len(data))
        match chance.randrange(6):
            case 0 if data:
                data[at % len(data)] = chance.randrange(256)
            case 1:
                data[at:at] = chance.choice(TOKENS)
            case 2:
                del data[at : at + chance.randint(1, 40)]
            case 3:
                data[at:at] = data[: chance.randint(0, 60)]
            case 4:
                other = chance.choice(seeds)
                start = chance.randint(0, len(other))
                data[at:at] = other[start : start + chance.randint(0, 80)]
            case _:
                data[at : at + 8] = chance.choice(TOKENS)
    return bytes(data)


def _replaced(chance: random.Random, value: Any) -> Any:
    """Return a JSON value with some of its parts replaced by hostile ones."""
    if chance.random() < 0.15:
        return chance.choice(HOSTILE)
    if isinstance(value, dict):
        pairs = {name: _replaced(chance, part) for name, part in value.items()}
        return {name: part for name, part in pairs.items() if chance.random() > 0.05}
    if isinstance(value, list):
        return [_replaced(chance, part) for part in value] * chance.choice([1, 1, 1, 0, 40])
    return value


def reply(data: bytes) -> None:
    """A reply of the service gives values within bounds, or a ServiceError."""
    status = (200, 200, 200, 401, 404, 429, 500)[len(data) % 7]
    for parse in (parse_progress, parse_job, parse_jobs, parse_messages):
        try:
            found = parse(Reply(status, {}, data))
        except ServiceError as error:
            assert error.message.isprintable()
            continue
        match found:
            case Progress(percentage=percentage):
                assert percentage is None or (
                    math.isfinite(percentage) and abs(percentage) <= LARGEST_NUMBER
                )
                _speak(Job(JobId("a"), progress=found))
            case Details():
                assert len(found.errors) <= MOST_REMARKS
                _speak(Job(JobId("a"), details=found))


def _speak(job: Job) -> None:
    """Texts about a job are short, printable lines."""
    for text in (job_name(job), state_word(job), step_word(job.step)):
        assert text.isprintable()
        assert 0 < len(text) <= LONGEST_NAME + 1
    assert all(len(text) <= LONGEST_TEXT for text in (job.name, job.step or ""))
    reasons = job.details.errors if job.details else ()
    notice = notice_for(Ended(job.id, 0.0, Outcome.FAILED, reasons=reasons), job, Settings(), 1)
    assert notice is not None
    assert notice.title.isprintable()
    assert all(line.isprintable() for line in notice.body.splitlines())
    (notice.title + notice.body).encode()


def intake(data: bytes) -> None:
    """A text gives valid IDs and bounded remarks."""
    text = data.decode("utf-8", "replace")
    found = read_jobs(text)
    assert len(found.jobs) <= MOST_JOBS
    assert len(found.refused) <= MOST_REFUSED + 1
    assert all(is_job_id(ref.id) for ref in found.jobs)
    try:
        assert is_job_id(read_job(text).id)
    except JobRefused as error:
        assert len(str(error)) < 400


def settings(data: bytes) -> None:
    """A settings file gives valid settings; a broken one is kept."""
    with TemporaryDirectory(dir=_MEMORY) as folder:
        path = Path(folder) / "settings.json"
        path.write_bytes(data)
        found, _ = settings_file.load(path)
        for name in Settings.__dataclass_fields__:
            assert with_value(Settings(), name, getattr(found, name))
        assert any(file.read_bytes() == data for file in Path(folder).iterdir()), "it is lost"


def store(data: bytes) -> None:
    """A corrupted journal is opened, or set aside, and works."""
    with TemporaryDirectory(dir=_MEMORY) as folder:
        path = Path(folder) / "db"
        content = bytearray(_journal())
        at = int.from_bytes(data[:3], "big") % len(content)
        content[at : at + len(data)] = data
        path.write_bytes(content)
        with suppress(StorageFault):
            stored_jobs(path)
        with closing(Journal(path)) as journal:
            for job in journal.load():
                _speak(job)
                journal.past(job.id)
                as_csv(journal.record_of(job.id))
            journal.pending_notices()
            journal.notices(500)


def channel(data: bytes) -> None:
    """Channel input is answered; it adds nothing but IDs, and links only ask."""
    store = JobStore()
    nobody: Any = _Nobody()
    watcher = Watcher(FakeClient(), StoppedClock(), store.apply, Budget())
    jobs = JobIntents(watcher, store, nobody, lambda: 0.0)
    remote = RequestHandler(
        jobs,
        nobody,
        nobody,
        store,
        lambda: 0.0,
        requests=lambda: (0, 1),
        show_wall=lambda: None,
        do=lambda act, _: act(),
        quit=dict,
        look_at_settings=dict,
    )
    reply = decode_reply(answered(data, remote.answer))
    assert not isinstance(reply, Refused) or reply.reason is not Reason.FAILED
    assert len(store.jobs) <= MOST_JOBS
    assert all(is_job_id(job) for job in store.jobs)
    with suppress(ValueError, RecursionError, AttributeError):
        assert not store.jobs or json.loads(data).get("do") == "add-jobs"


class _Nobody:
    """A window and an account that accept everything."""

    state = AccountState(SignInKind.NONE)

    def sign_in(self) -> AccountResult:
        return AccountResult.NOT_SET_UP

    sign_out = sign_in

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None


def event(data: bytes) -> None:
    """An event of the history is read, or raises ValueError."""
    text = data.decode("utf-8", "replace")
    for kind in ("Ended", "Added", "Moved", "Limited", "Nothing"):
        try:
            event_from_json(kind, text)
            from_json(Progress, text)
        except ValueError:
            continue


def _journal() -> bytes:
    if not _SOUND:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "db"
            with closing(Journal(path)) as journal:
                for name in map(JobId, "abc"):
                    seen = Progress(40.0, "Active", "Run")
                    reason = Remark("E1", "No overlap", "IMG_1.jpg")
                    journal.record(
                        [Added(name, 0.0, Service.MODELING), Moved(name, 1.0, seen, None)]
                    )
                    journal.record([Ended(name, 2.0, Outcome.FAILED, reasons=(reason,))])
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("PRAGMA journal_mode = DELETE")
            _SOUND.append(path.read_bytes())
    return _SOUND[0]


_SOUND: list[bytes] = []
_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
TARGETS: dict[str, Callable[[bytes], None]] = {
    "reply": reply,
    "intake": intake,
    "event": event,
    "channel": channel,
    "settings": settings,
    "store": store,
}
_SEEDS = {
    "intake": (
        "https://example.org/x/jobs/5d0c7b52-0001-4000-8000-00000000000a?y=1\nabc-1, d_2",
        "ccwatch://job/a-1",
        "5d0c7b52-0001-4000-8000-00000000000a",
        "Job\t5d0c7b52-0001-4000-8000-00000000000b is done, see <https://example.org/jobs/z>.",
    ),
    "event": (
        '{"job":"a","at":1.0,"outcome":"failed","ended":null,"percentage":4,"reasons":[]}',
        '{"job":"a","at":1.0,"progress":{"percentage":4,"state":"Active","step":null},"was":3.5}',
        '{"job":"a","at":1.0,"service":"contextcapture","alias":"Bridge"}',
        '{"at":1.0,"until":9,"trouble":{"title":"T","message":"M","advice":""}}',
    ),
    "channel": (
        '{"version": 2, "do": "add-jobs", "jobs": [{"id": "abc-1", "service": null}]}\n',
        '{"version": 2, "do": "offer-jobs", "jobs": [{"id": "a", "service": "contextcapture"}]}\n',
        '{"version": 2, "do": "remove-jobs", "jobs": [{"id": "a", "service": null}]}\n',
        '{"version": 2, "do": "report-status"}\n',
        '{"version": 2, "do": "raise"}\n',
        '{"version": 2, "do": "start-sign-in"}\n',
        '{"version": 2, "do": "forget-sign-in"}\n',
        '{"do": "status"}\n',
    ),
    "settings": (
        '{"theme": "dark", "quiet": true, "requests_per_minute": 50, "proxy": ""}',
        '{"quiet_from": "22:00", "api_url": "https://api.example.org", "client_id": "native-1"}',
        '{"redirect_ports": "47631, 47632", "notify_progress_every": 10, "scopes": "a b"}',
    ),
}
# Per hundred inputs; those that write files take longer.
SHARES = {"reply": 35, "intake": 30, "event": 18, "channel": 10, "settings": 6, "store": 1}


def seeds(name: str) -> list[bytes]:
    """Return valid inputs of the target."""
    if name in ("reply", "store"):
        replies = Path(__file__).parent / "replies"
        return [json.dumps(_body(file)).encode() for file in sorted(replies.glob("*.json"))]
    return [text.encode() for text in _SEEDS[name]]


def _body(file: Path) -> object:
    recorded = json.loads(file.read_text("utf-8"))
    return recorded.get("body", recorded)


def fuzz(
    target: Callable[[bytes], None], known: list[bytes], runs: int, seed: int
) -> list[tuple[bytes, Exception]]:
    """Run the target on that many inputs mutated from seeds; return up to five that broke it."""
    chance = random.Random(seed)
    found: list[tuple[bytes, Exception]] = []
    for _ in range(runs):
        data = mutated(chance, known)
        try:
            target(data)
        except Exception as error:
            found.append((data, error))
            if len(found) == 5:
                break
    return found


def main() -> int:
    """Fuzz the targets; return 1 when something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100_000, help="inputs, shared out")
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], metavar="TARGET")
    options = parser.parse_args()
    logging.disable()  # refusals are logged
    code = 0
    print(f"seed {options.seed}")
    targets = options.targets or TARGETS
    for name in targets:
        runs = options.runs * SHARES[name] // sum(SHARES[each] for each in targets)
        began = time.perf_counter()
        findings = fuzz(TARGETS[name], seeds(name), runs, options.seed)
        seconds = time.perf_counter() - began
        print(f"{name}: {runs:,} inputs, {runs / seconds:,.0f} a second, "
              f"{len(findings)} findings", flush=True)  # fmt: skip
        for data, error in findings:
            code = 1
            print(f"  {type(error).__name__}: {error}\n  {data!r}")
    return code


if __name__ == "__main__":
    sys.exit(main())
