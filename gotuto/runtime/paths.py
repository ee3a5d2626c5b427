"""The data directory of one instance and what lies in it."""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from gotuto.runtime.errors import CannotStart

# sockaddr_un.sun_path holds 108 bytes on Linux and 104 on macOS, the closing zero included.
SOCKET_PATH_LIMIT = 103
LONGEST_SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Paths:
    """Names inside a data directory; `create()` makes the directories."""

    root: Path

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def lock(self) -> Path:
        return self.run / "lock"

    @property
    def env(self) -> Path:
        return self.run / "env"

    @property
    def sandbox_port(self) -> Path:
        return self.root / "sandbox-port"

    def pid_file(self, name: str) -> Path:
        return self.run / f"{name}.pid"

    def log_file(self, name: str) -> Path:
        return self.log / f"{name}.log"

    def create(self) -> None:
        """Make the directories, readable by their owner only. Raises CannotStart when that is not possible."""
        try:
            for directory in (self.root, self.run, self.log):
                directory.mkdir(mode=0o700, parents=True, exist_ok=True)
                probe = directory / ".writable"
                probe.touch()
                probe.unlink()
            self.root.chmod(0o700)
        except OSError as error:
            raise CannotStart(
                f"Cannot write to the data directory {self.root} ({error.strerror}). "
                "Choose another with GOTUTO_DATA_DIR=…, or mend its owner and permissions."
            ) from error

    def sockets(self) -> Path:
        """The directory of the unix sockets: a short one elsewhere when the path here is too long for a socket."""
        here = self.root / "sockets"
        if len(os.fsencode(here / LONGEST_SOCKET_NAME)) > SOCKET_PATH_LIMIT:
            return private_directory(short_name(self.root))
        here.mkdir(mode=0o700, exist_ok=True)
        return here


def short_name(root: Path) -> Path:
    digest = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"gotuto-{os.getuid()}-{digest}"


def private_directory(path: Path) -> Path:
    """Make `path` for the owner alone. Raises CannotStart when somebody else made it first: its name can be guessed."""
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise CannotStart(f"{path} belongs to somebody else. Remove it, or choose a shorter GOTUTO_DATA_DIR.")
    return path
