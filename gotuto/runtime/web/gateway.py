"""The application that uvicorn asks (ASGI): has each whole request answered by a WSGI application in a pool of threads."""

import asyncio
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from gotuto.runtime.web.connection import Connection
from gotuto.runtime.web.ending import LEAVING
from gotuto.runtime.web.heads import Environ, check, environ_of
from gotuto.runtime.web.limits import Limits
from gotuto.runtime.web.pool import Pool
from gotuto.runtime.web.refusals import Refused, too_large
from gotuto.runtime.web.uploads import Uploads

Wsgi = Callable[[Environ, Callable[..., Any]], Any]
Receive = Callable[[], Any]
Send = Callable[[dict[str, Any]], Any]

# Asks no database. A process that waits for one is alive, and is not to be killed for it.
_PROBE = "/health/live"
# Nor does it in a process that leaves; the proxy is to hear of that before what waits for a thread has been answered.
_READY = "/health/ready"

# Of a streamed answer so much is fetched at once: a thread is asked for each piece.
_PIECE_BYTES = 65_536


class Left(Exception):
    """The client hung up before its request was whole."""


@dataclass
class Answer:
    """`rest` is None when `body` is the whole of it."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    rest: Iterator[bytes] | None
    close: Callable[[], None]


class Gateway:
    """Slow peers cost the event loop a look; a thread is held only while the application runs.

    Streamed answers get at most a quarter of the threads at a time, and none while a reader catches up. Who probes whether
    the process lives has a thread apart.
    """

    def __init__(self, application: Wsgi, limits: Limits, threads: int) -> None:
        self._application = application
        self._limits = limits
        self._pool = Pool(threads)
        self._probes = Pool(1)
        self._uploads = Uploads(limits.uploads)
        self._seats = asyncio.Semaphore(max(threads // 4, 1))

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        connection: Connection = scope["state"]["connection"]
        try:
            environ = environ_of(scope)
            check(environ, scope["state"]["target"], self._limits)
            await self._add_body(environ, connection, receive)
            await self._answer(environ, connection, send)
        except Refused as refusal:
            connection.refuse(refusal)
            await _gone(receive)
        except Left:
            return

    async def _add_body(self, environ: Environ, connection: Connection, receive: Receive) -> None:
        is_chunked = environ.pop("HTTP_TRANSFER_ENCODING", None) is not None
        environ["wsgi.input"] = io.BytesIO()
        if is_chunked or environ.get("CONTENT_LENGTH", "0") != "0":
            connection.await_body()
            environ["wsgi.input"], size = await self._body(receive, self._limits.most(environ))
            environ["CONTENT_LENGTH"] = str(size)
        connection.await_answer()

    async def _body(self, receive: Receive, most: int) -> tuple[IO[bytes], int]:
        """The body and its length; what is longer than most bodies may be is on disk."""
        body: IO[bytes] = io.BytesIO()
        size, is_whole = 0, False
        try:
            while not is_whole:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Left
                size += len(message["body"])
                if size > most:
                    raise too_large(most)
                if size > self._limits.body_bytes and isinstance(body, io.BytesIO):
                    body = self._uploads.begin(body)
                body.write(message["body"])
                is_whole = not message["more_body"]
        finally:
            if not isinstance(body, io.BytesIO):
                self._uploads.end()
        body.seek(0)
        return body, size

    async def _answer(self, environ: Environ, connection: Connection, send: Send) -> None:
        path = environ["PATH_INFO"]
        pool = self._probes if path == _PROBE or (path == _READY and LEAVING.is_set()) else self._pool
        answer = await pool.run(ask, self._application, environ)
        try:
            if answer.rest is not None and environ["SERVER_PROTOCOL"] == "HTTP/1.0" and not _has_length(answer):
                raise Refused(505, "An answer of unknown length needs HTTP/1.1.")
            connection.is_last = connection.is_last or LEAVING.is_set()
            if connection.is_last:
                answer.headers.append((b"connection", b"close"))
            connection.hands_over()
            await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
            await send({"type": "http.response.body", "body": answer.body, "more_body": answer.rest is not None})
            if answer.rest is not None:
                await self._stream(answer.rest, connection, send)
        finally:
            if answer.rest is not None:
                await self._pool.run(answer.close)
        connection.answered()

    async def _stream(self, rest: Iterator[bytes], connection: Connection, send: Send) -> None:
        """The next piece is made when the reader has taken those before."""
        piece = b"begun"
        while piece and not connection.transport.is_closing():
            async with self._seats:
                piece = await self._pool.run(_next_piece, rest)
            connection.hands_over()
            await send({"type": "http.response.body", "body": piece, "more_body": bool(piece)})


def ask(application: Wsgi, environ: Environ) -> Answer:
    """In a thread of the pool: the whole answer, or of one that is streamed the head."""
    head: list[Any] = []
    given = application(environ, lambda status, headers, exc_info=None: head.extend((status, headers)))
    close = getattr(given, "close", lambda: None)
    if getattr(given, "streaming", True) and environ["REQUEST_METHOD"] != "HEAD":
        return Answer(int(head[0][:3]), _encoded(head[1]), b"", iter(given), close)
    try:
        body = b"".join(given)
    finally:
        close()
    return Answer(int(head[0][:3]), _with_length(_encoded(head[1]), len(body)), body, None, close)


def _next_piece(rest: Iterator[bytes]) -> bytes:
    pieces, size = [], 0
    for piece in rest:
        pieces.append(piece)
        size += len(piece)
        if size >= _PIECE_BYTES:
            break
    return b"".join(pieces)


def _encoded(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def _with_length(headers: list[tuple[bytes, bytes]], length: int) -> list[tuple[bytes, bytes]]:
    if not any(name.lower() == b"content-length" for name, _ in headers):
        headers.append((b"content-length", str(length).encode()))
    return headers


def _has_length(answer: Answer) -> bool:
    return any(name.lower() == b"content-length" for name, _ in answer.headers)


async def _gone(receive: Receive) -> None:
    """uvicorn would answer for an application that returns; the refusal has been said already."""
    while (await receive())["type"] != "http.disconnect":
        pass
