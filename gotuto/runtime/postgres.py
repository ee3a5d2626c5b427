"""A private PostgreSQL 18 on a unix socket, from the wheel's programs.

    server = Postgres(Path("/tmp/some-directory"), fast=True)   # fast: for tests, a power cut loses the data
    server.start()                                              # makes the cluster on first use; ready on return
    os.environ["DATABASE_URL"] = server.url("gotuto")           # postgres://gotuto:…@%2F…/gotuto; user is superuser
    server.stop()

`start()` makes the database `gotuto`; a test run may create others (`url("other")` names any).
The server dies with this process. Start it from the main thread (see `child.launched`).
"""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from gotuto.runtime import binaries, child, secret_file
from gotuto.runtime.errors import CannotStart
from gotuto.runtime.identity import give, server_identity
from gotuto.runtime.orphan import end_orphan, is_alive, read_pid
from gotuto.runtime.paths import Paths

USER = "gotuto"
DATABASE = "gotuto"
# SIGINT is PostgreSQL's fast shutdown: sessions are ended, a checkpoint is written. SIGQUIT recovers at the next start.
STOP_SIGNALS = ((signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0))

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    # Compiling a plan costs more than the short statements of a shop ever win back.
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %a ",
    # The detail of an error is the row that it was about, its statement may hold values: people's data is in no log.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
FAST_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Postgres:
    """One PostgreSQL cluster in `data_dir`; `fast` gives up durability for speed."""

    name = "postgres"
    title = "PostgreSQL 18"
    stop_signals = STOP_SIGNALS

    def __init__(self, data_dir: Path, *, fast: bool = False) -> None:
        self.paths = Paths(data_dir.absolute())
        self.fast = fast
        self.process: subprocess.Popen[bytes] | None = None
        self.cluster = self.paths.root / "postgres"
        self.log = self.paths.log_file(self.name)
        self.pid_file = self.paths.pid_file(self.name)
        self.password_file = self.paths.root / "postgres.password"

    def url(self, database: str = DATABASE) -> str:
        """The connection URL of a database of this server; holds the password."""
        password = self.password_file.read_text().strip()
        return f"postgres://{USER}:{password}@{quote(str(self.paths.sockets()), safe='')}/{database}"

    def start(self, *, seconds: float = 60) -> None:
        """Start the server and wait until it takes connections, but not longer. Raises CannotStart."""
        process = self.launch()
        child.wait_until_ready(process, self.is_ready, name=self.title, log=self.log, seconds=seconds)
        self.create_database()

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the server without waiting for it. Raises CannotStart."""
        self.paths.create()
        self.end_orphan()
        self.cluster.mkdir(mode=0o700, exist_ok=True)
        program = self.program("postgres")
        identity = server_identity(program, root=self.paths.root, directories=[self.cluster, self.paths.sockets()])
        if not (self.cluster / "PG_VERSION").exists():
            self.create_cluster(identity)
        self.process = child.spawn(
            [str(program), *self.arguments()],
            log=self.log,
            pid_file=self.pid_file,
            env=server_environment(self.paths.root),
            death_signal=signal.SIGINT,
            identity=identity,
        )
        return self.process

    def program(self, name: str) -> Path:
        return binaries.postgres_program(name)

    def arguments(self) -> Iterator[str]:
        settings = (
            SETTINGS | (FAST_SETTINGS if self.fast else {}) | {"unix_socket_directories": str(self.paths.sockets())}
        )
        yield from ("-D", str(self.cluster))
        for name, value in settings.items():
            yield from ("-c", f"{name}={value}")

    def create_cluster(self, identity: str) -> None:
        password = secret_file.read_or_make(self.password_file)
        # initdb may run as another account, which cannot read the password file.
        handed_over = self.paths.sockets() / "initdb.password"
        secret_file.write_private(handed_over, password)
        give(handed_over, identity)
        done = subprocess.run(
            child.launched(self.initdb(handed_over), death_signal=signal.SIGKILL, identity=identity),
            stdin=subprocess.DEVNULL,
            env=server_environment(self.paths.root),
            capture_output=True,
            check=False,
        )
        handed_over.unlink()
        if done.returncode != 0:
            reason = done.stderr.decode(errors="replace")
            raise CannotStart(f"PostgreSQL could not make its files in {self.cluster}:\n{reason}")

    def initdb(self, password_file: Path) -> list[str]:
        return [
            str(self.program("initdb")),
            *("-D", str(self.cluster), "-U", USER, f"--pwfile={password_file}", "--auth=scram-sha-256"),
            *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            # The password has 256 random bits, so slow hashing would protect nothing and cost every connection.
            *("--set", "scram_iterations=1"),
            *(["--no-sync"] if self.fast else []),
        ]

    def is_ready(self) -> bool:
        """Whether the server that this object started says `ready` in its pid file (line 8)."""
        try:
            lines = (self.cluster / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return self.process is not None and lines[:1] == [str(self.process.pid)] and lines[7:8] == ["ready   "]

    def create_database(self) -> None:
        # Imported here: the supervisor of an instance with servers of its own needs no driver.
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
                connection.execute(f'CREATE DATABASE "{DATABASE}"')

    def end_orphan(self) -> None:
        """End a server that an earlier start left behind on this data."""
        end_orphan(self.pid_file, data_dir=self.paths.root, signals=self.stop_signals)
        # PostgreSQL finds sessions of a killed server by its own pid file, and waits for them: it goes only when its
        # number has meanwhile passed to a stranger, whom PostgreSQL would take for a running server.
        own = self.cluster / "postmaster.pid"
        pid = read_pid(own)
        if pid is not None and is_alive(pid):
            end_orphan(own, data_dir=self.paths.root, signals=self.stop_signals)

    def stop(self) -> None:
        """Shut down fast and wait for the end; nothing happens when the server does not run."""
        if self.process is not None:
            child.stop(self.process, pid_file=self.pid_file, signals=self.stop_signals)
            self.process = None


def server_environment(root: Path) -> dict[str, str]:
    """What a data store gets to know; the data directory marks its processes as ours."""
    return {"PATH": os.environ.get("PATH", ""), "GOTUTO_DATA_DIR": str(root), "LC_ALL": "C", "TZ": "UTC"}
