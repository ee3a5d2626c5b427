"""All connections of a process: whose time is up is ended; when there are too many, who waits for least; and when too much
waits to be read, who has most to read.
"""

from collections.abc import Callable
from typing import Protocol


class Watched(Protocol):
    """A connection, as the sweeper sees it: who has the lower claim is let go first, None never."""

    @property
    def unsent(self) -> int: ...

    @property
    def claim(self) -> tuple[int, float] | None: ...

    def is_over(self, now: float) -> bool: ...

    def end(self) -> None: ...

    def drop(self) -> None: ...


class Sweeper:
    """Keeps at most so many connections and bytes for their readers; `clock` tells seconds."""

    def __init__(self, most: int, most_unsent: int, clock: Callable[[], float]) -> None:
        self._most = most
        self._most_unsent = most_unsent
        self._clock = clock
        self._open: set[Watched] = set()

    def add(self, newcomer: Watched) -> None:
        if len(self._open) >= self._most:
            self._let_go(newcomer)
        self._open.add(newcomer)

    def discard(self, connection: Watched) -> None:
        self._open.discard(connection)

    def sweep(self) -> None:
        """End all whose time is up."""
        now = self._clock()
        for connection in [each for each in self._open if each.is_over(now)]:
            connection.end()
        self._make_room()

    def _make_room(self) -> None:
        unsent = {each: waiting for each in self._open if (waiting := each.unsent)}
        total = sum(unsent.values())
        for reader in sorted(unsent, key=unsent.__getitem__, reverse=True):
            if total <= self._most_unsent:
                return
            total -= unsent[reader]
            reader.drop()

    def _let_go(self, newcomer: Watched) -> None:
        claims = {each: claim for each in self._open if (claim := each.claim) is not None}
        least = min(claims, key=claims.__getitem__, default=newcomer)
        self._open.discard(least)
        least.drop()
