"""What an examination tells."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    OK = "ok"
    # It works; somebody should look at it.
    WARNING = "warning"
    # It does not work, or will not for long.
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and what to do if it is not well."""

    what: str
    state: State
    says: str
    hint: str = ""


def ok(what: str, says: str) -> Finding:
    return Finding(what, State.OK, says)


def warning(what: str, says: str, hint: str) -> Finding:
    return Finding(what, State.WARNING, says, hint)


def problem(what: str, says: str, hint: str) -> Finding:
    return Finding(what, State.PROBLEM, says, hint)
