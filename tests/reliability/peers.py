"""Peers of a web server that send or read slowly or not at all, each on a connection of its own, and come back when cut off."""

import asyncio
import resource
import socket
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

GREAT_FILE = "/static/drf_spectacular_sidecar/redoc/bundles/redoc.standalone.js.map"
_POST = (
    b"POST /api/v1/carts/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
)
_GET = b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % GREAT_FILE.encode()
_HALF_A_HEAD = b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
_SMALL_BUFFER = 4_096
# A reader who reads nothing looks whether the connection is broken so often.
_LOOK_SECONDS = 0.5


@dataclass
class Kind:
    """What is said at once, and a byte a second after it; or nothing is read at all."""

    name: str
    number: int
    says: bytes
    drips: bool = False
    reads: bool = True


def kinds(*, bodies: int, readers: int, idle: int, drips: int) -> list[Kind]:
    """So many of each; of those who send a byte a second, one half does so in the head, the other in the body."""
    return [
        Kind("bodies", bodies, _POST + b"ten bytes."),
        Kind("readers", readers, _GET, reads=False),
        Kind("idle", idle, b""),
        Kind("head a byte a second", drips // 2, _HALF_A_HEAD, drips=True),
        Kind("body a byte a second", drips - drips // 2, _POST, drips=True),
    ]


@dataclass
class Peers:
    """All of them at once at one address, in a thread; `cut_off` counts how often each kind was."""

    host: str
    port: int
    kinds: list[Kind]
    cut_off: Counter[str] = field(default_factory=Counter)
    open: Counter[str] = field(default_factory=Counter)

    def __enter__(self) -> "Peers":
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._loop.call_soon_threadsafe(self._all.cancel)
        self._thread.join()

    def are_there(self) -> bool:
        """Whether every one of them is connected and has said what is said at once."""
        return all(self.open[kind.name] >= kind.number for kind in self.kinds)

    def _run(self) -> None:
        peers = [self._be(kind) for kind in self.kinds for _ in range(kind.number)]
        self._all = self._loop.create_task(_together(peers))
        self._loop.run_until_complete(self._all)
        self._loop.close()

    async def _be(self, kind: Kind) -> None:
        while True:
            with socket.socket() as connection:
                connection.setblocking(False)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL_BUFFER)
                try:
                    await self._loop.sock_connect(connection, (self.host, self.port))
                    await self._loop.sock_sendall(connection, kind.says)
                    self.open[kind.name] += 1
                    await self._until_cut_off(kind, connection)
                except OSError:
                    await asyncio.sleep(_LOOK_SECONDS)
                self.cut_off[kind.name] += 1
                self.open[kind.name] -= 1

    async def _until_cut_off(self, kind: Kind, connection: socket.socket) -> None:
        reading = self._loop.create_task(_read(self._loop, connection) if kind.reads else _broken(connection))
        try:
            while kind.drips and not reading.done():
                await asyncio.wait({reading}, timeout=1)
                await self._loop.sock_sendall(connection, b"x")
            await reading
        finally:
            reading.cancel()


async def _read(loop: asyncio.AbstractEventLoop, connection: socket.socket) -> None:
    while await loop.sock_recv(connection, 65_536):
        pass


async def _broken(connection: socket.socket) -> None:
    while not connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
        await asyncio.sleep(_LOOK_SECONDS)


async def _together(peers: list[Any]) -> None:
    everybody = asyncio.gather(*peers)
    try:
        await everybody
    except asyncio.CancelledError:
        everybody.cancel()
