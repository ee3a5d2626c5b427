"""The server: JSON for the shop, a page for the buyer, the ledger for whoever compares."""

import json
import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

from sandboxes.payments.faults import Fate
from sandboxes.payments.gateway import Gateway
from sandboxes.payments.ledger import Answer, Ledger, Refusal, Row
from sandboxes.payments.pages import page
from sandboxes.payments.webhooks import Messenger

_LONGEST_BODY = 64 * 1024
_CHOICES = ("pay", "decline", "leave")


class Sandbox:
    """`with Sandbox(secret="…") as sandbox:` … `sandbox.url`; `sandbox.fate.change({"lost": 0.05})`."""

    def __init__(
        self,
        *,
        secret: str,
        webhooks_to: str = "",
        pages_at: str = "",
        file: str = ":memory:",
        listener: socket.socket | None = None,
        fate: Fate | None = None,
    ) -> None:
        self.secret, self.fate, self.ledger = secret, fate or Fate(), Ledger(file)
        self.gateway = Gateway(self.ledger)
        self.requests: list[str] = []
        self._server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"sandbox": self}), listener)
        host, port = self._server.server_address[:2]
        self.url = f"http://{host!s}:{port}"
        # Where buyers find its pages: another address than its own, where it stands in a network of containers.
        self.pages = pages_at.rstrip("/") or self.url
        self.messenger = Messenger(self.ledger, self.fate, address=webhooks_to, secret=secret)

    def serve(self) -> None:
        """Until somebody stops it."""
        self.messenger.start()
        self._server.serve_forever(0.05)

    def stop(self) -> None:
        """Have `serve` come back; called from another thread."""
        self._server.shutdown()

    def close(self) -> None:
        self.messenger.stop()
        self._server.server_close()
        self.ledger.close()

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self.serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shut()

    def shut(self) -> None:
        """Nobody answers any more."""
        if self._thread.is_alive():
            self.stop()
            self._thread.join(10)
            self.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Nobody waits at the end for a request that hangs on purpose.
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handler: Any, listener: socket.socket | None) -> None:
        super().__init__(address, handler, bind_and_activate=listener is None)
        if listener is not None:
            self.socket.close()
            self.socket, self.server_address = listener, listener.getsockname()

    def handle_error(self, request: Any, client_address: Any) -> None:
        # Whoever asked may be dead, or have given up.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    sandbox: Sandbox
    protocol_version = "HTTP/1.1"
    # A connection that says nothing any more holds no thread for ever.
    timeout = 60

    def do_GET(self) -> None:
        parts = self._parts()
        match parts:
            case ["health"]:
                self._json(Answer(200, {"status": "ok"}))
            case ["pay", payment]:
                self._page(payment)
            case ["v1", *rest] if self._is_known():
                self._with_faults(lambda: self._told(rest))
            case ["ledger"] if self._is_known():
                self._json(Answer(200, self.sandbox.ledger.all()))
            case _:
                self._json(Answer(404, {"code": "unknown_path"}))

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), _LONGEST_BODY))
        match self._parts():
            case ["pay", payment]:
                self._choose(payment, parse_qs(body.decode()).get("choice", [""])[0])
            case ["v1", *rest] if self._is_known():
                self._with_faults(lambda: self._done(rest, json.loads(body or b"{}")))
            case ["faults"] if self._is_known():
                self._json(self._changed(json.loads(body)))
            case _:
                self._json(Answer(404, {"code": "unknown_path"}))

    def _parts(self) -> list[str]:
        return [unquote(part) for part in urlsplit(self.path).path.split("/") if part]

    def _is_known(self) -> bool:
        return self.headers.get("Authorization") == f"Bearer {self.sandbox.secret}"

    def _with_faults(self, answer: Any) -> None:
        """What the programmed faults make of a request of the shop."""
        fate, faults = self.sandbox.fate.next(), self.sandbox.fate.faults
        self.sandbox.requests.append(f"{self.command} {urlsplit(self.path).path}")
        time.sleep(faults.latency)
        if fate == "timeout":
            time.sleep(faults.timeout_seconds)
            self.close_connection = True
            return
        if fate == "down":
            self._json(Answer(503, {"code": "down"}))
            return
        done = answer()
        if fate == "lost":
            self.close_connection = True
            return
        self._json(done)

    def _told(self, path: list[str]) -> Answer:
        gateway = self.sandbox.gateway
        match path:
            case ["payments", payment]:
                return _answer(lambda: self._shown(gateway.get(payment)))
            case ["refunds", key]:
                return _answer(lambda: gateway.find_refund(key))
        return Answer(404, {"code": "unknown_path"})

    def _done(self, path: list[str], request: Row) -> Answer:
        gateway, key = self.sandbox.gateway, self.headers.get("Idempotency-Key", "")
        if not key:
            return Answer(400, {"code": "key_missing"})
        effects: dict[tuple[str, ...], Any] = {
            ("payments",): lambda _: gateway.start(request),
            ("payments", "capture"): lambda payment: gateway.capture(payment, request),
            ("payments", "void"): gateway.void,
            ("payments", "refunds"): lambda payment: gateway.refund(payment, request, key=key),
        }
        effect = effects.get(tuple(path[::2]) if len(path) > 1 else tuple(path))
        if effect is None:
            return Answer(404, {"code": "unknown_path"})
        payment = path[1] if len(path) > 1 else ""
        return self.sandbox.ledger.once(key, "/".join(path), request, lambda: self._shown(effect(payment)), status=201)

    def _shown(self, row: Row) -> Row:
        return {**row, "page_url": f"{self.sandbox.pages}/pay/{row['id']}"} if "capture" in row else row

    def _changed(self, told: Row) -> Answer:
        try:
            return Answer(200, self.sandbox.fate.change(told))
        except ValueError as error:
            return Answer(422, {"code": str(error)})

    def _page(self, payment: str) -> None:
        found = _answer(lambda: self.sandbox.gateway.get(payment))
        self._send(found.status, page(found.body).encode(), "text/html; charset=utf-8")

    def _choose(self, payment: str, choice: str) -> None:
        gateway = self.sandbox.gateway
        with self.sandbox.ledger.unit():
            found = _answer(lambda: gateway.choose(payment, choice) if choice in _CHOICES else gateway.get(payment))
        if found.status != 200:
            self._send(found.status, page(found.body).encode(), "text/html; charset=utf-8")
            return
        self._send(303, b"", "text/plain", Location=found.body["return_url"])

    def _json(self, answer: Answer) -> None:
        self._send(answer.status, json.dumps(answer.body).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        security = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"}
        told = {"Content-Type": kind, "Content-Length": str(len(body)), **security, **headers}
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def _answer(question: Any) -> Answer:
    try:
        return Answer(200, question())
    except Refusal as refusal:
        return Answer(refusal.status, {"code": refusal.code})
