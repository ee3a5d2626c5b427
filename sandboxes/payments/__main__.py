"""`python -m sandboxes.payments`: the sandbox as a program, told by its environment where and what."""

import os
import signal
import socket
from pathlib import Path
from threading import Thread
from types import FrameType

from sandboxes.payments.server import Sandbox


def main() -> None:
    environ = os.environ
    sandbox = Sandbox(
        secret=environ["GOTUTO_SANDBOX_SECRET"],
        webhooks_to=environ.get("GOTUTO_SANDBOX_WEBHOOKS", ""),
        pages_at=environ.get("GOTUTO_SANDBOX_PAGES", ""),
        file=str(Path(environ["GOTUTO_SANDBOX_LEDGER"])),
        listener=_listener(environ["GOTUTO_SANDBOX_LISTENER"]),
    )

    def stop(signum: int, frame: FrameType | None) -> None:
        # The loop that serves cannot wait for itself.
        Thread(target=sandbox.stop, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    sandbox.serve()
    sandbox.close()


def _listener(told: str) -> socket.socket:
    """An open file that was handed down (`fd:7`), or an address (`127.0.0.1:8001`)."""
    kind, _, where = told.rpartition(":")
    if kind == "fd":
        return socket.socket(fileno=int(where))
    return socket.create_server((kind, int(where)))


if __name__ == "__main__":
    main()
