"""The fallback: gunicorn's own threads, for whoever has a proxy in front that keeps slow peers away from them.

The same heads and sizes are refused. But a thread reads each request itself, and a slow sender or reader holds it.
"""

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterable
from types import FrameType
from typing import IO, Any

from gunicorn.http import wsgi
from gunicorn.workers.gthread import ThreadWorker

from gotuto.runtime.web.ending import leave
from gotuto.runtime.web.heads import Environ, check
from gotuto.runtime.web.limits import Limits, limits
from gotuto.runtime.web.refusals import Refused, too_large

# What gunicorn calls itself in each answer.
wsgi.SERVER = "web"


class ThreadedWorker(ThreadWorker):
    """gunicorn's threads, with whole requests for the application."""

    wsgi: Callable[..., Iterable[bytes]]

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._limits = limits(os.environ)

    def load_wsgi(self) -> None:
        # What a proxy says is believed by Django or not at all; gunicorn would believe everybody on this machine.
        self.cfg.set("forwarded_allow_ips", "")
        self.cfg.set("forwarder_headers", "")
        super().load_wsgi()
        self.wsgi = WholeRequests(self.wsgi, self._limits)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # Each answer is the last of its connection from now on.
        self.max_keepalived = 0
        leave(self._limits.drain_seconds, lambda: super(ThreadedWorker, self).handle_exit(sig, frame))

    def is_parent_alive(self) -> bool:
        if not super().is_parent_alive():
            # Else gunicorn would go on listening, and break off at its last moment whoever has connected.
            self.alive = False
        return self.alive

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if not (enabled or self.alive):
            # gunicorn would keep it open until the last answer, and break off who connects meanwhile.
            for listener in self.sockets:
                self._take_all(listener)
                listener.close()

    def _take_all(self, listener: socket.socket) -> None:
        """The kernel would break off whoever has connected and was not taken when the last process stops listening."""
        before = None
        while before != self.nr_conns:
            before = self.nr_conns
            self.accept(listener)


class WholeRequests:
    """A WSGI application (PEP 3333) that asks another one when the head is sound and the body is there."""

    def __init__(self, application: Callable[..., Iterable[bytes]], limits: Limits) -> None:
        self._application = application
        self._limits = limits

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            check(environ, environ["RAW_URI"], self._limits)
            body, size = self._body(environ)
        except Refused as refusal:
            start_response(refusal.status_line, refusal.headers)
            return [refusal.body]
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        environ.update({"CONTENT_LENGTH": str(size), "wsgi.input": body})
        return self._application(environ, start_response)

    def _body(self, environ: Environ) -> tuple[IO[bytes], int]:
        most = self._limits.most(environ)
        body = tempfile.SpooledTemporaryFile(max_size=self._limits.body_bytes)  # noqa: SIM115  the request closes it
        shutil.copyfileobj(_Upto(environ["wsgi.input"], most + 1), body)
        size = body.tell()
        if size > most:
            raise too_large(most)
        if size < int(environ.get("CONTENT_LENGTH") or 0):
            raise Refused(400, "The body is shorter than the header Content-Length says.")
        body.seek(0)
        return body, size


class _Upto:
    """A stream that ends after so many bytes."""

    def __init__(self, stream: Any, most: int) -> None:
        self._stream, self._left = stream, most

    def read(self, size: int = -1, /) -> bytes:
        piece: bytes = self._stream.read(min(size, self._left))
        self._left -= len(piece)
        return piece
