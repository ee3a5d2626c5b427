"""Several Valkeys of which one leads, and Sentinels that watch them, on ports of the loopback address."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from redis import Redis

from gotuto.runtime.valkey import Valkey
from tests.runtime.processes import free_port, wait_for_end, wait_until

MASTER = "shop"


@dataclass(frozen=True)
class Tls:
    """A program that speaks it, which that of the wheel does not, and what it needs to do so."""

    program: Path
    certificate: Path
    key: Path
    authority: Path

    def settings(self, port: int) -> dict[str, str]:
        return {
            "port": "0",
            "tls-port": str(port),
            "tls-cert-file": str(self.certificate),
            "tls-key-file": str(self.key),
            "tls-ca-cert-file": str(self.authority),
            "tls-auth-clients": "no",
            "tls-replication": "yes",
        }


class PortValkey(Valkey):
    """Listens at a port as well, and follows another one where it is told to."""

    def __init__(self, data_dir: Path, *, follows: "PortValkey | None" = None, tls: Tls | None = None) -> None:
        super().__init__(data_dir)
        self.port, self.follows, self.tls = free_port(), follows, tls

    def program(self) -> Path:
        return self.tls.program if self.tls else super().program()

    def listening(self) -> dict[str, str]:
        return {"bind": "127.0.0.1", **(self.tls.settings(self.port) if self.tls else {"port": str(self.port)})}

    def arguments(self) -> list[str]:
        follows = ["--replicaof", "127.0.0.1", str(self.follows.port)] if self.follows else []
        told = {**self.listening(), "repl-diskless-sync-delay": "0"}
        return [
            *super().arguments(),
            *(part for name, value in told.items() for part in (f"--{name}", value)),
            *follows,
        ]

    def client(self) -> Redis:
        here = f"127.0.0.1:{self.port}/0"
        url = f"rediss://{here}?ssl_ca_certs={self.tls.authority}" if self.tls else f"redis://{here}"
        return Redis.from_url(url, socket_timeout=1)

    def is_in_step(self) -> bool:
        return self.client().info("replication").get("master_link_status") == "up"

    def freeze(self) -> None:
        """It holds its connections, and says nothing."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGSTOP)

    def kill(self) -> None:
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        wait_for_end(self.process.pid)


class SentinelServer(PortValkey):
    """Two of three Sentinels have to miss the master for half a second."""

    def __init__(self, data_dir: Path, *, watches: PortValkey) -> None:
        super().__init__(data_dir, tls=watches.tls)
        self.watches = watches

    def arguments(self) -> list[str]:
        lines = [
            *(f"{name} {value}" for name, value in self.listening().items()),
            *(f"unixsocket {self.socket_file}", f"dir {self.paths.run}"),
            f"sentinel monitor {MASTER} 127.0.0.1 {self.watches.port} 2",
            *(f"sentinel down-after-milliseconds {MASTER} 500", f"sentinel failover-timeout {MASTER} 5000"),
        ]
        file = self.paths.run / "sentinel.conf"
        file.write_text("\n".join(lines) + "\n")
        return [str(file), "--sentinel"]

    def knows_everybody(self) -> bool:
        told = self.client().sentinel_master(MASTER)
        assert isinstance(told, dict)
        return (told["num-slaves"], told["num-other-sentinels"]) == (1, 2)


@dataclass(frozen=True)
class Group:
    """A master, the one that stands by, and three Sentinels."""

    master: PortValkey
    standby: PortValkey
    sentinels: tuple[SentinelServer, ...]

    @property
    def url(self) -> str:
        hosts = ",".join(f"127.0.0.1:{each.port}" for each in self.sentinels)
        if self.master.tls:
            return f"rediss+sentinel://{hosts}/{MASTER}/0?ssl_ca_certs={self.master.tls.authority}"
        return f"redis+sentinel://{hosts}/{MASTER}/0"


@contextmanager
def group(folder: Path, tls: Tls | None = None) -> Iterator[Group]:
    """All of them, running, and known to each other."""
    with ExitStack() as running:

        def started(server: PortValkey) -> PortValkey:
            server.start()
            running.callback(server.stop)
            return server

        master = started(PortValkey(folder / "master", tls=tls))
        standby = started(PortValkey(folder / "standby", follows=master, tls=tls))
        wait_until(standby.is_in_step)
        sentinels = [SentinelServer(folder / f"sentinel{number}", watches=master) for number in range(3)]
        for each in sentinels:
            started(each)
        for each in sentinels:
            wait_until(each.knows_everybody)
        yield Group(master, standby, tuple(sentinels))
