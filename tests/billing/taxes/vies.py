"""A service for VAT ids: a real HTTP server in a thread that answers as VIES does, or as a test wants."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

CONSULTATION = "WAPIAAAAX1"


class Vies:
    """`with Vies() as vies:` … `vies.answers(valid=False)`, `vies.fails("MS_UNAVAILABLE")`; `asked` has each question.

    `is_silent` hangs up without an answer, `is_slow` answers only after `go_on`.
    """

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.is_silent = self.is_slow = False
        self.go_on = threading.Event()
        self.answers(valid=True)
        handler = type("Handler", (_Handler,), {"vies": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/rest-api"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=[0.01], daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Nobody answers any more."""
        self.go_on.set()
        self._server.shutdown()
        self._server.server_close()

    def answers(self, *, valid: bool, number: str | None = CONSULTATION) -> None:
        self.says(200, {"valid": valid, "requestIdentifier": number, "name": "Tea SARL", "address": "---"})

    def fails(self, code: str, status: int = 200) -> None:
        self.says(status, {"actionSucceed": False, "errorWrappers": [{"error": code}]})

    def says(self, status: int, told: Any) -> None:
        self.status, self.body = status, told if isinstance(told, bytes) else json.dumps(told).encode()


class _Handler(BaseHTTPRequestHandler):
    vies: Vies

    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.vies.asked.append({"path": self.path, **question})
        if self.vies.is_silent:
            self.close_connection = True
            return
        if self.vies.is_slow:
            self.vies.go_on.wait(10)
        self.send_response(self.vies.status)
        self.send_header("Content-Length", str(len(self.vies.body)))
        self.end_headers()
        self.wfile.write(self.vies.body)

    def log_message(self, format: str, *args: Any) -> None:
        pass
