"""A gunicorn with two processes and the small application, and raw connections to it."""

import http.client
import json
import os
import re
import socket
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from gotuto.runtime.programs import WORKERS
from tests.runtime.processes import python, wait_for_text, wait_until

NAMES = tuple(WORKERS)

Body = str | bytes | Iterable[bytes] | None


class Server:
    """`settings` are GoTuto's own, such as GOTUTO_WEB_HEAD_SECONDS."""

    def __init__(self, folder: Path, worker: str, *, processes: int = 2, threads: int = 2, **settings: str) -> None:
        self.held, self.seen_file = folder / "held", folder / "seen"
        os.mkfifo(self.held)
        self.ready = folder / "ready"
        self.ready.mkdir()
        self.seen_file.touch()
        self.processes = processes
        self.process = python(
            *("-m", "gunicorn", "tests.runtime.held_application", "--bind", "127.0.0.1:0"),
            *("--worker-class", WORKERS[worker], "--workers", str(processes), "--threads", str(threads)),
            *("--graceful-timeout", "18", "--no-control-socket", "--keep-alive", "3"),
            environ={"HELD": str(self.held), "SEEN": str(self.seen_file), "READY": str(self.ready), **settings},
        )

    def wait_until_it_listens(self) -> None:
        said = wait_for_text(self.process, "Using worker")
        found = re.search(r"Listening at: http://127.0.0.1:(\d+)", said)
        assert found, said
        self.port = int(found[1])
        # gunicorn's child hears of no stop before it has set its own signal handlers, and loads the application after that.
        wait_until(lambda: len(list(self.ready.iterdir())) == self.processes)

    def ask(
        self, path: str = "/", *, method: str = "GET", body: Body = None, headers: Mapping[str, Any] | None = None
    ) -> tuple[http.client.HTTPResponse, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with closing(connection):
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer, answer.read().decode()

    def told(self, path: str = "/", **request: Any) -> dict[str, Any]:
        """What the application was asked."""
        answer, text = self.ask(path, **request)
        assert answer.status == 200, text
        return dict(json.loads(text))

    def connect(self, *, receive_buffer: int | None = None) -> socket.socket:
        return connected(self.port, receive_buffer=receive_buffer)

    def say(self, text: bytes, *, seconds: float = 20) -> bytes:
        """Send bytes as they are; what comes back until the server hangs up, or so long."""
        return said_at(self.port, text, seconds=seconds)

    def seen(self) -> list[str]:
        """The requests that reached the application, and the streams that were closed."""
        return self.seen_file.read_text().splitlines()

    def workers(self) -> list[int]:
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def is_listening(self) -> bool:
        try:
            self.connect().close()
        except ConnectionRefusedError:
            return False
        return True

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)
        if self.process.stdout:
            self.process.stdout.close()


def connected(port: int, *, receive_buffer: int | None = None) -> socket.socket:
    connection = socket.socket()
    if receive_buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    connection.settimeout(20)
    connection.connect(("127.0.0.1", port))
    return connection


def said_at(port: int, text: bytes, *, seconds: float = 20) -> bytes:
    """Send bytes as they are; what comes back until the other end hangs up, or so long."""
    with closing(connected(port)) as connection:
        connection.settimeout(seconds)
        connection.sendall(text)
        return everything(connection)


def everything(connection: socket.socket) -> bytes:
    """All that comes until the other end hangs up, or breaks off."""
    pieces = []
    try:
        while piece := connection.recv(65_536):
            pieces.append(piece)
    except (ConnectionResetError, TimeoutError):
        pass
    return b"".join(pieces)
