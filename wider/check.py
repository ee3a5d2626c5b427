"""What a wider check is, and what became of it."""

import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Failed(Exception):
    """What was looked at is not as it should be; the text says how."""


class Missed(Exception):
    """The check could not be made here; the text says what was missing."""


class Outcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    MISSED = "missed"


@dataclass(frozen=True)
class Tool:
    """A program that the locks do not bring; `version` is how it is asked for its version."""

    name: str
    version: tuple[str, ...]
    package: str

    def used(self) -> str:
        """Name and version. Raises Missed."""
        if shutil.which(self.version[0]) is None:
            raise Missed(f"{self.name} is not here ({self.package})")
        told = subprocess.run(self.version, capture_output=True, text=True, timeout=60, check=False)
        lines = (told.stdout + told.stderr).strip().splitlines()
        if told.returncode or not lines:
            raise Missed(f"{self.name} does not start ({self.package})")
        return f"{self.name}: {_COLOUR.sub('', lines[0]).strip()}"


@dataclass(frozen=True)
class Check:
    """`run` says in a sentence what it saw, or raises Failed or Missed."""

    name: str
    tools: tuple[Tool, ...]
    run: Callable[[], str]


@dataclass(frozen=True)
class Result:
    check: str
    outcome: Outcome
    tools: str
    seen: str


def made(check: Check) -> Result:
    """The result of one check; a missing tool is never taken for a success."""
    used: list[str] = []
    try:
        used.extend(tool.used() for tool in check.tools)
        return Result(check.name, Outcome.PASSED, _listed(used), check.run())
    except Missed as missed:
        return Result(check.name, Outcome.MISSED, _listed(used), str(missed))
    except Failed as failure:
        return Result(check.name, Outcome.FAILED, _listed(used), str(failure))


def no_time_left(check: Check) -> Result:
    """What is told of a check that nobody began."""
    return Result(check.name, Outcome.MISSED, "-", "there was no time left for it")


def exit_code(results: Sequence[Result]) -> int:
    """1 when a check failed; 3 when none did, but one could not be made; 0 when all were made and passed."""
    outcomes = {result.outcome for result in results}
    if Outcome.FAILED in outcomes:
        return 1
    return 3 if Outcome.MISSED in outcomes or not outcomes else 0


def _listed(used: Sequence[str]) -> str:
    return ", ".join(used) or "-"
