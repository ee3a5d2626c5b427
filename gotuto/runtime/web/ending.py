"""Connection draining: how a web process that is told to stop leaves, so that a proxy in front loses no request.

It says that it is not ready, and goes on answering for GOTUTO_WEB_DRAIN_SECONDS, until a proxy that asks `/health/ready` sends
nobody here any more. Only then does it stop listening.
"""

import signal
import threading
from collections.abc import Callable

# Told to stop: not ready any more, and each answer is the last of its connection.
LEAVING = threading.Event()
# Stops listening: whoever lets a client wait for news lets it go now.
ENDING = threading.Event()


def leave(seconds: float, end: Callable[[], object]) -> None:
    """Begin to leave, and `end` after so many seconds; told again, nothing changes. For a signal handler."""
    if LEAVING.is_set():
        return
    LEAVING.set()

    def stop_listening(*_: object) -> None:
        ENDING.set()
        end()

    if seconds:
        # A thread with a timer could not be started here: the signal may have come in the middle of another's start.
        signal.signal(signal.SIGALRM, stop_listening)
        signal.setitimer(signal.ITIMER_REAL, seconds)
    else:
        stop_listening()
