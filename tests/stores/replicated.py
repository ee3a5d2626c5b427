"""A primary and a streaming standby, from the programs that PostgreSQL brings along."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from gotuto.runtime import binaries, child, secret_file
from gotuto.runtime.errors import CannotStart
from gotuto.runtime.postgres import USER, Postgres, server_environment

_READY = ("ready   ", "standby ")


class Server(Postgres):
    """A cluster of its own, with more settings; it answers while it follows another one, too."""

    def __init__(self, data_dir: Path, **settings: str) -> None:
        super().__init__(data_dir)
        self.settings = settings

    def arguments(self) -> Iterator[str]:
        yield from super().arguments()
        for name, value in self.settings.items():
            yield from ("-c", f"{name}={value}")

    def is_ready(self) -> bool:
        try:
            lines = (self.cluster / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return (
            self.process is not None
            and lines[:1] == [str(self.process.pid)]
            and lines[7:8] in ([one] for one in _READY)
        )

    def sql(self, statement: str, *, database: str = "gotuto") -> list[tuple[object, ...]]:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


class Standby(Server):
    """What follows a primary from the moment at which it is first started."""

    def __init__(self, data_dir: Path, *, of: Server, **settings: str) -> None:
        super().__init__(data_dir, **settings)
        self.primary = of

    def start(self, *, seconds: float = 60) -> None:
        process = self.launch()
        child.wait_until_ready(process, self.is_ready, name="a standby", log=self.log, seconds=seconds)

    def create_cluster(self, identity: str) -> None:
        """Copy the primary's, and note whom to follow. Raises CannotStart."""
        password = self.primary.password_file.read_text().strip()
        secret_file.write_private(self.password_file, password)
        conninfo = f"host={self.primary.paths.sockets()} user={USER} password={password} application_name=standby"
        done = subprocess.run(
            child.launched(
                [
                    str(binaries.postgres_program("pg_basebackup")),
                    *("-D", str(self.cluster), "-d", conninfo, "--write-recovery-conf", "--checkpoint=fast", "--no-sync"),
                ],
                death_signal=signal.SIGKILL,
                identity=identity,
            ),
            stdin=subprocess.DEVNULL, env=server_environment(self.paths.root), capture_output=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise CannotStart(done.stderr.decode(errors="replace"))

    def promote(self) -> None:
        """Let it take writes from now on."""
        self.sql("SELECT pg_promote(true, 30)")


@contextmanager
def primary_and_standby(folder: Path, *, delay: str = "0", **settings: str) -> Iterator[tuple[Server, Standby]]:
    """Both, running; what the primary commits is seen in the standby so much later."""
    primary = Server(folder / "primary", **settings)
    standby = Standby(folder / "standby", of=primary, recovery_min_apply_delay=delay, **settings)
    primary.start()
    try:
        standby.start()
        yield primary, standby
    finally:
        standby.stop()
        primary.stop()
