"""Stores on several machines over TLS: servers that speak it themselves, and a master that dies under orders."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.journeys import instance
from tests.runtime import starting
from tests.stores.authority import Authority
from tests.stores.failover import fail_over
from tests.stores.servers import Tls, group
from wider.check import Check, Failed, Missed, Tool
from wider.stores import OpenPostgres

_PROGRAMS = Path("/usr/lib/postgresql")
_PATIENT = {"GOTUTO_POLL_SECONDS": "3", "GOTUTO_SILENT_SECONDS": "10"}


class TlsPostgres(OpenPostgres):
    """Debian's, which has OpenSSL; nobody gets in at its port without TLS."""

    title = "PostgreSQL with TLS"

    def __init__(self, data_dir: Path, *, programs: Path, certificate: tuple[Path, Path], authority: Path) -> None:
        super().__init__(data_dir)
        self.programs, self.certificate, self.authority = programs, certificate, authority

    def program(self, name: str) -> Path:
        return self.programs / name

    def initdb(self, password_file: Path) -> list[str]:
        files = ("-D", str(self.cluster), "-U", "gotuto", f"--pwfile={password_file}")
        return [str(self.program("initdb")), *files, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]

    def arguments(self) -> Iterator[str]:
        yield from super().arguments()
        file, key = self.certificate
        yield from ("-c", "ssl=on", "-c", f"ssl_cert_file={file}", "-c", f"ssl_key_file={key}")

    def url(self, database: str = "gotuto") -> str:
        return f"{super().url(database)}?sslmode=verify-full&sslrootcert={self.authority}"


def _run() -> str:
    with tempfile.TemporaryDirectory(prefix="gotuto-stores-") as told:
        folder = Path(told)
        ours, stranger = Authority(folder, "ours"), Authority(folder, "stranger")
        certificate = ours.sign()
        postgres = TlsPostgres(folder / "postgres", programs=_programs(), certificate=certificate, authority=ours.file)
        tls = Tls(Path("/usr/bin/redis-server"), *certificate, ours.file)
        try:
            postgres.start()
            with group(folder, tls) as servers:
                settings = {"DATABASE_URL": postgres.url(), "REDIS_URL": servers.url, "GOTUTO_PG_BIN": str(_programs())}
                shop = instance.start(folder / "shop", folder / "guard", **settings, **_PATIENT)
                try:
                    seen = fail_over(shop, servers.master.kill)
                    _look(shop.data_dir, settings, ours=ours.file, stranger=stranger.file)
                finally:
                    shop.stop()
        finally:
            postgres.stop()
    return (
        "a shop over TLS with PostgreSQL, Valkey's kin and its Sentinels: the order after the master died is confirmed after"
        f" {seen.meanwhile:.1f} s, wake-ups work again after {seen.again:.1f} s; a backup is written; another authority is refused"
    )


def _look(data_dir: Path, settings: dict[str, str], *, ours: Path, stranger: Path) -> None:
    """The doctor and the backup of a running shop, and the doctor of one that trusts somebody else."""
    backup = starting.manage(data_dir, "backup", str(data_dir / "shop.tar"), settings=settings)
    well = starting.manage(data_dir, "doctor", settings=settings)
    other = {name: text.replace(str(ours), str(stranger)) for name, text in settings.items()}
    refused = starting.manage(data_dir, "doctor", settings=other)
    if backup.returncode or "postgresql: " in well.stdout or "valkey: " in well.stdout:
        raise Failed(f"over TLS backup and doctor say: {backup.stderr} {well.stdout}")
    if refused.stdout.count("cannot be trusted") != 2:
        raise Failed(f"with another authority the doctor says: {refused.stdout}{refused.stderr}")


def _programs() -> Path:
    found = sorted(_PROGRAMS.glob("*/bin"), key=lambda folder: int(folder.parent.name))
    if not found:
        raise Missed("Debian's postgresql is not here")
    return found[-1]


CHECK = Check(
    "stores",
    (
        Tool("redis-server", ("redis-server", "--version"), "Debian's redis-server"),
        Tool("psql", ("psql", "--version"), "Debian's postgresql"),
    ),
    _run,
)
