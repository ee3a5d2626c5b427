"""A gunicorn worker whose HTTP is spoken by Granian, in Rust.

gunicorn starts the processes, watches them and stops them. Its own worker takes a request from the thread that watches the
sockets to a thread of a pool and back, and parses it in Python, which costs about as much as a short answer does.
"""

import asyncio
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from granian._futures import _new_cbscheduler
from granian._granian import SocketHolder, WorkerSignal, WSGIWorker
from granian.http import HTTP1Settings
from granian.wsgi import Response, ResponseIterWrap
from gunicorn.workers.base import Worker

# A thread that ends takes its database session with it.
_KEEP_IDLE_THREADS_SECONDS = 24 * 3600
_ASYNC_THREADS = 1
_FILE_THREADS = 1
_NO_TLS: tuple[Any, ...] = (False, None, None, None, "tls1.3", None, [], False)

_ENVIRON = {
    "SCRIPT_NAME": "",
    "wsgi.errors": sys.stderr,
    "wsgi.multiprocess": True,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.version": (1, 0),
}
# Granian empties a header that has a byte beyond ASCII. Without these a person would be a guest, an order placed twice, or
# a dry run the real thing.
_NEVER_EMPTY = {
    "HTTP_AUTHORIZATION": "Authorization",
    "HTTP_COOKIE": "Cookie",
    "HTTP_IDEMPOTENCY_KEY": "Idempotency-Key",
    "HTTP_IF_MATCH": "If-Match",
    "HTTP_PREFER": "Prefer",
    "HTTP_X_FORWARDED_FOR": "X-Forwarded-For",
}
# As gotuto.http.problems words it, which needs Django.
_INVALID = {"type": "/api/problems/invalid", "title": "The input is not valid", "status": 400, "code": "invalid"}
_ADVICE = "Send it in ASCII or leave it out; in a browser, delete the cookies of this site."


class HttpWorker(Worker):
    """Serves the one listening socket that it inherits until it is told to stop, or its parent is gone."""

    def init_process(self) -> None:
        self._stop = WorkerSignal()
        self._is_told = False
        self._under_way: list[None] = []
        super().init_process()

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Stop listening, answer what has been asked, and end."""
        super().handle_exit(sig, frame)
        self._tell()

    def run(self) -> None:
        ended = threading.Event()
        self._stop.add_cb(ended.set)
        self._serve()
        while not ended.wait(1) and self.ppid == os.getppid():
            self.notify()
        if not ended.is_set():
            # Nobody is left who would kill a worker that takes too long.
            self._tell()
            if not ended.wait(self.cfg.graceful_timeout):
                os._exit(1)
        self._finish()

    def _tell(self) -> None:
        # Told twice, Granian would wait for ever for somebody to take the second word.
        if not self._is_told:
            self._is_told = True
            self._stop.set()

    def _finish(self) -> None:
        """Wait for what an answer still has to do after its last byte is sent."""
        deadline = time.monotonic() + self.cfg.graceful_timeout
        while self._under_way and time.monotonic() < deadline:
            self.notify()
            time.sleep(0.01)

    def _serve(self) -> None:
        if len(self.sockets) != 1:
            raise ValueError(f"One address to listen at is needed, not {len(self.sockets)}.")
        listener = self.sockets[0]
        # Only coroutines would run in the loop.
        loop = asyncio.new_event_loop()
        worker = WSGIWorker(
            self.age,
            (None, SocketHolder(os.dup(listener.fileno()), False, self.cfg.backlog)),
            None,
            _ASYNC_THREADS,
            _FILE_THREADS,
            self.cfg.threads,
            _KEEP_IDLE_THREADS_SECONDS,
            self.cfg.worker_connections,
            "1",
            HTTP1Settings(header_read_timeout=self.cfg.keepalive * 1000),
            None,
            None,
            *_NO_TLS,
            (None, None),
        )
        worker.serve_mtr(_new_cbscheduler(loop, self._answer, impl_asyncio=True), loop, self._stop)
        # Granian has its own copy; with a second one open nobody would be refused while the last answers are given.
        listener.close()

    def _answer(self, connection: Any, request: dict[str, Any]) -> None:
        self._under_way.append(None)
        try:
            answer(connection, request, self.wsgi)
        finally:
            self._under_way.pop()


def answer(connection: Any, request: dict[str, Any], application: Callable[..., Any]) -> None:
    """Ask a WSGI application (PEP 3333); an answer of Django's that is not streamed is sent in one piece.

    Granian's own adapter tells every request all environment variables of the process, passwords included.
    """
    if broken := header_that_was_emptied(request):
        refuse(connection, f"The header {broken} is empty, or has a letter that is not ASCII. {_ADVICE}")
        return
    if request.get("HTTP_HOST") == "":
        del request["HTTP_HOST"]
    head = Response()
    body = application({**_ENVIRON, **request}, head)
    if getattr(body, "streaming", True):
        connection.response_iter(head.status, head.headers, ResponseIterWrap(body))
        return
    try:
        connection.response_bytes(head.status, head.headers, b"".join(body))
    finally:
        body.close()


def header_that_was_emptied(request: dict[str, Any]) -> str | None:
    """The first header without which somebody would be taken for somebody else; a token's name is X-…-Token."""
    for key, value in request.items():
        if not value and (key in _NEVER_EMPTY or (key.startswith("HTTP_X_") and key.endswith("_TOKEN"))):
            return _NEVER_EMPTY.get(key) or key.removeprefix("HTTP_").replace("_", "-").title()
    return None


def refuse(connection: Any, why: str) -> None:
    """A request that cannot be understood, said before anything is done, as a problem document (RFC 9457)."""
    body = json.dumps({**_INVALID, "detail": why}).encode()
    connection.response_bytes(400, [("Content-Type", "application/problem+json")], body)
