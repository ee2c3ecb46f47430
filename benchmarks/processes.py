"""The cost of a process on Linux: processor time, private memory, wake-ups."""

import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

# wine shows the files of the system below it as a drive.
PROC = Path("Z:/proc") if sys.platform == "win32" else Path("/proc")


class Cost(NamedTuple):
    """The cost of a process's living threads so far, and its current memory."""

    threads: dict[str, tuple[float, int]]  # seconds of processor time and wake-ups, by thread ID
    pss: float  # megabytes, with its share of shared pages
    private: float  # megabytes of private pages

    @property
    def cpu(self) -> float:
        """Seconds of processor time."""
        return sum(cpu for cpu, _ in self.threads.values())

    def since(self, before: "Cost") -> tuple[float, int]:
        """Return seconds of processor time and wake-ups since then."""
        none = (0.0, 0)
        pairs = [(now, before.threads.get(number, none)) for number, now in self.threads.items()]
        cpu = sum(now[0] - then[0] for now, then in pairs)
        return cpu, sum(now[1] - then[1] for now, then in pairs)


def cost_of(pid: int) -> Cost:
    """Return the cost of the process so far; raises FileNotFoundError when it has ended."""
    threads: dict[str, tuple[float, int]] = {}
    for task in (PROC / f"{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has just ended
            cpu = int((task / "schedstat").read_text().split()[0]) / 1e9
            status = (task / "status").read_text()
            woken = re.findall(r"^voluntary_ctxt_switches:\s+(\d+)", status, re.M)
            threads[task.name] = (cpu, int(woken[0]))
    return Cost(threads, *memory_of(pid))


def memory_of(pid: int) -> tuple[float, float]:
    """Return the megabytes that the process accounts for, shared ones by share, and its own."""
    rollup = (PROC / f"{pid}/smaps_rollup").read_text()
    sizes = {name: int(size) for name, size in re.findall(r"^(\w+):\s+(\d+) kB", rollup, re.M)}
    private = sizes["Private_Clean"] + sizes["Private_Dirty"]
    return sizes["Pss"] / 1024, private / 1024
