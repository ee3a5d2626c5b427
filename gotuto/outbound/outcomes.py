"""What can come of a call: done, refused, to be tried again, or unknown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Done:
    """It happened. `answer` may hold the fields of the answer that the model declares as `answer_fields`, and no others."""

    reference: str = ""
    answer: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Refused:
    """It did not happen, and never will: the destination has said no."""

    code: str
    detail: str


@dataclass(frozen=True)
class RetryLater:
    """It certainly did not happen, and may be tried again; `is_down` when the destination is to blame and not this call."""

    code: str
    detail: str
    is_down: bool = False


@dataclass(frozen=True)
class Unknown:
    """Nobody knows whether it happened: the answer was lost, or never came."""

    code: str
    detail: str


Outcome = Done | Refused | RetryLater | Unknown
