"""A small WSGI application: it tells what it was asked, and can be made to wait."""

import os
import sys
import threading


class Streamed:
    streaming = True

    def __iter__(self):
        yield from (b"piece %d;" % number for number in range(3))

    def close(self):
        pass


class Whole:
    streaming = False

    def __init__(self, text):
        self.text = text

    def __iter__(self):
        yield self.text.encode()

    def close(self):
        pass


def application(environ, start_response):
    # A thread that Python did not start is measured too, when all the others are.
    sys.settrace(threading.gettrace())
    start_response("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    path = environ["PATH_INFO"]
    if path == "/held":
        with open(os.environ["HELD"]) as until:
            return Whole(until.read())
    if path == "/streamed":
        return Streamed()
    if path == "/raises":
        raise RuntimeError
    said = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
    return Whole(f"{os.getpid()} {environ['QUERY_STRING']} {said} {'HELD' in environ}")
