"""Long polling: an answer is held until there is something to tell, for a bounded number of waiters.

One poller per process asks for all who wait in one statement, so that waiting costs the same for one and for many.
"""

import threading
import time
from collections.abc import Callable, Collection
from uuid import UUID

from django.db import connection

from gotuto.runtime.web.ending import ENDING

_POLL_SECONDS = 0.04

Settled = Callable[[Collection[UUID]], Collection[UUID]]


class LongPoll:
    """Lets at most `max_waiters` threads wait, each until its subject has settled or the process is told to stop."""

    def __init__(self, settled: Settled, *, max_waiters: int) -> None:
        self._settled = settled
        self._free = threading.BoundedSemaphore(max_waiters)
        self._guard = threading.Lock()
        self._waiting: dict[UUID, list[threading.Event]] = {}
        self._poller: threading.Thread | None = None

    def wait(self, subject_id: UUID, *, seconds: float) -> bool:
        """Wait until the subject has settled, the time is up or the process stops; False at once when too many wait already."""
        if not self._free.acquire(blocking=False):
            return False
        event = threading.Event()
        try:
            self._register(subject_id, event)
            event.wait(seconds)
            return True
        finally:
            self._unregister(subject_id, event)
            self._free.release()

    def _register(self, subject_id: UUID, event: threading.Event) -> None:
        with self._guard:
            self._waiting.setdefault(subject_id, []).append(event)
            if self._poller is None or not self._poller.is_alive():
                self._poller = threading.Thread(target=self._poll, name="long-poll", daemon=True)
                self._poller.start()

    def _unregister(self, subject_id: UUID, event: threading.Event) -> None:
        with self._guard:
            events = self._waiting[subject_id]
            events.remove(event)
            if not events:
                del self._waiting[subject_id]

    def _poll(self) -> None:
        try:
            while ids := self._ids():
                for subject_id in ids if ENDING.is_set() else self._ask(ids):
                    self._wake(subject_id)
                time.sleep(_POLL_SECONDS)
        finally:
            connection.close()

    def _ids(self) -> list[UUID]:
        with self._guard:
            if not self._waiting:
                # Said under the guard, so that the next who waits starts a new poller.
                self._poller = None
            return list(self._waiting)

    def _ask(self, ids: list[UUID]) -> Collection[UUID]:
        try:
            return self._settled(ids)
        except Exception:
            # Without the database nobody settles; those who wait are told when their time is up.
            connection.close()
            return ()

    def _wake(self, subject_id: UUID) -> None:
        with self._guard:
            for event in self._waiting.get(subject_id, []):
                event.set()
