"""A PostgreSQL and one that stands by, on ports of the loopback address."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from gotuto.runtime import binaries
from gotuto.runtime.identity import hand_over, server_identity
from tests.runtime.processes import wait_for_end, wait_until
from wider.stores import OpenPostgres


class Primary(OpenPostgres):
    """With more settings of PostgreSQL."""

    def __init__(self, data_dir: Path, **settings: str) -> None:
        super().__init__(data_dir)
        self.settings = settings

    def arguments(self) -> Iterator[str]:
        yield from super().arguments()
        for name, value in self.settings.items():
            yield from ("-c", f"{name}={value}")

    def kill(self) -> None:
        """As a machine dies: nobody is told."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        wait_for_end(self.process.pid)

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url(), autocommit=True) as session:
            cursor = session.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


class Standby(Primary):
    """Takes over the files of a primary, and follows it."""

    def __init__(self, data_dir: Path, primary: Primary, **settings: str) -> None:
        super().__init__(data_dir, **settings)
        self.paths.create()
        shutil.copy(primary.password_file, self.password_file)
        subprocess.run(
            [
                *(str(binaries.postgres_program("pg_basebackup")), "--dbname", primary.url("postgres")),
                *("--pgdata", str(self.cluster), "--write-recovery-conf", "--checkpoint=fast", "--no-sync"),
            ],
            check=True,
            capture_output=True,
        )
        identity = server_identity(binaries.postgres_program("postgres"), root=self.paths.root, directories=[])
        if ":" in identity:
            hand_over([self.cluster], identity)

    def is_ready(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


@dataclass(frozen=True)
class Pair:
    primary: Primary
    standby: Standby

    @property
    def url(self) -> str:
        """The standby stands first, so that nobody comes to the primary by chance."""
        access = urlsplit(self.primary.url()).netloc.rpartition("@")[0]
        hosts = ",".join(f"127.0.0.1:{each.port}" for each in (self.standby, self.primary))
        return f"postgres://{access}@{hosts}/gotuto?target_session_attrs=read-write"

    def switch(self) -> None:
        """The primary dies, and somebody promotes the one that stood by."""
        self.primary.kill()
        self.standby.sql("SELECT pg_promote(true, 30)")

    def wait_until_in_step(self) -> None:
        with psycopg.connect(self.primary.url("postgres"), autocommit=True) as session:
            asked = "SELECT count(*) FROM pg_stat_replication WHERE replay_lsn = pg_current_wal_lsn()"
            wait_until(lambda: session.execute(asked).fetchone() == (1,))


@contextmanager
def pair(folder: Path, **of_standby: str) -> Iterator[Pair]:
    """Both, running; the standby has these settings besides, such as a `recovery_min_apply_delay`."""
    primary = Primary(folder / "primary")
    primary.start()
    try:
        standby = Standby(folder / "standby", primary, **of_standby)
        standby.start()
        try:
            yield Pair(primary, standby)
        finally:
            standby.stop()
    finally:
        primary.stop()
