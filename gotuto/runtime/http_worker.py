"""A gunicorn worker whose HTTP is spoken by Granian, in Rust.

gunicorn starts the processes, watches them and stops them. Its own worker takes a request from the thread that watches the
sockets to a thread of a pool and back, and parses it in Python, which costs about as much as a short answer does.
"""

import asyncio
import os
import sys
import threading
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
    "SERVER_SOFTWARE": "gunicorn",
    "wsgi.errors": sys.stderr,
    "wsgi.multiprocess": True,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.version": (1, 0),
}


class HttpWorker(Worker):
    """Serves the one listening socket that it inherits until it is told to stop, or its parent is gone."""

    def init_process(self) -> None:
        self._told = WorkerSignal()
        super().init_process()

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Stop listening, answer what has been asked, and end."""
        super().handle_exit(sig, frame)
        self._told.set()

    def run(self) -> None:
        ended = threading.Event()
        self._told.add_cb(ended.set)
        self._serve()
        while not ended.wait(1):
            self.notify()
            if self.ppid != os.getppid():
                self._told.set()

    def _serve(self) -> None:
        (listener,) = self.sockets
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
        worker.serve_mtr(_new_cbscheduler(loop, as_granian_calls(self.wsgi), impl_asyncio=True), loop, self._told)
        # Granian has its own copy; with a second one open nobody would be refused while the last answers are given.
        listener.close()


def as_granian_calls(application: Callable[..., Any]) -> Callable[[Any, dict[str, Any]], Any]:
    """A WSGI application (PEP 3333) as Granian wants it; an answer of Django's that is not streamed is sent in one piece.

    Granian's own adapter tells every request all environment variables of the process, passwords included.
    """

    def answer(connection: Any, request: dict[str, Any]) -> Any:
        head = Response()
        body = application({**_ENVIRON, **request}, head)
        if getattr(body, "streaming", True):
            connection.response_iter(head.status, head.headers, ResponseIterWrap(body))
        else:
            connection.response_bytes(head.status, head.headers, b"".join(body))
            body.close()
        return head.status

    return answer
