"""A web that tells what came to it, in place of the shop."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# Whoever asks for it is not answered: the connection ends.
GONE = "/api/v1/gone/"


@dataclass
class Echo:
    """`asked` has each request as method, path, headers and length of its body; `kept` how long a connection was idle at last."""

    port: int
    asked: list[tuple[str, str, dict[str, str], int]] = field(default_factory=list)
    kept: list[float] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [path for _, path, _, _ in self.asked]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body of an answer at once: in two they would wait for each other.
    wbufsize = 65536
    raw_requestline: bytes
    echo: Echo

    def handle(self) -> None:
        answered = time.monotonic()
        self.close_connection = False
        while not self.close_connection:
            self.handle_one_request()
            if self.raw_requestline:
                answered = time.monotonic()
        self.echo.kept.append(time.monotonic() - answered)

    def _answer(self) -> None:
        length = self._read()
        self.echo.asked.append((self.command, self.path, dict(self.headers), length))
        if self.path == GONE:
            self.close_connection = True
            return
        told = json.dumps({"path": self.path, "length": length}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def _read(self) -> int:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return len(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        length = 0
        while size := int(self.rfile.readline(), 16):
            length += len(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return length

    do_GET = do_POST = do_PUT = do_DELETE = _answer

    def log_message(self, *_: Any) -> None:
        """What came is told by `asked`."""


@contextmanager
def running() -> Iterator[Echo]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    echo = Echo(server.server_address[1])
    server.RequestHandlerClass = type("Handler", (_Handler,), {"echo": echo})
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield echo
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
