"""A mail server of a few lines that speaks SMTP (RFC 5321) on a real socket, for one mail."""

import socket
import threading
from dataclasses import dataclass, field


@dataclass
class SmtpServer:
    """Says 250 to everything but what `answers` names; the end of the mail is called "."; "" hangs up; WAIT lets time pass."""

    answers: dict[str, str] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        line, _ = self._listening.accept()
        with self._listening, line, line.makefile("rwb", buffering=0) as talk:
            said = "HELLO"
            while answer := self.answers.get(said, {"HELLO": "220 hi", "DATA": "354 go on"}.get(said, "250 fine")):
                if answer == "WAIT":
                    self.go_on.wait(10)
                    return
                talk.write(f"{answer}\r\n".encode())
                if answer.startswith("354"):
                    self.taken.append(self._mail(talk))
                    said = "."
                elif not (heard := talk.readline()):
                    return
                else:
                    said = heard[:4].decode().strip().upper()

    @staticmethod
    def _mail(talk: socket.SocketIO) -> str:
        lines = []
        while (line := talk.readline()) not in (b".\r\n", b""):
            lines.append(line.decode())
        return "".join(lines)
