"""The gunicorn worker that serves by uvicorn: gunicorn starts the processes, watches them and stops them."""

import asyncio
import contextlib
import functools
import logging
import os
import socket
import sys
from types import FrameType
from typing import Any

import uvicorn
import uvloop
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from gotuto.runtime.web.connection import Connection
from gotuto.runtime.web.ending import ENDING, leave
from gotuto.runtime.web.gateway import Gateway
from gotuto.runtime.web.limits import connections_that_fit, limits
from gotuto.runtime.web.sweeper import Sweeper

_SWEEP_SECONDS = 0.25
_KERNEL_BYTES = 131_072


class Server(uvicorn.Server):
    """uvicorn's server, which goes on for a while when it is told to stop, and turns away nobody who has connected by then."""

    def __init__(self, config: uvicorn.Config, drain_seconds: float) -> None:
        super().__init__(config)
        self._drain_seconds = drain_seconds

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        leave(self._drain_seconds, lambda: super(Server, self).handle_exit(sig, frame))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for listener in sockets or []:
            await self._take_all(listener)
        await super().shutdown(sockets)

    async def _take_all(self, listener: socket.socket) -> None:
        """The kernel would break off whoever has connected and was not taken when the last process stops listening."""
        loop = asyncio.get_running_loop()
        with contextlib.suppress(OSError):
            for _ in range(self.config.backlog):
                await loop.connect_accepted_socket(self._protocol, listener.accept()[0])

    def _protocol(self) -> asyncio.Protocol:
        make: Any = self.config.http_protocol_class
        return make(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)  # type: ignore[no-any-return]


class UvicornWorker(Worker):
    """Serves the sockets that it inherits until it is told to stop, or its parent is gone."""

    def run(self) -> None:
        # Each bad request of a stranger would be a line.
        logging.getLogger("uvicorn").setLevel(logging.ERROR)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        may = limits(os.environ)
        clock = asyncio.get_running_loop().time
        sweeper = Sweeper(connections_that_fit(may.connections), may.unsent_bytes, clock)
        server = Server(
            uvicorn.Config(
                Gateway(self.wsgi, may, self.cfg.threads),
                http=functools.partial(Connection, sweeper, may),  # type: ignore[arg-type]
                ws="none",
                lifespan="off",
                interface="asgi3",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                backlog=self.cfg.backlog,
                timeout_graceful_shutdown=int(self.cfg.graceful_timeout - may.drain_seconds),
            ),
            may.drain_seconds,
        )
        watch = asyncio.create_task(self._watch(server, sweeper))
        for listener in self.sockets:
            # Connections inherit it. The kernel would take megabytes of an answer that nobody reads.
            listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _KERNEL_BYTES)
        await server.serve(sockets=[listener.sock for listener in self.sockets])
        watch.cancel()
        if not server.started:
            sys.exit(Arbiter.WORKER_BOOT_ERROR)

    async def _watch(self, server: Server, sweeper: Sweeper) -> Any:
        """Keep the deadlines, tell gunicorn that the loop turns, and stop when nobody is left who would."""
        while True:
            self.notify()
            sweeper.sweep()
            # Told before uvicorn listened to signals, or never to be told again.
            if not self.alive or self.ppid != os.getppid():
                ENDING.set()
                server.should_exit = True
            await asyncio.sleep(_SWEEP_SECONDS)
