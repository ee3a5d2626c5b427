"""An HTTP request that tells what certainly did not happen from what nobody knows."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from gotuto import trace
from gotuto.outbound.deadlines import deadline
from gotuto.outbound.destinations import Timeouts
from gotuto.outbound.outcomes import RetryLater, Unknown

# An answer is read to find a reference in it; one that is longer is not for us.
_LONGEST_ANSWER = 64 * 1024


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


def request(
    method: str, url: str, *, timeouts: Timeouts, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> Answer | RetryLater | Unknown:
    """The answer; RetryLater when nothing was sent, Unknown when the answer was lost. Redirects are not followed."""
    target = urlsplit(url)
    kind = HTTPSConnection if target.scheme == "https" else HTTPConnection
    with closing(kind(target.hostname or "", target.port, timeout=timeouts.connect)) as line:
        try:
            line.connect()
        except OSError as failure:
            return RetryLater("outbound.unreachable", _words(failure), is_down=True)
        line.sock.settimeout(timeouts.read)
        try:
            with deadline(timeouts.whole, line.sock):
                line.request(method, _path(target.path, target.query), body=body, headers=_with_trace(headers or {}))
                answer = line.getresponse()
                body = answer.read(_LONGEST_ANSWER)
        except (OSError, HTTPException) as failure:
            return Unknown("outbound.no_answer", _words(failure))
    if answer.length:
        return Unknown("outbound.no_answer", f"{answer.length} bytes of the answer were not read.")
    return Answer(answer.status, body)


def _with_trace(headers: Mapping[str, str]) -> dict[str, str]:
    """Whoever is called may go on with the trace."""
    traceparent = trace.traceparent()
    return {**headers, "traceparent": traceparent} if traceparent else dict(headers)


def _path(path: str, query: str) -> str:
    return (path or "/") + (f"?{query}" if query else "")


def _words(failure: Exception) -> str:
    return f"{type(failure).__name__}: {failure}"
