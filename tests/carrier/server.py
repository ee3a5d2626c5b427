"""The carrier: a real HTTP server in a thread, whose `mood` decides what becomes of the next requests."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from django.conf import settings


class Carrier:
    """`with Carrier() as carrier:` … `carrier.mood = "busy"`; `printed` has the key of each label, as often as it was printed.

    Moods: willing, refusing, busy, odd, dying (hangs up before it prints), lost (prints and hangs up), slow (prints, and
    answers only after `go_on`), dripping (a byte of its answer at a time).
    """

    def __init__(self) -> None:
        self.mood = "willing"
        self.printed: list[str] = []
        self.asked: list[str] = []
        self.go_on = threading.Event()
        self.while_it_is_slow: Callable[[], object] = lambda: None
        handler = type("Handler", (_Handler,), {"carrier": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        # A driver of an instance of its own has no Django.
        if settings.configured:
            from tests.carrier import gateways

            gateways.url = self.url
        threading.Thread(target=self._server.serve_forever, args=[0.01], daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.go_on.set()
        self.close()

    def close(self) -> None:
        """Nobody answers any more."""
        self._server.shutdown()
        self._server.server_close()

    def print(self, key: str, *, keeps_keys: bool) -> None:
        if not (keeps_keys and key in self.printed):
            self.printed.append(key)


class _Handler(BaseHTTPRequestHandler):
    carrier: Carrier

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key, mood = self.headers["Idempotency-Key"], self.carrier.mood
        refusal = {"refusing": (422, b"No such street."), "busy": (503, b""), "odd": (500, b"")}.get(mood)
        if refusal:
            self._answer(*refusal)
            return
        if mood != "dying":
            self.carrier.print(key, keeps_keys=told["keeps_keys"])
        if mood in ("dying", "lost"):
            self.close_connection = True
            return
        if mood == "slow":
            self.carrier.while_it_is_slow()
            self.carrier.go_on.wait(10)
        self._answer(200, self._label(key))

    def do_GET(self) -> None:
        key = self.path.rpartition("/")[2]
        self.carrier.asked.append(key)
        if self.carrier.mood in ("busy", "odd"):
            self._answer(503 if self.carrier.mood == "busy" else 500, b"")
        elif key in self.carrier.printed:
            self._answer(200, self._label(key))
        else:
            self._answer(404, b"")

    def _label(self, key: str) -> bytes:
        return json.dumps({"reference": f"L-{key[-4:]}", "tracking_number": f"T-{key[-4:]}", "price": "4.20"}).encode()

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for byte in body if self.carrier.mood == "dripping" else [body]:
            self.wfile.write(byte if isinstance(byte, bytes) else bytes([byte]))
            if self.carrier.mood == "dripping" and self.carrier.go_on.wait(0.02):
                return

    def log_message(self, format: str, *args: Any) -> None:
        pass
