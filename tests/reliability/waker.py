"""Somebody who lets processes that stand still go on, but only after a while."""

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Self

LONGER_THAN_A_LEASE = 2.5


class Waker:
    """`with Waker() as waker:` … `waker.look_after(pids)`; `woken` counts."""

    def __init__(self) -> None:
        self.woken = 0
        self._since: dict[int, float] = {}
        self._over = Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def look_after(self, pids: Callable[[], list[int]]) -> None:
        def run() -> None:
            while not self._over.wait(0.05):
                self._look(pids())

        self._thread = threading.Thread(target=run)
        self._thread.start()

    def _look(self, pids: list[int]) -> None:
        now, still = time.monotonic(), [pid for pid in pids if state_of(pid) == "T"]
        self._since = {pid: self._since.get(pid, now) for pid in still}
        for pid in [pid for pid, since in self._since.items() if now - since > LONGER_THAN_A_LEASE]:
            # It may stand still again before the next look, and is to have its full time then.
            del self._since[pid]
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
                self.woken += 1


def state_of(pid: int) -> str:
    """The kernel's letter for what a process does; nothing for one that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""
