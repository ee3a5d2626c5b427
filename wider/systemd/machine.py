"""One machine: the services of the units, each with the files, settings and system calls that its unit allows."""

import socket
from dataclasses import dataclass, field
from pathlib import Path

from wider.cells import PROJECT, Cell, Mount, interpreter, product
from wider.check import Failed
from wider.stores import Stores
from wider.systemd import filtering, units
from wider.systemd.memory import megabytes_of
from wider.systemd.units import CURRENT, RELEASE, Unit

WEBS = ("gotuto-web@8001", "gotuto-web@8002")
PROGRAMS = (*WEBS, "gotuto-worker", "gotuto-beat")
STATE, BACKUPS = "/var/lib/gotuto", "/var/backups/gotuto"
# What systemd tells each program of a user.
_TOLD = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin",
    "HOME": STATE,
    "USER": "gotuto",
    "LOGNAME": "gotuto",
}


@dataclass
class Service(Cell):
    """A cell whose system calls are filtered."""

    filter: Path = Path()

    def command(self, *options: str) -> list[str]:
        return _filtered(self.filter, super().command("--seccomp", "9", *options))


@dataclass
class Machine:
    """`settings` stand in the EnvironmentFile; `ready`, `drained` and `held` are seconds and megabytes by service."""

    folder: Path
    stores: Stores
    settings: dict[str, str]
    running: dict[str, Service] = field(default_factory=dict)
    ready: dict[str, float] = field(default_factory=dict)
    drained: dict[str, float] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)

    def webs(self) -> list[str]:
        return [f"127.0.0.1:{name.partition('@')[2]}" for name in WEBS]

    def services(self, name: str, key: str = "ExecStart") -> list[Service]:
        """One for each command line of a unit; none is started."""
        unit = units.unit(name)
        return [self._service(unit, words) for words in unit.commands(key)]

    def run(self, name: str) -> None:
        """`systemctl start` of what ends by itself. Raises Failed."""
        for service in self.services(name):
            service.run()

    def start(self, name: str) -> None:
        """`systemctl start`, which comes back when the unit counts as started. Raises Failed."""
        unit, [service] = units.unit(name), self.services(name)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door:
            place = self._made("notify") / "socket"
            place.unlink(missing_ok=True)
            door.bind(str(place))
            door.setblocking(False)
            service.start()
            self.running[name] = service
            most = units.seconds(unit.one("TimeoutStartSec", "90s"))
            is_up = (lambda: _is_told(door)) if unit.one("Type") == "notify" else (lambda: True)
            seconds = service.wait_until(is_up, seconds=most)
        for after in self.services(name, "ExecStartPost"):
            after.run()
        self.ready[name] = max(seconds, self.ready.get(name, 0))

    def stop(self, name: str) -> None:
        """`systemctl stop`, as long as the unit gives it. Raises Failed."""
        service, unit = self.running.pop(name), units.unit(name)
        self.held[name] = max(megabytes_of(service.pid), self.held.get(name, 0))
        service.most_draining = units.seconds(unit.one("TimeoutStopSec", "90s"))
        self.drained[name] = max(service.stop(), self.drained.get(name, 0))
        if self.held[name] > units.megabytes(unit.one("MemoryMax")):
            raise Failed(f"{name} holds {self.held[name]} MB, more than its MemoryMax")

    def restart_in_turn(self, rounds: int) -> None:
        for name in PROGRAMS * rounds:
            self.stop(name)
            self.start(name)

    def kill(self) -> None:
        for service in self.running.values():
            service.kill()

    def command(self, *arguments: str) -> str:
        """Any command of manage.py, under what a worker may do. Raises Failed."""
        service = self._service(units.unit("gotuto-worker"), [f"{CURRENT}/deploy/systemd/run", *arguments])
        return service.run()

    def _service(self, unit: Unit, words: list[str]) -> Service:
        folder = self._made(unit.name)
        filtering.write(unit, folder / "filter")
        # What the file says wins over the unit, as with systemd.
        told = {**_TOLD, **unit.environment(), **self.settings, "NOTIFY_SOCKET": "/run/notify/socket"}
        own = unit.one("ReadWritePaths").split()
        mounts = [
            *product(RELEASE),
            Mount(PROJECT / "deploy", f"{RELEASE}/deploy"),
            interpreter(f"{RELEASE}/.venv"),
            Mount(self._made("state"), STATE, is_writable=unit.one("StateDirectory") == Path(STATE).name),
            Mount(self._made("backups"), BACKUPS, is_writable=BACKUPS in own),
            Mount(self._made("notify"), "/run/notify", is_writable=True),
        ]
        room = ("--symlink", RELEASE, CURRENT, "--tmpfs", "/var/tmp")  # noqa: S108
        return Service(unit.name, folder, words, told, mounts, options=room, filter=folder / "filter")

    def _made(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def _is_told(door: socket.socket) -> bool:
    try:
        return "READY=1" in door.recv(4096).decode().splitlines()
    except BlockingIOError:
        return False


def _filtered(file: Path, command: list[str]) -> list[str]:
    """bubblewrap reads the filter from an open file, anew each time."""
    return ["sh", "-c", 'exec "$@" 9< "$0"', str(file), *command]
