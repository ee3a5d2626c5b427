"""Programs of this machine in file systems of their own: everything read-only but what is mounted to be written."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wider import boxed
from wider.boxed import Boxed, ran
from wider.check import Failed

PROJECT = Path(__file__).resolve().parents[1]
# What the image is made of, and nothing else of this tree.
PRODUCT = ("manage.py", "gotuto", "contexts", "config", "sandboxes")
# Names, accounts, libraries and certificates; the settings of this machine's programs are left out.
_ETC = (
    "hosts",
    "nsswitch.conf",
    "passwd",
    "group",
    "ld.so.cache",
    "localtime",
    "ssl",
    "mime.types",
    "protocols",
    "services",
)
_USER, _GROUP = "10001", "0"
_PATH = "/usr/local/bin:/usr/sbin:/usr/bin"


@dataclass(frozen=True)
class Mount:
    """Something of this machine, at a place of the cell."""

    source: Path
    target: str
    is_writable: bool = False


@dataclass
class Cell(Boxed):
    """One program. `here` is the folder in which it begins."""

    role: str
    folder: Path
    words: Sequence[str]
    settings: Mapping[str, str]
    mounts: Sequence[Mount] = ()
    here: str = "/"
    options: Sequence[str] = field(default=())

    def command(self, *options: str) -> list[str]:
        return [*self._room(*options), *self.words]

    def run(self) -> str:
        """What it says until its end. Raises Failed when that is not a good one."""
        done = ran(self.command())
        if done.returncode:
            raise Failed(f"{self.role} exits {done.returncode}: {(done.stdout + done.stderr).strip()[-600:]}")
        return done.stdout

    def ask(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Another command in its place, to its end."""
        return ran([*self._room(), *words])

    def _room(self, *options: str) -> list[str]:
        told = {"PATH": _PATH, **self.settings}
        return [
            *("bwrap", "--unshare-user", "--uid", _USER, "--gid", _GROUP, "--unshare-pid", "--unshare-ipc"),
            *("--as-pid-1", "--die-with-parent", *options, *self.options),
            *("--ro-bind", "/usr", "/usr", "--tmpfs", "/usr/local/etc"),
            *(word for name in _ETC for word in ("--ro-bind-try", f"/etc/{name}", f"/etc/{name}")),
            *(word for name in ("bin", "sbin", "lib", "lib64") for word in ("--symlink", f"usr/{name}", f"/{name}")),
            *("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"),  # noqa: S108
            *(word for mount in [*_python(), *self.mounts] for word in _bound(mount)),
            *("--remount-ro", "/", "--chdir", self.here, "--clearenv"),
            *(word for name, value in told.items() for word in ("--setenv", name, value)),
        ]


def require_cells() -> None:
    """Raises Missed where bubblewrap may not make a cell in a network of its own."""
    boxed.require(
        *("unshare", "--net", "--mount", "bwrap", "--unshare-user", "--uid", _USER, "--gid", _GROUP, "--unshare-pid"),
        *("--ro-bind", "/", "/"),
        why="a network of its own is made",
    )


def product(at: str) -> list[Mount]:
    """The product at a place, as the image has it."""
    return [Mount(PROJECT / name, f"{at}/{name}") for name in PRODUCT]


def interpreter(at: str) -> Mount:
    """The environment with the locked packages at a place."""
    return Mount(Path(sys.prefix).resolve(), at)


def _python() -> list[Mount]:
    """What the environment is made of lies where it lies."""
    base = Path(sys.base_prefix).resolve()
    return [] if base.is_relative_to("/usr") else [Mount(base, str(base))]


def _bound(mount: Mount) -> tuple[str, str, str]:
    return "--bind" if mount.is_writable else "--ro-bind", str(mount.source), mount.target
