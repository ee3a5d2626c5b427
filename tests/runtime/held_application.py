"""A small WSGI application: it tells what it was asked, can be made to wait, and has answers that are long or broken.

Each request is a line in the file that `SEEN` names: what the application was asked, whatever became of the answer. Each
process that has loaded it leaves a file in the folder that `READY` names.
"""

import json
import os
from pathlib import Path

from gotuto.runtime.web.ending import ENDING, LEAVING

LONG = 4_000_000


class Streamed:
    """Pieces, of which some are too many to be taken at once; it tells when it was closed."""

    streaming = True

    def __init__(self, pieces):
        self._pieces = pieces

    def __iter__(self):
        return self._pieces

    def close(self):
        note("closed")


class Whole:
    streaming = False

    def __init__(self, text):
        self.text = text

    def __iter__(self):
        yield self.text.encode()

    def close(self):
        pass


def application(environ, start_response):
    path = environ["PATH_INFO"]
    note(f"{environ['REQUEST_METHOD']} {path}")
    answer, headers = ANSWERS.get(path, told)(environ), [("Content-Type", "text/plain")]
    if path == "/measured" or isinstance(answer, Whole):
        headers.append(("Content-Length", str(LONG if path == "/measured" else len(answer.text))))
    start_response("200 OK", [*headers, ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    return answer


def note(what):
    with open(os.environ["SEEN"], "a") as seen:
        seen.write(f"{what}\n")


def told(environ):
    """What was asked, as JSON."""
    headers = {name: value for name, value in environ.items() if name.startswith(("HTTP_", "CONTENT_"))}
    return Whole(
        json.dumps(
            {
                "method": environ["REQUEST_METHOD"],
                "path": environ["PATH_INFO"],
                "query": environ["QUERY_STRING"],
                "body": environ["wsgi.input"].read().decode("latin-1"),
                "headers": headers,
                "environment": "HELD" in environ,
                "leaving": LEAVING.is_set(),
            }
        )
    )


def held(environ):
    with open(os.environ["HELD"]) as until:
        return Whole(until.read())


def news(environ):
    """Waits for what never comes, as a long poll does."""
    with open(os.environ["HELD"], "w"):
        pass  # opens when the test has seen that the application waits
    return Whole("no news" if ENDING.wait(20) else "too late")


def raises(environ):
    raise RuntimeError


def breaks(environ):
    yield b"begun;"
    raise RuntimeError


ANSWERS = {
    "/held": held,
    "/news": news,
    "/raises": raises,
    "/broken": lambda environ: Streamed(breaks(environ)),
    "/streamed": lambda environ: Streamed(iter([b"piece 0;", b"piece 1;", b"piece 2;"])),
    "/long": lambda environ: Whole("x" * LONG),
    "/measured": lambda environ: Streamed(b"x" * 1000 for _ in range(LONG // 1000)),
}

if folder := os.environ.get("READY"):
    Path(folder, str(os.getpid())).touch()
