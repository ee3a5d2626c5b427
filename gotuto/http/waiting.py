"""Waiting for something to settle, with one question for all who wait (RFC 7240, `Prefer: wait=N`)."""

import re
import threading
import time
from collections.abc import Callable, Collection
from uuid import UUID

from django.db import connection

from gotuto.http import dry_run

LONGEST_SECONDS = 30
_POLL_SECONDS = 0.04

Settled = Callable[[Collection[UUID]], Collection[UUID]]


def wanted_seconds(header: str) -> int | None:
    """The N of `Prefer: wait=N`, at most 30; None without one, and in a dry run, where nothing settles by waiting."""
    if dry_run.is_preferred(header):
        return None
    found = re.search(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})", header, re.IGNORECASE)
    return min(int(found[1]), LONGEST_SECONDS) if found else None


class WaitingRoom:
    """A bounded number of seats, and one poller per process that asks for all who sit there in one statement."""

    def __init__(self, settled: Settled, *, seats: int) -> None:
        self._settled = settled
        self._seats = threading.BoundedSemaphore(seats)
        self._guard = threading.Lock()
        self._waiting: dict[UUID, list[threading.Event]] = {}
        self._poller: threading.Thread | None = None

    def wait(self, subject_id: UUID, *, seconds: float) -> bool:
        """Wait until the subject has settled or the time is up; False at once when no seat is free."""
        if not self._seats.acquire(blocking=False):
            return False
        bell = threading.Event()
        try:
            self._sit_down(subject_id, bell)
            bell.wait(seconds)
            return True
        finally:
            self._stand_up(subject_id, bell)
            self._seats.release()

    def _sit_down(self, subject_id: UUID, bell: threading.Event) -> None:
        with self._guard:
            self._waiting.setdefault(subject_id, []).append(bell)
            if self._poller is None or not self._poller.is_alive():
                self._poller = threading.Thread(target=self._poll, name="waiting-room", daemon=True)
                self._poller.start()

    def _stand_up(self, subject_id: UUID, bell: threading.Event) -> None:
        with self._guard:
            bells = self._waiting[subject_id]
            bells.remove(bell)
            if not bells:
                del self._waiting[subject_id]

    def _poll(self) -> None:
        try:
            while ids := self._ids():
                for subject_id in self._ask(ids):
                    self._ring(subject_id)
                time.sleep(_POLL_SECONDS)
        finally:
            connection.close()

    def _ids(self) -> list[UUID]:
        with self._guard:
            if not self._waiting:
                # Said under the guard, so that whoever sits down next starts a new poller.
                self._poller = None
            return list(self._waiting)

    def _ask(self, ids: list[UUID]) -> Collection[UUID]:
        try:
            return self._settled(ids)
        except Exception:
            # Without the database nobody settles; those who wait are told when their time is up.
            connection.close()
            return ()

    def _ring(self, subject_id: UUID) -> None:
        with self._guard:
            for bell in self._waiting.get(subject_id, []):
                bell.set()
