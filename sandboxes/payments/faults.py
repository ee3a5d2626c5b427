"""Faults that are wanted: how slow the gateway is, which requests it loses, and how its webhooks come."""

import random
import threading
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Faults:
    """Shares from 0 to 1, lengths in seconds."""

    latency: float = 0.0
    # Nothing is done, and nobody answers until the time is over.
    timeouts: float = 0.0
    timeout_seconds: float = 30.0
    # It is done, and the answer never comes.
    lost: float = 0.0
    # Nothing is done, and 503 says so.
    down: float = 0.0
    duplicates: float = 0.0
    # Webhooks wait for up to so long, so that later ones come before.
    shuffle_seconds: float = 0.0
    webhooks: bool = True


class Fate:
    """What becomes of the next request."""

    def __init__(self, faults: Faults | None = None, *, seed: int | None = None) -> None:
        self.faults = faults or Faults()
        self._random = random.Random(seed)  # noqa: S311 - faults, no secrets
        self._lock = threading.Lock()

    def change(self, told: dict[str, Any]) -> dict[str, Any]:
        """Take other faults; what is not named stays. Raises ValueError for a name that is none."""
        names = {field.name: field.type for field in fields(Faults)}
        if unknown := sorted(set(told) - set(names)):
            raise ValueError(f"There are no faults called {', '.join(unknown)}; there are {', '.join(names)}.")
        self.faults = Faults(**{**asdict(self.faults), **told})
        return asdict(self.faults)

    def next(self) -> str:
        """`timeout`, `lost`, `down`, or `well`."""
        with self._lock:
            drawn = self._random.random()
        for name, share in (("timeout", self.faults.timeouts), ("lost", self.faults.lost), ("down", self.faults.down)):
            if drawn < share:
                return name
            drawn -= share
        return "well"

    def strikes(self, share: float) -> bool:
        with self._lock:
            return self._random.random() < share

    def up_to(self, seconds: float) -> float:
        with self._lock:
            return self._random.uniform(0, seconds)
