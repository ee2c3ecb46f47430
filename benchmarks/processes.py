"""What a process costs, as Linux counts it: processor time, memory of its own, wake-ups."""

import os
import re
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """What a process and its threads have cost so far; memory is what it takes now."""

    cpu: float  # seconds, to the nanosecond for threads that live
    wake_ups: int
    pss: float  # megabytes, its share of what it shares
    private: float  # megabytes that nobody shares
    threads: int


def cost_of(pid: int) -> Cost:
    """Return what the process has cost so far; raises FileNotFoundError when it has ended."""
    cpu, wake_ups = 0.0, 0
    tasks = list(Path(f"/proc/{pid}/task").iterdir())
    for task in tasks:
        cpu += int((task / "schedstat").read_text().split()[0]) / 1e9
        status = (task / "status").read_text()
        wake_ups += int(re.findall(r"^voluntary_ctxt_switches:\s+(\d+)", status, re.M)[0])
    pss, private = memory_of(pid)
    return Cost(cpu, wake_ups, pss, private, len(tasks))


def cpu_of(pid: int) -> float:
    """Return the seconds of processor time of the process, those of ended threads included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(ticks) for ticks in fields[11:13]) / os.sysconf("SC_CLK_TCK")


def memory_of(pid: int) -> tuple[float, float]:
    """Return the megabytes that the process accounts for, shared ones by share, and its own."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    sizes = {name: int(size) for name, size in re.findall(r"^(\w+):\s+(\d+) kB", rollup, re.M)}
    private = sizes["Private_Clean"] + sizes["Private_Dirty"]
    return sizes["Pss"] / 1024, private / 1024
