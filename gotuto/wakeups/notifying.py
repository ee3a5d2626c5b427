"""Whoever commits work notifies; what speaks to Valkey is loaded with the first notification."""

import os
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue

import structlog

log = structlog.get_logger(__name__)

_PAUSE_AFTER_FAILURE = 2.0


class Notifier:
    """Notifies from a background thread, so that no request waits for the broker; many notifications become one."""

    def __init__(self, send: Callable[[set[str]], object]) -> None:
        self._send = send
        self._waiting: SimpleQueue[str] = SimpleQueue()
        self._start = threading.Lock()
        self._pid = 0

    def notify(self, name: str) -> None:
        """Say that the queue of this name has due work."""
        self._ensure_thread()
        self._waiting.put(name)

    def _ensure_thread(self) -> None:
        # A thread does not survive a fork, so each process starts its own.
        if self._pid != os.getpid():
            with self._start:
                if self._pid != os.getpid():
                    self._waiting = SimpleQueue()
                    threading.Thread(target=self._serve, name="notifier", daemon=True).start()
                    self._pid = os.getpid()

    def _serve(self) -> None:
        waiting = self._waiting
        while True:
            names = {waiting.get()}
            while not waiting.empty():
                names.add(waiting.get())
            try:
                self._send(names)
            except Exception as error:
                log.warning("notification_failed", error=repr(error))
                time.sleep(_PAUSE_AFTER_FAILURE)


def _send(names: set[str]) -> None:
    from gotuto.wakeups import pubsub

    pubsub.send(names)


notifier = Notifier(_send)
