"""The HTTP client of everything that speaks to a running instance: journeys, drivers of faults, benchmarks.

Each thread has a keep-alive connection of its own. A pool that is shared would close what another thread is about to use,
and an answer that the server gave would be lost.
"""

import contextlib
import http.client
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

# The server hangs up on whoever is silent for five seconds.
_LET_GO_SECONDS = 2.0


class NoAnswer(Exception):
    """The connection broke or timed out before the whole answer was there."""


@dataclass(frozen=True)
class Answer:
    status_code: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def is_success(self) -> bool:
        return 200 <= self.status_code < 300

    def json(self) -> Any:
        return json.loads(self.text)


class HttpClient:
    """Sends JSON to the paths below an address; `headers` go with every request."""

    def __init__(self, url: str, headers: Mapping[str, str] | None = None, *, timeout: float = 60) -> None:
        address = urlsplit(url)
        self._host, self._port, self._root = address.hostname or "", address.port, address.path
        self._headers = {"Accept": "application/json", **(headers or {})}
        self._timeout = timeout
        self._mine = threading.local()

    def call(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask once. Raises NoAnswer; nothing is ever sent a second time."""
        sent = {**self._headers, **(headers or {})}
        content = None if body is None else json.dumps(body).encode()
        if content is not None:
            sent.setdefault("Content-Type", "application/json")
        try:
            connection = self._connection()
            connection.request(method, self._root + path, content, sent)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise NoAnswer(f"{method} {path}: {error!r}") from error
        self._mine.since = time.monotonic()
        return Answer(answer.status, answer.headers, text)

    def close(self) -> None:
        """Let go of the connection of this thread; those of others end with their threads."""
        with contextlib.suppress(AttributeError):
            self._mine.connection.close()
            del self._mine.connection

    def _connection(self) -> http.client.HTTPConnection:
        if time.monotonic() - getattr(self._mine, "since", 0.0) > _LET_GO_SECONDS:
            self.close()
        if not hasattr(self._mine, "connection"):
            self._mine.connection = http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)
        return self._mine.connection  # type: ignore[no-any-return]
