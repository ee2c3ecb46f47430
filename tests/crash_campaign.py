"""The crash campaign: the real program through scripted days, killed at seeded moments.

Jobs are submitted, run, and end on the stand-in; a day of theirs takes a few minutes. The program
is killed with SIGKILL again and again, at any moment of its life, and restarted on the same
desktop, with a real notification daemon. Afterwards the results are compared with the plans of the
jobs, the stand-in's request log, and the notifications sent to the daemon.

`python -m tests.crash_campaign [--kills N] [--days D] [--seed S]` (Linux)
"""

import argparse
import html
import json
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any

from ccwatch.clock import SystemClock
from ccwatch.core.job import Outcome
from ccwatch.core.job_words import step_word
from ccwatch.disk.reading import open_to_read, stored_jobs
from ccwatch.stand_in import StandIn
from ccwatch.stand_in.plan import Plan, Step, state_at
from tests.notification_daemon import Notification
from tests.virtual_desktop import Desktop, wait_until

SPEED = 600.0
DAY = 86_400.0
JOBS = 24
TOKEN = "let-me-in"
STEPS = ("Prepare_Production", "Run_Production", "Convert_Files")
ENDS = {Outcome.SUCCEEDED: "Finished", Outcome.FAILED: "Failed", Outcome.CANCELLED: "Cancelled"}
# Real seconds: too short to show anything, and long enough to.
LIVES = ((0.2, 3.0), (4.0, 12.0))
# Changes that a killed program had seen for less time may be lost in flight.
IN_FLIGHT = 0.5
# The time between showing a notification and recording it, in the program and in the daemon.
SHOWING = 2.0
_MORE = re.compile("^and ([0-9,]+) more$")


class DayClock(SystemClock):
    """The clock of a day, which never stops; `start` is real UTC seconds."""

    def __init__(self, start: float) -> None:
        super().__init__(SPEED)
        self._began = start

    def now(self) -> float:
        return self._began + (time.time() - self._began) * SPEED

    def steady(self) -> float:
        return self.now()

    def real(self, time: float) -> float:
        """Return the real UTC seconds of a time in the day."""
        return self._began + (time - self._began) / SPEED


@dataclass
class Account:
    """The totals of the days."""

    kills: int = 0
    jobs: int = 0
    changes: int = 0
    lost: list[str] = field(default_factory=list)
    unnoticed: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    twice_while_showing: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Account") -> None:
        """Add another day."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def passed(self) -> bool:
        """Return whether all guarantees held."""
        return not (self.lost or self.unnoticed or self.twice or self.wrong)


@dataclass
class _Job:
    id: str
    name: str
    submitted: float
    plan: Plan

    def step(self, at: float) -> str:
        """Return the step at a time of the day, as the service reports it."""
        return state_at(self.plan, at - self.submitted).step


class Day:
    """One scripted day of the program; `length` is in the day's own seconds."""

    def __init__(self, seed: int, kills: int, jobs: int = JOBS, length: float = DAY) -> None:
        self._chance = random.Random(seed)
        self._kills = kills
        self._jobs = jobs
        self._length = length
        self._lives: list[tuple[float, float]] = []
        self._added: list[_Job] = []
        self.account = Account()

    def run(self) -> Account:
        """Run the day and return its results."""
        with Desktop(seconds_shown=1) as desktop:
            start = time.time()
            clock = DayClock(start)
            service = StandIn(clock.now, accepts=TOKEN.__eq__, samples=False, wall=time.time)
            service.start()
            self._home = desktop.folder / "home-of-ccwatch"
            self._env = {
                "PYTHONPATH": ":".join(path for path in sys.path if path),
                "CCWATCH_HOME": str(self._home),
                "CCWATCH_API_URL": service.url,
                "CCWATCH_ACCESS_TOKEN": TOKEN,
            }
            try:
                with ThreadPoolExecutor(1) as adding:
                    added = adding.submit(self._add_jobs, desktop, service, clock)
                    self._live_and_die(desktop, start)
                    added.result()
                self._settle(desktop, clock)
                self._draw_up(desktop, service, clock)
            finally:
                service.stop()
        return self.account

    def _add_jobs(self, desktop: Desktop, service: StandIn, clock: DayClock) -> None:
        """Submit a job now and then, and add it, whether or not the program is running."""
        start = clock.now()
        for number in range(self._jobs):
            until = start + (number + self._chance.random()) * self._length * 0.8 / self._jobs
            time.sleep(max((until - clock.now()) / SPEED, 0.0))
            seconds = [self._chance.uniform(1200, 3600) for _ in STEPS]
            share = 100 / len(STEPS)
            steps = tuple(Step(step, s, share) for step, s in zip(STEPS, seconds, strict=True))
            end = self._chance.choice(list(ENDS))
            job = _Job(
                f"job-{number:02}", f"Survey {number:02}", clock.now(), Plan(600, steps, end=end)
            )
            service.add_job(job.id, job.plan, name=job.name, submitted=job.submitted)
            command = [sys.executable, "-m", "ccwatch", "add", job.id]
            for _ in range(20):
                done = subprocess.run(
                    command, env=desktop.env | self._env, capture_output=True, check=False
                )
                if done.returncode == 0:
                    self._added.append(job)
                    break

    def _live_and_die(self, desktop: Desktop, start: float) -> None:
        ends_at = start + self._length / SPEED
        while len(self._lives) < self._kills or time.time() < ends_at:
            began = time.time()
            program = self._start(desktop, start)
            time.sleep(self._chance.uniform(*self._chance.choice(LIVES)))
            if program.poll() is not None:
                self.account.wrong.append(f"a start ended with {program.returncode}")
            program.send_signal(signal.SIGKILL)
            program.wait()
            self._lives.append((began, time.time()))
        self.account.kills = len(self._lives)

    def _start(self, desktop: Desktop, start: float) -> subprocess.Popen[bytes]:
        module = ("-m", "tests.crash_campaign", "--program", str(start))
        return desktop.start(sys.executable, *module, env=self._env)

    def _settle(self, desktop: Desktop, clock: DayClock) -> None:
        """Run the program until every job has ended and been reported; then let it quit."""
        began = time.time()
        program = self._start(desktop, clock._began)
        ends = {job.id for job in self._added}

        def told() -> bool:
            jobs = stored_jobs(self._home / "ccwatch.db")
            return {job.id for job in jobs if job.outcome} >= ends

        wait_until(told, "the ends of all jobs", 60)
        time.sleep(14)  # time for merged notifications to be shown
        program.send_signal(signal.SIGTERM)
        if program.wait(10):
            self.account.wrong.append("the program did not quit well")
        self._lives.append((began, time.time()))

    def _draw_up(self, desktop: Desktop, service: StandIn, clock: DayClock) -> None:
        account = self.account
        account.jobs = len(self._added)
        kept = {str(job.id): job for job in stored_jobs(self._home / "ccwatch.db")}
        account.lost = [job.id for job in self._added if job.id not in kept]
        told = self._told(desktop, clock)
        for job in self._added:
            wanted = [*self._noticeable_steps(job, service, clock), ENDS[job.plan.end]]
            account.changes += len(wanted)
            # The first step begins with the job's start, and has no line of its own.
            same = {step_word(STEPS[0]): "Started"}
            for what in wanted:
                lines = {(job.id, what), (job.id, same.get(what, what))}
                if not lines & told:
                    account.unnoticed.append(f"{job.name}: {what}")
            if job.id in kept and kept[job.id].outcome is not job.plan.end:
                account.wrong.append(f"{job.name} ended as {kept[job.id].outcome}")
        for (name, what), times in self._shown(desktop).items():
            for early, _ in pairwise(times):
                killed = any(0 <= end - early <= SHOWING for _, end in self._lives)
                into = account.twice_while_showing if killed else account.twice
                into.append(f"{name}: {what}")
        log = self._home / "logs" / "ccwatch.log"
        bad = [line for line in log.read_text("utf-8").splitlines() if _is_bad(line)]
        account.wrong += bad[:5]
        account.wrong += [file.name for file in self._home.glob("*.broken-*")]

    def _told(self, desktop: Desktop, clock: DayClock) -> set[tuple[str, str]]:
        """Return which changes of which jobs were shown: named, or counted with others.

        The journal says what went into one notification, and when. The daemon confirms it: at that
        time it must have received a notification with that many changes, including the named ones.
        """
        with closing(open_to_read(self._home / "ccwatch.db")) as connection:
            rows = connection.execute("SELECT fields, shown FROM notices ORDER BY number")
            notices = [(json.loads(fields), shown) for fields, shown in rows]
        told: set[tuple[str, str]] = set()
        for shown, together in groupby(notices, lambda notice: notice[1]):
            changes = [fields for fields, _ in together]
            if shown is None:
                self.account.wrong.append(f"never shown: {changes[0]['title']}")
                continue
            at, lines = clock.real(shown), _lines_of(changes)
            if any(_tells(each, lines, at) for each in desktop.notifications()):
                told.update((fields["job"], _what(_event(fields["body"]))) for fields in changes)
            else:
                self.account.wrong.append(f"not seen: {[fields['title'] for fields in changes]}")
        return told

    def _shown(self, desktop: Desktop) -> dict[tuple[str, str], list[float]]:
        """Return when each change of each job was named on the screen."""
        found: dict[tuple[str, str], list[float]] = {}
        for each in desktop.notifications():
            body = html.unescape(each.body)
            told = [line.partition(" — ")[::2] for line in body.splitlines() if " — " in line]
            for name, event in told or [(each.title, _event(body))]:
                if name.startswith("Survey"):
                    found.setdefault((name, _what(event)), []).append(each.at)
        return found

    def _noticeable_steps(self, job: _Job, service: StandIn, clock: DayClock) -> list[str]:
        """Return the steps that one run of the program saw, and had time to report.

        The first observation that was kept is not a change. A step is reported alone, or in the
        same notification as a later one or an end: so only a step that lasted counts.
        """
        path = f"/jobs/{job.id}/progress"
        seen = [
            request.at
            for request in service.requests
            if request.status == 200 and request.path.endswith(path)
        ]
        runs = groupby(seen, lambda at: job.step(self._day_time(clock, at)))
        steps, is_known = [], False
        for step, group in runs:
            times = list(group)
            if is_known and step and self._could_tell(times):
                steps.append(step_word(step))
            is_known = is_known or any(self._lived_on(at) > IN_FLIGHT for at in times)
        return steps

    def _could_tell(self, times: list[float]) -> bool:
        """Return whether one run saw the step and could show it before the next one came."""
        return any(
            self._lived_on(at) > IN_FLIGHT + SHOWING and times[-1] - at > SHOWING for at in times
        )

    def _lived_on(self, at: float) -> float:
        """Return for how many seconds the program lived on after a reply at this time."""
        return max((end - at for began, end in self._lives if began <= at <= end), default=0.0)

    @staticmethod
    def _day_time(clock: DayClock, at: float) -> float:
        return clock._began + (at - clock._began) * SPEED


def _event(body: str) -> str:
    """Return the line of a notification that says what happened."""
    return body.partition("\n")[0]


def _what(event: str) -> str:
    """Return what happened, without the percentage and the reason."""
    return event.split(" at ")[0].split(" · ")[0].split(".")[0]


def _lines_of(changes: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return the job's name and the event in each required line of a notification.

    A step has no line of its own beside another change of its job, except an earlier step.
    """
    return [
        (change["title"], _event(change["body"]))
        for number, change in enumerate(changes)
        if change["kind"] != "step"
        or not any(
            other["job"] == change["job"] and (other["kind"] != "step" or later > number)
            for later, other in enumerate(changes)
            if later != number
        )
    ]


def _tells(notification: Notification, lines: list[tuple[str, str]], shown: float) -> bool:
    """Return whether the notification was sent by then, with exactly as many changes as lines."""
    if not -0.5 <= shown - notification.at <= SHOWING + 1:
        return False
    body = html.unescape(notification.body)
    if len(lines) == 1:
        return (notification.title, _event(body)) == lines[0]
    of_one = len({name for name, _ in lines}) == 1
    starts = [event if of_one else f"{name} — {event}" for name, event in lines]
    named = body.splitlines()
    more = _MORE.match(named[-1]) if named else None
    count = len(named) - 1 + int(more[1].replace(",", "")) if more else len(named)
    of_them = [any(line.startswith(start) for start in starts) for line in named[:4]]
    return count == len(lines) and all(of_them)


def _is_bad(line: str) -> bool:
    return any(word in line for word in (" ERROR ", " CRITICAL ", "Traceback"))


def run_days(seed: int, kills: int, days: int, at_once: int = 1) -> Account:
    """Run that many days, with the kills divided among them; return the totals."""
    account = Account()
    with ThreadPoolExecutor(at_once) as pool:
        for day in pool.map(lambda n: Day(seed + n, -(-kills // days)).run(), range(days)):
            account.add(day)
    return account


def run_program(start: float) -> int:
    """Run the program, on the day's clock."""
    from ccwatch.desktop.start import run_desktop

    return run_desktop(
        argparse.Namespace(demo=False, hidden=False, wall=False, jobs=[]), DayClock(start)
    )


def main() -> int:
    """Run the campaign and print the totals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--days", type=int, default=5)
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--program", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.program:
        return run_program(options.program)
    account = run_days(options.seed, options.kills, options.days, options.at_once)
    print(f"seed {options.seed}, {options.days} days of {JOBS} jobs")
    for name in account.__dataclass_fields__:
        found = getattr(account, name)
        count = found if isinstance(found, int) else len(found)
        examples = "" if isinstance(found, int) else f"  {dict(Counter(found).most_common(5))}"
        print(f"{name.replace('_', ' ')}: {count}{examples if count else ''}")
    return 0 if account.passed() else 1


if __name__ == "__main__":
    sys.exit(main())
