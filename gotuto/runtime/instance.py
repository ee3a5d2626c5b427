"""What one instance is told by its environment, and what it tells its programs."""

import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gotuto.configuration import Configuration
from gotuto.runtime import declared, secret_file
from gotuto.runtime.addresses import EVERYWHERE, address_of
from gotuto.runtime.paths import Paths

PROJECT = Path(__file__).resolve().parents[2]

# Stands for a secret that is made when the instance starts, while its settings are looked at before.
_ALWAYS_MADE = ("SECRET_KEY", "GOTUTO_SANDBOX_SECRET")
_YET_TO_BE_MADE = "made at the first start and kept in the data directory"


@dataclass(frozen=True, kw_only=True)
class Instance:
    """What whoever starts an instance has set."""

    environ: Mapping[str, str]
    configuration: Configuration

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Instance":
        """An instance whose missing servers are started. Raises CannotStart for settings that cannot be used."""
        known = {name: value for name, value in environ.items() if value}
        embedded = not (is_set(known, "DATABASE_URL") and is_set(known, "REDIS_URL"))
        to_come = dict.fromkeys(declared.made_once(), _YET_TO_BE_MADE) | known
        configuration = declared.read({**to_come, "GOTUTO_EMBEDDED": "1" if embedded else "0"})
        return cls(environ=environ, configuration=configuration)

    @property
    def host(self) -> str:
        return str(self.configuration["HOST"])

    @property
    def port(self) -> int:
        return int(self.configuration["PORT"])

    @property
    def paths(self) -> Paths:
        return Paths(self.configuration["GOTUTO_DATA_DIR"].absolute())

    @property
    def database_url(self) -> str:
        """The address of a PostgreSQL that was given; empty when one is to be started."""
        return self.configuration.given("DATABASE_URL")

    @property
    def redis_url(self) -> str:
        """The address of a Valkey that was given; empty when one is to be started."""
        return self.configuration.given("REDIS_URL")

    @property
    def demo(self) -> bool:
        return bool(self.configuration["GOTUTO_DEMO"])

    @property
    def url(self) -> str:
        """Where a browser on this machine finds the instance."""
        return address_of(self.host, self.port)

    def environment(self, *, database_url: str, redis_url: str) -> dict[str, str]:
        """What every program of the instance gets to know; secrets that nobody gave are made once and kept."""
        development = self.configuration["GOTUTO_ENV"] == "development"
        return (
            ({"ALLOWED_HOSTS": self.allowed_hosts()} if development else {})
            | dict(self.environ)
            | self.known_secrets()
            | {
                "GOTUTO_ADMIN_EMAIL": self.configuration["GOTUTO_ADMIN_EMAIL"],
                "DATABASE_URL": database_url,
                "REDIS_URL": redis_url,
                "GOTUTO_EMBEDDED": "0" if self.database_url and self.redis_url else "1",
                "GOTUTO_URL": self.url,
                "GOTUTO_DATA_DIR": str(self.paths.root),
                "GOTUTO_INSTANCE": secrets.token_hex(8),
            }
        )

    def known_secrets(self) -> dict[str, str]:
        """The secrets that were given or made; those of people only where there is a demo shop."""
        folder = self.paths.root / "secrets"
        known = {}
        for name, random_bytes in declared.made_once().items():
            if is_set(self.environ, name):
                known[name] = str(self.configuration[name])
            elif self.demo or name in _ALWAYS_MADE:
                known[name] = secret_file.read_or_make(folder / name.lower(), random_bytes=random_bytes)
        return known

    def allowed_hosts(self) -> str:
        """The names under which this machine may be called: itself, and the network's name for it when it listens there."""
        outside = socket.gethostname() if self.host in EVERYWHERE else self.host
        return ",".join(dict.fromkeys(["localhost", "127.0.0.1", "[::1]", outside]))


def is_set(environ: Mapping[str, str], name: str) -> bool:
    return bool(environ.get(name) or environ.get(f"{name}_FILE"))


def write_shared(path: Path, environment: Mapping[str, str]) -> None:
    """Write the part that other terminals need as KEY=value lines, readable by the owner only."""
    lines = [f"{name}={quoted(environment[name])}" for name in declared.shared() if name in environment]
    secret_file.write_private(path, "\n".join(lines))


def quoted(value: str) -> str:
    plain = all(letter.isalnum() or letter in "_-./:@%?=&+,[]" for letter in value)
    return value if plain else f"'{value}'"
