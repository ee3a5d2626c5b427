"""What processes cost, as the operating system counts it (Linux): CPU time of whole trees, dead children included, and memory."""

import os
import statistics
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")
_BETWEEN_SAMPLES = 0.25


def trees(roots: Mapping[str, int]) -> dict[str, list[int]]:
    """The living processes beneath each root, the root included."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    return {name: _below(root, children) for name, root in roots.items()}


def cpu_ms(roots: Mapping[str, int]) -> dict[str, float]:
    """User and system milliseconds that each tree has used so far."""
    return {name: sum(_cpu_ticks(pid) for pid in pids) * TICK_MS for name, pids in trees(roots).items()}


def pss_mb(roots: Mapping[str, int]) -> dict[str, float]:
    """Memory of each tree in MB, shared pages divided among those who share them."""
    return {name: sum(_smaps_kb(pid, "Pss:") for pid in pids) / 1024 for name, pids in trees(roots).items()}


def private_mb(roots: Mapping[str, int]) -> dict[int, float]:
    """Memory in MB that each process has to itself: its own pages, and what it shared with its parent until one of them wrote.

    Pages of shared mappings are left out, whoever has touched them so far: PostgreSQL's buffers belong to all of it. So are
    pages of files as they are on disk: they are the system's, and private only until another process maps the file.
    """
    return {pid: _private_kb(pid) / 1024 for pids in trees(roots).values() for pid in pids}


class Pace:
    """How slow the machine is while something runs: on a shared one the same work costs now more, now less."""

    def __init__(self) -> None:
        self._samples: list[float] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def ms(self) -> float:
        """CPU milliseconds of a million multiplications in Python, the mean of samples of a tenth of that."""
        return 10 * statistics.mean(self._samples)

    @property
    def least_ms(self) -> float:
        """The same of the fastest sample, which nobody disturbed."""
        return 10 * min(self._samples)

    def _sample(self) -> None:
        while True:
            before = time.thread_time()
            sum(number * number for number in range(100_000))
            self._samples.append((time.thread_time() - before) * 1000)
            if self._over.wait(_BETWEEN_SAMPLES):
                return


def _below(root: int, children: Mapping[int, list[int]]) -> list[int]:
    found = [root]
    for pid in found:
        found.extend(children.get(pid, []))
    return found


def _stat(pid: int) -> list[str]:
    """The fields after the name: state, parent, …; none for a process that has just ended."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _cpu_ticks(pid: int) -> int:
    # utime, stime, and those of children that were waited for: proc(5), fields 14 to 17.
    return sum(int(field) for field in _stat(pid)[11:15])


def _smaps_kb(pid: int, kind: str) -> int:
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith(kind))


def _private_kb(pid: int) -> int:
    try:
        lines = (PROC / str(pid) / "smaps").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    found, shared = 0, False
    for line in lines:
        name, value, *_ = line.split()
        if not name.endswith(":"):
            # The head of a mapping: its addresses and rights, such as rw-s.
            shared = value.endswith("s")
        elif name == "Private_Dirty:" and not shared:
            found += int(value)
    return found
