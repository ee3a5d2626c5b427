"""Log rotation: what has become too long is put aside, and the process goes on writing into the same file."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class LogFiles:
    """`<name>.1` is the latest of `kept` files that were put aside."""

    longest_bytes: int = 10_000_000
    kept: int = 3

    def put_aside(self, log: Path) -> None:
        """If it is too long, copy and empty it: a process has it open, so that a new name would stay its own.

        Every log is opened to be appended to. What is written between the copy and the cut is lost: some lines at most.
        """
        if not log.exists() or log.stat().st_size <= self.longest_bytes:
            return
        if self.kept:
            for number in range(self.kept, 1, -1):
                if (younger := _aside(log, number - 1)).exists():
                    younger.replace(_aside(log, number))
            shutil.copyfile(log, _aside(log, 1))
            _aside(log, 1).chmod(0o600)
        os.truncate(log, 0)


def _aside(log: Path, number: int) -> Path:
    return log.with_name(f"{log.name}.{number}")
