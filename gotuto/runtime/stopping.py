"""Shutdown requests: Ctrl-C, TERM and HUP are noticed by the supervisor between two steps, never in the middle of one."""

import contextlib
import os
import select
import signal
from types import FrameType

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(Exception):
    """Somebody asked the instance to stop."""


class ShutdownRequest:
    """Remembers the first stop signal and wakes whoever pauses; the death of a child wakes too."""

    def __init__(self) -> None:
        self.received: signal.Signals | None = None
        self.reader, self.writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC) if hasattr(os, "pipe2") else plain_pipe()

    def install(self) -> None:
        """Take the signals of this process; to be called from the main thread."""
        for number in STOP_SIGNALS:
            signal.signal(number, self.on_signal)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        # Whatever the handlers do, the kernel's signal lands in the pipe, so that no wake-up is lost before select().
        signal.set_wakeup_fd(self.writer, warn_on_full_buffer=False)

    def on_signal(self, number: int, _: FrameType | None) -> None:
        self.received = self.received or signal.Signals(number)

    def check(self) -> None:
        """Raises StopRequested when a stop signal came."""
        if self.received is not None:
            raise StopRequested

    def pause(self, seconds: float) -> None:
        """Wait, at most so long, for a signal. Raises StopRequested when it asks to stop."""
        self.check()
        if select.select([self.reader], [], [], max(seconds, 0))[0]:
            self.drain()
        self.check()

    def drain(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while os.read(self.reader, 512):
                pass


def plain_pipe() -> tuple[int, int]:
    """The same where pipe2() is missing (macOS)."""
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    return reader, writer
