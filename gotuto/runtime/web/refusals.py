"""Refusals at the door, before the application is asked, as problem documents (RFC 9457)."""

import json

# Worded as gotuto.http.problems does, which needs Django.
_WORDS = {
    400: ("Bad Request", "invalid", "The input is not valid"),
    408: ("Request Timeout", "too_slow", "Too slow"),
    413: ("Content Too Large", "too_large", "Too large"),
    431: ("Request Header Fields Too Large", "headers_too_large", "Headers too large"),
    503: ("Service Unavailable", "busy", "Busy"),
    505: ("HTTP Version Not Supported", "http_version", "HTTP version not supported"),
}


class Refused(Exception):
    """Why a request is not taken; nothing of it was done."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        reason, code, title = _WORDS[status]
        document = {"type": f"/api/problems/{code}", "title": title, "status": status, "detail": detail, "code": code}
        self.status_line = f"{status} {reason}"
        self.body = json.dumps(document).encode()
        self.headers = [
            ("Content-Type", "application/problem+json"),
            ("Content-Length", str(len(self.body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]

    def as_http(self) -> bytes:
        """The last answer of a connection, as it goes over the wire."""
        lines = [f"HTTP/1.1 {self.status_line}", *(f"{name}: {value}" for name, value in self.headers)]
        return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + self.body


def not_http() -> Refused:
    return Refused(400, "This is no request of HTTP/1.1 (RFC 9112). Nothing was done.")


def too_slow(seconds: float) -> Refused:
    return Refused(408, f"The request was not whole within {seconds:g} seconds. Nothing was done; send it again.")


def too_large(most: int) -> Refused:
    return Refused(413, f"A body has at most {most} bytes. Nothing was done.")


def too_many_uploads() -> Refused:
    return Refused(503, "Too many files are being sent at once. Nothing was done; send it again in a moment.")


def head_too_large(most: int) -> Refused:
    return Refused(431, f"The address and the headers have at most {most} bytes. Send fewer or shorter ones.")
