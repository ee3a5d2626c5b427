"""The threads that answer. There are never more, and each keeps its database session."""

import asyncio
import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from gotuto import metrics

T = TypeVar("T")


class Job(NamedTuple):
    """A function to be run, and who waits for what it returns."""

    future: asyncio.Future[Any]
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    # When it was asked for, if all threads were busy then.
    since: float | None


class Pool:
    """Runs functions in so many threads, first come, first served; to be asked from one event loop.

    The thread that has rested least goes first, and no other is woken: with a queue that all wait at, each job would wake two.
    """

    def __init__(self, threads: int) -> None:
        self._loop = asyncio.get_running_loop()
        self._jobs: deque[Job] = deque()
        self._resting: list[threading.Lock] = []
        for number in range(threads):
            # Nobody waits for them at the end: what was asked has been answered then, or has had its time.
            threading.Thread(target=self._work, name=f"web-{number}", daemon=True).start()

    def run(self, function: Callable[..., T], *arguments: Any) -> asyncio.Future[T]:
        """What the function returns or raises, as soon as a thread was free for it."""
        future: asyncio.Future[T] = self._loop.create_future()
        self._jobs.append(Job(future, function, arguments, None if self._resting else time.monotonic()))
        with contextlib.suppress(IndexError):
            self._resting.pop().release()
        return future

    def _work(self) -> None:
        bell = threading.Lock()
        bell.acquire()
        while True:
            job = self._next(bell)
            if job.since is not None:
                metrics.WAITS.observe(time.monotonic() - job.since)
            self._do(job.future, job.function, job.arguments)

    def _next(self, bell: threading.Lock) -> Job:
        while True:
            with contextlib.suppress(IndexError):
                return self._jobs.popleft()
            self._rest(bell)

    def _rest(self, bell: threading.Lock) -> None:
        self._resting.append(bell)
        if self._jobs:
            # It came between the look and the word that this thread rests; whoever has taken the bell is going to ring it.
            with contextlib.suppress(ValueError):
                self._resting.remove(bell)
                return
        bell.acquire()

    def _do(self, future: asyncio.Future[Any], function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        result, error = None, None
        try:
            result = function(*arguments)
        except BaseException as raised:
            error = raised
        # A loop that is closed has nobody left who waits.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(_settle, future, result, error)


def _settle(future: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    if future.cancelled():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
