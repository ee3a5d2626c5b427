"""What a peer may take of the web server: time, bytes, connections."""

import resource
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gotuto.runtime.declared import read

# Data stores, logs, files that are sent.
_OTHER_FILES = 200


@dataclass(frozen=True)
class Limits:
    """Bytes and seconds; `least_rate` is in bytes a second, and what has come of a body at it lengthens its deadline."""

    connections: int
    head_seconds: float
    body_seconds: float
    answer_seconds: float
    least_rate: int
    body_bytes: int
    upload_bytes: int = 0
    drain_seconds: float = 0
    head_bytes: int = 65_536
    # So many bodies at once are longer than others may be.
    uploads: int = 8
    # Of all connections of a process together: answers that are handed over in one piece wait in memory for their readers.
    unsent_bytes: int = 64_000_000

    def most(self, environ: Mapping[str, Any]) -> int:
        """How long the body of a request may be: files of whoever shows who they are may be longer than anything else."""
        is_form = environ.get("CONTENT_TYPE", "").lower().startswith("multipart/form-data")
        is_known = "HTTP_AUTHORIZATION" in environ or "HTTP_COOKIE" in environ
        return max(self.upload_bytes, self.body_bytes) if is_form and is_known else self.body_bytes


def limits(environ: Mapping[str, str]) -> Limits:
    """The limits in force. Raises CannotStart."""
    settings = read(environ)
    return Limits(
        connections=settings["GOTUTO_WEB_CONNECTIONS"],
        head_seconds=settings["GOTUTO_WEB_HEAD_SECONDS"],
        body_seconds=settings["GOTUTO_WEB_BODY_SECONDS"],
        answer_seconds=settings["GOTUTO_WEB_ANSWER_SECONDS"],
        least_rate=settings["GOTUTO_WEB_LEAST_RATE"],
        body_bytes=settings["GOTUTO_WEB_BODY_BYTES"],
        upload_bytes=settings["GOTUTO_WEB_UPLOAD_BYTES"],
        drain_seconds=settings["GOTUTO_WEB_DRAIN_SECONDS"],
    )


def connections_that_fit(wanted: int) -> int:
    """As many of the wanted connections as this process may have open files for, which is first made as many as allowed."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return wanted if hard == resource.RLIM_INFINITY else max(min(wanted, hard - _OTHER_FILES), 1)
