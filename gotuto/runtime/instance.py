"""What one instance is told by its environment, and what it tells its programs."""

import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gotuto.runtime import secret_file
from gotuto.runtime.errors import CannotStart
from gotuto.runtime.paths import Paths

PROJECT = Path(__file__).resolve().parents[2]
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - to be recognised, not to be listened on
# What `run/env` tells a command in another terminal; the rest belongs to one program.
SHARED = (
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "GOTUTO_URL",
    "GOTUTO_DATA_DIR",
    "GOTUTO_EMBEDDED",
    "GOTUTO_ADMIN_EMAIL",
    "GOTUTO_ADMIN_PASSWORD",
    "GOTUTO_ADMIN_TOKEN",
    "GOTUTO_DEMO_PASSWORD",
)
MADE_ONCE = ("SECRET_KEY", "GOTUTO_ADMIN_PASSWORD", "GOTUTO_ADMIN_TOKEN", "GOTUTO_DEMO_PASSWORD")


@dataclass(frozen=True, kw_only=True)
class Instance:
    """The wishes of whoever starts an instance."""

    environ: Mapping[str, str]
    host: str
    port: int
    paths: Paths
    database_url: str
    redis_url: str
    production: bool
    demo: bool

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Instance":
        """Read the wishes. Raises CannotStart for those that make no sense."""
        production = environ.get("GOTUTO_ENV") == "production"
        instance = cls(
            environ=environ,
            host=environ.get("HOST") or "127.0.0.1",
            port=port_number(environ.get("PORT") or "8000"),
            paths=Paths(Path(environ.get("GOTUTO_DATA_DIR") or PROJECT / ".gotuto").absolute()),
            database_url=given(environ, "DATABASE_URL"),
            redis_url=given(environ, "REDIS_URL"),
            production=production,
            demo=environ.get("GOTUTO_DEMO", "0" if production else "1") not in ("0", "false", "no", "off"),
        )
        instance.refuse_embedded_in_production()
        return instance

    def refuse_embedded_in_production(self) -> None:
        embedded = not (self.database_url and self.redis_url)
        if self.production and embedded and self.environ.get("GOTUTO_ALLOW_EMBEDDED") != "1":
            raise CannotStart(
                "Production runs on a PostgreSQL and a Valkey of its own: set DATABASE_URL and REDIS_URL "
                "(or GOTUTO_ALLOW_EMBEDDED=1 for one small machine)."
            )

    @property
    def url(self) -> str:
        """Where a browser on this machine finds the instance."""
        host = EVERYWHERE.get(self.host, self.host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    def environment(self, *, database_url: str, redis_url: str) -> dict[str, str]:
        """What every program of the instance gets to know; secrets that nobody gave are made once and kept."""
        made = {name: given(self.environ, name) or self.made_once(name) for name in self.wanted()}
        defaults = {"GOTUTO_ADMIN_EMAIL": "admin@example.com", "ALLOWED_HOSTS": self.allowed_hosts()}
        return (
            (defaults if not self.production else {})
            | dict(self.environ)
            | made
            | {
                "DATABASE_URL": database_url,
                "REDIS_URL": redis_url,
                "GOTUTO_EMBEDDED": "0" if self.database_url and self.redis_url else "1",
                "GOTUTO_URL": self.url,
                "GOTUTO_DATA_DIR": str(self.paths.root),
                "GOTUTO_INSTANCE": secrets.token_hex(8),
            }
        )

    def wanted(self) -> tuple[str, ...]:
        return MADE_ONCE if self.demo else ("SECRET_KEY",)

    def made_once(self, name: str) -> str:
        # A person types a password; programs copy the rest.
        random_bytes = 8 if name.endswith("PASSWORD") else 32
        return secret_file.read_or_make(self.paths.root / "secrets" / name.lower(), random_bytes=random_bytes)

    def allowed_hosts(self) -> str:
        """The names under which this machine may be called: itself, and the network's name for it when it listens there."""
        outside = socket.gethostname() if self.host in EVERYWHERE else self.host
        return ",".join(dict.fromkeys(["localhost", "127.0.0.1", "[::1]", outside]))


def port_number(text: str) -> int:
    """The port that `text` names. Raises CannotStart."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise CannotStart(f"PORT={text} is no port. Choose a number from 1 to 65535: make up PORT=8000")


def given(environ: Mapping[str, str], name: str) -> str:
    """The value of NAME, or the content of the file that NAME_FILE points to; empty when there is neither."""
    if environ.get(name):
        return environ[name]
    file = environ.get(f"{name}_FILE")
    try:
        return Path(file).read_text().strip() if file else ""
    except OSError as error:
        raise CannotStart(f"Cannot read {name}_FILE={file} ({error.strerror}).") from error


def write_shared(path: Path, environment: Mapping[str, str]) -> None:
    """Write the part that other terminals need as KEY=value lines, readable by the owner only."""
    lines = [f"{name}={quoted(environment[name])}" for name in SHARED if name in environment]
    secret_file.write_private(path, "\n".join(lines))


def quoted(value: str) -> str:
    plain = all(letter.isalnum() or letter in "_-./:@%?=&+,[]" for letter in value)
    return value if plain else f"'{value}'"
