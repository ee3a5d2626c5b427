"""A private Valkey 9 on a unix socket, from the wheel's program; it keeps nothing on disk.

    server = Valkey(Path("/tmp/some-directory"))
    server.start()                                 # ready on return
    os.environ["REDIS_URL"] = server.url()         # unix:///…/valkey.sock?db=0, as redis-py reads it
    server.stop()

It dies with this process. Start it from the main thread (see `child.launched`).
"""

import signal
import socket
import subprocess
from pathlib import Path

from gotuto.runtime import binaries, child
from gotuto.runtime.orphan import end_orphan
from gotuto.runtime.paths import Paths
from gotuto.runtime.postgres import server_environment

STOP_SIGNALS = ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0))


class Valkey:
    """One Valkey that carries wake-ups: it may come back empty at any time."""

    name = "valkey"
    title = "Valkey 9"
    stop_signals = STOP_SIGNALS

    def __init__(self, data_dir: Path) -> None:
        self.paths = Paths(data_dir.absolute())
        self.process: subprocess.Popen[bytes] | None = None
        self.log = self.paths.log_file(self.name)
        self.pid_file = self.paths.pid_file(self.name)

    @property
    def socket_file(self) -> Path:
        return self.paths.sockets() / "valkey.sock"

    def url(self, database: int = 0) -> str:
        """The connection URL of a numbered database (0-15) of this server."""
        return f"unix://{self.socket_file}?db={database}"

    def start(self) -> None:
        """Start the server and wait until it answers. Raises CannotStart."""
        process = self.launch()
        child.wait_until_ready(process, self.is_ready, name=self.title, log=self.log, seconds=15)

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the server without waiting for it. Raises CannotStart."""
        self.paths.create()
        end_orphan(self.pid_file, data_dir=self.paths.root, signals=STOP_SIGNALS)
        self.socket_file.unlink(missing_ok=True)
        self.process = child.spawn(
            [str(self.program()), *self.arguments()],
            log=self.log,
            pid_file=self.pid_file,
            env=server_environment(self.paths.root),
        )
        return self.process

    def program(self) -> Path:
        return binaries.valkey_server()

    def arguments(self) -> list[str]:
        return [
            *("--port", "0", "--unixsocket", str(self.socket_file), "--unixsocketperm", "700"),
            *("--save", "", "--appendonly", "no", "--dir", str(self.paths.run), "--daemonize", "no"),
        ]

    def is_ready(self) -> bool:
        """Whether the server answers a ping."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self.socket_file))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False

    def stop(self) -> None:
        """Stop and wait for the end; nothing happens when the server does not run."""
        if self.process is not None:
            child.stop(self.process, pid_file=self.pid_file, signals=STOP_SIGNALS)
            self.process = None
