"""The services of the compose file, each in a cell with the mounts, settings and command that it says; engines and foreign programs
are those of this machine."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wider import golang, jaeger
from wider.cells import Cell, Mount, interpreter, product
from wider.compose.loading import Project

MAILPIT = "v1.33.1"
# What the image sets by itself, and where its environment of packages lies.
_IMAGE = {"PYTHONDONTWRITEBYTECODE": "1", "GOTUTO_DATA_DIR": "/data", "HOME": "/data", "PORT": "8000"}
_PATH = "/opt/venv/bin:/usr/sbin:/usr/bin"
# Their data is in the stores, which listen on the usual ports.
ENGINES = ("postgres", "valkey")
# Nothing that can be installed here has it.
NOT_PLAYED = ("grafana",)


@dataclass
class Town:
    """`folder` is where volumes and logs are."""

    project: Project
    folder: Path
    cells: dict[str, Cell] = field(default_factory=dict)

    def cell(self, name: str, **settings: str) -> Cell:
        """One that is not started."""
        service = self.project["services"][name]
        words, settings_of_image, more = self._program(name, service)
        told = {**settings_of_image, **(service.get("environment") or {}), **settings}
        mounts = [*more, *self._mounts(name, service)]
        self.cells[name] = Cell(name, self.folder / name, words, told, mounts, here=_here(service))
        return self.cells[name]

    def start(self, *names: str) -> None:
        for name in names:
            self.cell(name).start()

    def kill(self) -> None:
        for cell in self.cells.values():
            cell.kill()

    def address(self, name: str) -> str:
        """Where it is found: all are on this machine, and two that listen on the same port have addresses of their own."""
        network = (self.project["services"][name].get("networks") or {}).get("shop") or {}
        return str(network.get("ipv4_address", "127.0.0.1"))

    def _program(self, name: str, service: dict[str, Any]) -> tuple[list[str], dict[str, str], list[Mount]]:
        words = list(service["command"] or ())
        match service["image"].partition(":")[0]:
            case "gotuto":
                mounts = [*product("/app"), interpreter("/opt/venv"), _file("deploy/entrypoint", "/app/entrypoint")]
                told = {**_IMAGE, "PATH": _PATH, "HOST": self.address(name)}
                data = [Mount(self._made(name, "data"), "/data", is_writable=True)]
                return ["/app/entrypoint", *words], told, [*mounts, *data]
            case "haproxy":
                return ["haproxy", "-db", "-f", "/usr/local/etc/haproxy/haproxy.cfg"], {}, []
            case "prom/prometheus":
                return ["prometheus", *words], {}, []
            case "prom/alertmanager":
                return ["prometheus-alertmanager", *words], {}, []
            case "jaegertracing/jaeger":
                return _built(jaeger.program(), words)
            case "axllent/mailpit":
                return _built(golang.program("mailpit", "github.com/axllent/mailpit", MAILPIT), words)
        raise KeyError(service["image"])

    def _mounts(self, name: str, service: dict[str, Any]) -> list[Mount]:
        """Volumes by name are shared; what the file says to be read-only is."""
        mounts = []
        for one in service.get("volumes") or ():
            source = self._made("volumes", one["source"]) if one["type"] == "volume" else Path(one["source"])
            mounts.append(Mount(source, one["target"], is_writable=not one.get("read_only", False)))
        for one in service.get("secrets") or ():
            file = Path(self.project["secrets"][one["source"]]["file"])
            mounts.append(Mount(file, one["target"]))
        return mounts

    def _made(self, *names: str) -> Path:
        folder = self.folder.joinpath(*names)
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def played(project: Project) -> list[str]:
    """The services that are played, but for those that others wait for."""
    return [name for name in project["services"] if name not in (*ENGINES, *NOT_PLAYED, "migrate")]


def _here(service: dict[str, Any]) -> str:
    return "/app" if service["image"] == "gotuto" else "/tmp"  # noqa: S108


def _file(name: str, target: str) -> Mount:
    return Mount(Path(__file__).resolve().parents[2] / name, target)


def _built(program: Path, words: Sequence[str]) -> tuple[list[str], dict[str, str], list[Mount]]:
    return [f"/opt/{program.name}", *words], {"HOME": "/tmp"}, [Mount(program, f"/opt/{program.name}")]  # noqa: S108
