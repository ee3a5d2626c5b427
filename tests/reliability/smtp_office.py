"""A mail server that is a process of its own, so that it can be killed: `python -m tests.reliability.smtp_office PORT BOOK`.

It speaks as much SMTP (RFC 5321) as a mail takes, and writes the id of each mail into the book before it says that it has
taken it. Killed in between, it leaves a sender who cannot know.
"""

import os
import socketserver
import sys

_SAYS = {"DATA": "354 go on", "QUIT": "221 bye"}


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self) -> None:
        self._say("220 hi")
        while heard := self.rfile.readline():
            word = heard[:4].decode().strip().upper()
            self._say(_SAYS.get(word, "250 fine"))
            if word == "QUIT":
                return
            if word == "DATA":
                _note(self._mail())
                self._say("250 taken")

    def _mail(self) -> list[str]:
        return [line.decode() for line in iter(self.rfile.readline, b".\r\n")]

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class Office(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


def _note(mail: list[str]) -> None:
    [message_id] = [line.partition(":")[2].strip() for line in mail if line.lower().startswith("message-id:")]
    book = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(book, f"{message_id}\n".encode())
    finally:
        os.close(book)


if __name__ == "__main__":
    Office(("127.0.0.1", int(sys.argv[1])), Talk).serve_forever()
