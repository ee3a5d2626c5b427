"""One connection: uvicorn's HTTP/1.1 with a deadline for all that its peer may take its time for.

uvicorn takes such a class by its option `http`. It has no deadlines but that of an idle connection, and no limit for a head.
"""

import socket
import struct
from enum import IntEnum
from math import inf
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gotuto.runtime.web.limits import Limits
from gotuto.runtime.web.refusals import Refused, head_too_large, not_http, too_slow
from gotuto.runtime.web.sweeper import Sweeper

# Whoever is refused while still sending gets so long to read why; hung up on at once, they might not (RFC 9112, 9.6).
_LAST_WORDS_SECONDS = 2.0
_NOTHING_MORE = struct.pack("ii", 1, 0)
# Who has connected when the process is told to stop may be about to ask.
_LAST_REQUEST_SECONDS = 1.0


class Stage(IntEnum):
    """What a connection waits for, in the order in which connections are let go when there are too many."""

    LEAVING = 0
    IDLE = 1
    HEAD = 2
    BODY = 3
    READER = 4
    ANSWER = 5


class Connection(HttpToolsProtocol):
    """What asyncio, the parser, the sweeper and the gateway tell of one peer, and until when it may stay as it is."""

    def __init__(self, sweeper: Sweeper, limits: Limits, **given: Any) -> None:
        given["app_state"] = {**given["app_state"], "connection": self}
        super().__init__(**given)
        self.is_last = False
        self._sweeper = sweeper
        self._limits = limits
        self._stage = Stage.IDLE
        self._since = self._until = self._taken_by = 0.0
        self._head_bytes = self._offered = 0
        self._is_in_head = False
        self._is_deaf = False
        # Whole requests that have not been answered; more than one when they are pipelined.
        self._owed = 0
        self._broken: Refused | None = None

    # --- asyncio ----------------------------------------------------------------------------------------------------

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._enter(Stage.IDLE, self._limits.head_seconds)
        self._sweeper.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._sweeper.discard(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._is_deaf:
            return
        if self._stage is Stage.BODY:
            self._until += len(data) / self._limits.least_rate
        self._head_bytes += len(data)
        super().data_received(data)
        if self._stage >= Stage.READER:
            # What is asked before the last answer is there waits in the kernel; uvicorn reads on after the answer.
            self.flow.pause_reading()
        elif self._stage < Stage.BODY and self._head_bytes > self._limits.head_bytes:
            self.refuse(head_too_large(self._limits.head_bytes))

    def eof_received(self) -> bool:  # type: ignore[override]
        """Who has said all they had to say still gets the answer: True keeps the connection for it."""
        self.is_last = True
        return self._owed > 0 and not self._is_deaf

    # --- httptools --------------------------------------------------------------------------------------------------

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_in_head = True
        if self._stage is Stage.IDLE:
            self._enter(Stage.HEAD, self._limits.head_seconds)

    def on_header(self, name: bytes, value: bytes) -> None:
        # After the head come trailers, which must not pass for headers. Proxies write names with a hyphen, which WSGI
        # does not tell from an underscore.
        if self._is_in_head and b"_" not in name:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._is_in_head, self._head_bytes = False, 0
        self.scope["state"]["target"] = self.url.decode("latin-1")
        # Another protocol is not spoken here, and what follows would be taken for it.
        self.is_last = self.is_last or self.parser.should_upgrade()
        super().on_headers_complete()
        if self._stage is Stage.HEAD:
            self.await_body()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._owed += 1

    def send_400_response(self, msg: str) -> None:
        """What cannot be parsed is refused when all before it has been answered."""
        self._is_deaf = True
        if self._owed:
            self._broken = not_http()
        else:
            self.refuse(not_http())

    # --- uvicorn's server -------------------------------------------------------------------------------------------

    def shutdown(self) -> None:
        """The process stops: what is asked in the next moment is still answered, and no more."""
        self.is_last = True
        if self._stage is Stage.IDLE:
            self._until = min(self._until, self.loop.time() + _LAST_REQUEST_SECONDS)

    # --- The sweeper ------------------------------------------------------------------------------------------------

    @property
    def unsent(self) -> int:
        return self.transport.get_write_buffer_size()

    @property
    def claim(self) -> tuple[int, float] | None:
        stage = Stage.READER if self._stage < Stage.READER and self.unsent else self._stage
        return None if stage is Stage.ANSWER else (stage, self._since)

    def is_over(self, now: float) -> bool:
        """A deadline of the peer's has passed: for reading on, where something waits to be read, or else for sending."""
        unsent = self.unsent
        if not unsent:
            return now > self._until
        if unsent != self._offered:
            self._offered, self._taken_by = unsent, now + self._limits.answer_seconds
        return now > self._taken_by

    def end(self) -> None:
        """Tell whoever is in the middle of a request; who is idle, or reads nothing, would not hear it."""
        if self._stage in (Stage.HEAD, Stage.BODY) and not self.unsent:
            self.refuse(too_slow(self._limits.head_seconds if self._is_in_head else self._limits.body_seconds))
        else:
            self.drop()

    def drop(self) -> None:
        if self.unsent:
            # Or else the kernel goes on for minutes to offer what nobody takes.
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NOTHING_MORE)
        self.transport.abort()

    # --- The gateway ------------------------------------------------------------------------------------------------

    def await_body(self) -> None:
        self._enter(Stage.BODY, self._limits.body_seconds)

    def await_answer(self) -> None:
        """The request is whole, and nothing is waited for until it is answered."""
        self._enter(Stage.ANSWER, inf)

    def hands_over(self) -> None:
        """An answer, or a piece of it, is going to be sent."""
        self._enter(Stage.READER, inf)
        self._offered = 0

    def answered(self) -> None:
        self._owed -= 1
        if self._owed:
            return
        self._enter(Stage.IDLE, self._limits.head_seconds)
        if self._broken:
            self.refuse(self._broken)
        elif self.is_last:
            self.transport.close()

    def refuse(self, why: Refused) -> None:
        """The last words, also to who is still sending."""
        if self.transport.is_closing():
            return
        self._is_deaf = True
        self.transport.write(why.as_http())
        self.transport.write_eof()
        self.flow.resume_reading()
        self._enter(Stage.LEAVING, _LAST_WORDS_SECONDS)
        self._offered, self._taken_by = self.unsent, self._until

    def _enter(self, stage: Stage, seconds: float) -> None:
        self._stage, self._since = stage, self.loop.time()
        self._until = self._since + seconds
