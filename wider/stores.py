"""The embedded PostgreSQL and Valkey on ports of the loopback address, for programs that see no folder of theirs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from gotuto.runtime.postgres import USER, Postgres
from gotuto.runtime.valkey import Valkey
from tests.runtime.processes import free_port


class OpenPostgres(Postgres):
    """Asks for its password at the port as well."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(data_dir)
        self.port = free_port()

    def arguments(self) -> Iterator[str]:
        yield from super().arguments()
        yield from ("-c", "listen_addresses=127.0.0.1", "-c", f"port={self.port}")

    def url(self, database: str = "gotuto") -> str:
        password = self.password_file.read_text().strip()
        return f"postgres://{USER}:{quote(password)}@127.0.0.1:{self.port}/{database}"


class OpenValkey(Valkey):
    def __init__(self, data_dir: Path) -> None:
        super().__init__(data_dir)
        self.port = free_port()

    def arguments(self) -> list[str]:
        return [*super().arguments(), "--port", str(self.port), "--bind", "127.0.0.1"]

    def url(self, database: int = 0) -> str:
        return f"redis://127.0.0.1:{self.port}/{database}"


class Stores:
    """Both of them, and what can be asked of the database."""

    def __init__(self, postgres: OpenPostgres, valkey: OpenValkey) -> None:
        self.postgres = postgres
        self.settings = {"DATABASE_URL": postgres.url(), "REDIS_URL": valkey.url()}

    def make_database(self, name: str) -> str:
        """The address of an empty one."""
        self.sql(f'CREATE DATABASE "{name}"')
        return self.postgres.url(name)

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.postgres.url(), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def stores(folder: Path, *, ports: tuple[int, int] | None = None) -> Iterator[Stores]:
    """Both on free ports, or on these."""
    postgres, valkey = OpenPostgres(folder / "postgres"), OpenValkey(folder / "valkey")
    postgres.port, valkey.port = ports or (postgres.port, valkey.port)
    try:
        postgres.start()
        valkey.start()
        yield Stores(postgres, valkey)
    finally:
        valkey.stop()
        postgres.stop()
