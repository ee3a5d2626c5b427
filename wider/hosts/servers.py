"""The stores of several hosts: PostgreSQL and Valkey that speak TLS alone, and PgBouncer before the one."""

import os
import secrets
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.runtime.processes import wait_until
from wider import debian13
from wider.check import Failed
from wider.hosts.certificates import issue
from wider.hosts.network import Host

_POSTGRESQL, _PGBOUNCER, _VALKEY = 5432, 6432, 6379
_POOL = """
[databases]
gotuto = host=127.0.0.1 port={postgresql} dbname=gotuto
[pgbouncer]
listen_addr = *
listen_port = {pgbouncer}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/users
pool_mode = transaction
max_prepared_statements = {prepared}
default_pool_size = 20
max_client_conn = 500
client_tls_sslmode = require
client_tls_ca_file = {folder}/ca.crt
client_tls_key_file = {folder}/server.key
client_tls_cert_file = {folder}/server.crt
"""
_ACCESS = """
local all all trust
host all all 127.0.0.1/32 scram-sha-256
hostssl all all 203.0.113.0/24 scram-sha-256
host all all 203.0.113.0/24 {plain}
"""


@dataclass
class Servers:
    """Where they are, and with what password; each is a process of this machine."""

    host: Host
    folder: Path
    password: str
    processes: dict[str, "subprocess.Popen[bytes]"]

    def database(self, *, pooled: bool = False, tls: bool = True) -> str:
        port = _PGBOUNCER if pooled else _POSTGRESQL
        secure = f"sslmode=verify-full&sslrootcert={self.authority}" if tls else "sslmode=disable"
        return f"postgres://gotuto:{self.password}@{self.host.address}:{port}/gotuto?{secure}"

    def valkey(self, *, tls: bool = True) -> str:
        if tls:
            return f"rediss://:{self.password}@{self.host.address}:{_VALKEY}/0?ssl_ca_certs={self.authority}"
        return f"redis://:{self.password}@{self.host.address}:{_VALKEY + 1}/0"

    @property
    def authority(self) -> Path:
        return self.folder / "ca.crt"

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.database(), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def end(self) -> None:
        """Each with whatever stands between it and us: bubblewrap waits for what it has started."""
        for process in reversed(self.processes.values()):
            os.killpg(process.pid, signal.SIGINT)
        for process in self.processes.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def servers(folder: Path, host: Host, *, prepared: int = 200) -> Iterator[Servers]:
    """All of them on a host, running; PgBouncer keeps so many prepared statements."""
    folder.mkdir(mode=0o711)
    debian13.give(folder)
    issue(folder, address=host.address)
    made = Servers(host, folder, secrets.token_hex(16), {})
    with ExitStack() as end:
        end.callback(made.end)
        _start_postgresql(made)
        _start_valkey(made)
        _start_pgbouncer(made, prepared)
        yield made


def _start_postgresql(made: Servers) -> None:
    cluster = made.folder / "postgresql"
    _write(made.folder / "password", made.password)
    _run(made, f"{debian13.POSTGRESQL}/initdb", "-D", str(cluster), "-U", "gotuto", "--auth=scram-sha-256", "--no-sync",
         "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", f"--pwfile={made.folder}/password")  # fmt: skip
    _write(cluster / "pg_hba.conf", _ACCESS.format(plain="scram-sha-256"))
    settings = {
        "listen_addresses": "*", "port": _POSTGRESQL, "unix_socket_directories": str(made.folder), "max_connections": 200,
        "ssl": "on", "ssl_cert_file": f"{made.folder}/server.crt", "ssl_key_file": f"{made.folder}/server.key",
        "jit": "off", "timezone": "UTC",
    }  # fmt: skip
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    _start(made, "postgresql", f"{debian13.POSTGRESQL}/postgres", "-D", str(cluster), *options)
    _run_until(made, f"{debian13.POSTGRESQL}/pg_isready", "-h", "127.0.0.1", "-p", str(_POSTGRESQL))
    _run(made, f"{debian13.POSTGRESQL}/createdb", "-h", str(made.folder), "-U", "gotuto", "gotuto")


def _start_valkey(made: Servers) -> None:
    _start(
        made, "valkey", "/usr/bin/valkey-server", "--save", "", "--appendonly", "no", "--bind", "*", "-::*",
        "--protected-mode", "no", "--requirepass", made.password, "--port", str(_VALKEY + 1), "--tls-port", str(_VALKEY),
        "--tls-cert-file", "server.crt", "--tls-key-file", "server.key", "--tls-ca-cert-file", "ca.crt", "--tls-auth-clients", "no",
    )  # fmt: skip


def _start_pgbouncer(made: Servers, prepared: int) -> None:
    _write(made.folder / "users", f'"gotuto" "{made.password}"\n')
    told = {"postgresql": _POSTGRESQL, "pgbouncer": _PGBOUNCER, "folder": made.folder, "prepared": prepared}
    _write(made.folder / "pgbouncer.ini", _POOL.format(**told))
    _start(made, "pgbouncer", "/usr/sbin/pgbouncer", str(made.folder / "pgbouncer.ini"))
    _run_until(made, f"{debian13.POSTGRESQL}/pg_isready", "-h", "127.0.0.1", "-p", str(_PGBOUNCER))


def _write(file: Path, text: str) -> None:
    file.write_text(text)
    file.chmod(0o600)
    debian13.give(file)


def _start(made: Servers, name: str, program: str, *arguments: str) -> None:
    with (made.folder / f"{name}.log").open("wb") as log:
        made.processes[name] = subprocess.Popen(
            made.host.inside(debian13.command(made.folder, program, *arguments)),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _run(made: Servers, program: str, *arguments: str) -> None:
    done = _asked(made, program, arguments)
    if done.returncode:
        raise Failed(f"{program}: {(done.stdout + done.stderr).strip()[-300:]}")


def _run_until(made: Servers, program: str, *arguments: str) -> None:
    """Again and again, until it says yes."""
    try:
        wait_until(lambda: _asked(made, program, arguments).returncode == 0, seconds=60)
    except AssertionError as error:
        said = " ".join(file.read_text(errors="replace")[-300:] for file in made.folder.glob("*.log"))
        raise Failed(f"{program} never said yes: {said}") from error


def _asked(made: Servers, program: str, arguments: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    command = made.host.inside(debian13.command(made.folder, program, *arguments))
    return subprocess.run(command, capture_output=True, text=True, check=False)
