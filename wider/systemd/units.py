"""Unit files, with the one that holds for all of them, read as systemd reads them."""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "deploy" / "systemd"
EVERY = FOLDER / "gotuto-.service.d" / "every.conf"
# Where a release lies on the machine, and the link that leads to it.
RELEASE, CURRENT = "/opt/gotuto/releases/1.0.0", "/opt/gotuto/current"


@dataclass(frozen=True)
class Unit:
    """`told` has each name of a section with its values, in their order."""

    name: str
    told: Mapping[str, list[str]]

    def one(self, key: str, otherwise: str = "") -> str:
        """The last value, which counts."""
        return self.told.get(key, [otherwise])[-1].replace("%i", self.instance)

    def commands(self, key: str) -> list[list[str]]:
        return [shlex.split(line.replace("%i", self.instance)) for line in self.told.get(key, [])]

    def environment(self) -> dict[str, str]:
        """What the unit itself says."""
        words = [word for line in self.told.get("Environment", []) for word in shlex.split(line)]
        return dict(word.replace("%i", self.instance).split("=", 1) for word in words)

    @property
    def instance(self) -> str:
        return self.name.partition("@")[2].partition(".")[0]


def unit(name: str) -> Unit:
    """A service by the name under which it is started, such as `gotuto-web@8001`."""
    before, _, instance = name.partition("@")
    file = FOLDER / (f"{before}@.service" if instance else f"{name}.service")
    told: dict[str, list[str]] = {}
    for path in (file, EVERY):
        for key, value in pairs(path):
            told.setdefault(key, []).append(value)
    return Unit(f"{name}.service", told)


def pairs(file: Path) -> Iterator[tuple[str, str]]:
    for line in file.read_text().splitlines():
        if line and line[0] not in "#;[":
            key, _, value = line.partition("=")
            yield key, value


def names() -> list[str]:
    """Every service under a name with which it is started."""
    return sorted(path.name.removesuffix(".service").replace("@", "@8001") for path in FOLDER.glob("*.service"))


def settings(file: Path) -> dict[str, str]:
    """An EnvironmentFile."""
    lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def seconds(text: str) -> float:
    """A span of time, as units say it."""
    spans = {"h": 3600.0, "min": 60.0, "s": 1.0, "": 1.0}
    number = text.rstrip("hmins")
    return float(number) * spans[text.removeprefix(number)]


def megabytes(text: str) -> int:
    return int(text[:-1]) * {"M": 1, "G": 1024}[text[-1]]
