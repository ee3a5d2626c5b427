"""Container images as buildah makes them, without a registry: the base comes from Debian's packages."""

import json
import os
import platform
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wider.check import Failed, Missed

PROJECT = Path(__file__).resolve().parents[1]
BASE = "localhost/gotuto-base"
_PACKAGES = "ca-certificates,python3,python3-venv"
# Where the package clients of this machine are told what is peculiar to it; the build gets it as secrets.
_PECULIARITIES = {
    "ca.pem": [os.environ.get("SSL_CERT_FILE", "")],
    "pip.conf": [os.environ.get("PIP_CONFIG_FILE", ""), "~/.config/pip/pip.conf", "/etc/pip.conf"],
    "uv.toml": [os.environ.get("UV_CONFIG_FILE", ""), "~/.config/uv/uv.toml", "/etc/uv/uv.toml"],
}


@dataclass(frozen=True)
class Image:
    """`root` is its file system; `environment`, `entrypoint` and `user` are what it says about itself."""

    lock: str
    root: Path
    entrypoint: list[str]
    environment: dict[str, str]
    user: str
    health: list[str]
    megabytes: int
    seconds: float


class Store:
    """A place for images of its own; `close` takes everything away again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._driver = "overlay" if self._works("overlay") else "vfs"

    def close(self) -> None:
        for arguments in (["umount", "--all"], ["rm", "--all"], ["rmi", "--all", "--force"]):
            self._run(self._driver, arguments, seconds=60)
        if (mounted := self._folder / "root" / "overlay").is_mount():
            subprocess.run(["umount", str(mounted)], check=False)

    def make_base(self) -> None:
        """A small Debian with Python. Raises Missed where no package can be had."""
        system = platform.freedesktop_os_release()
        if system.get("ID") != "debian":
            raise Missed("a base is made of Debian's packages, and this is no Debian")
        suite, packed = system["VERSION_CODENAME"], self._folder / "base.tar"
        made = subprocess.run(
            ["mmdebstrap", "--variant=minbase", f"--include={_PACKAGES}", "--dpkgopt=path-exclude=/usr/share/doc/*",
             "--dpkgopt=path-exclude=/usr/share/man/*", suite, str(packed), *mirror(suite)],
            capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip
        if made.returncode:
            raise Missed(f"no base could be made: {made.stderr.strip()[-200:]}")
        container = self._ask("from", "scratch").strip()
        self._ask("add", container, str(packed), "/")
        self._ask("commit", "--quiet", "--rm", container, BASE)
        packed.unlink()

    def build(self, lock: str) -> Image:
        """The image of one lock, as its Containerfile says, and its file system."""
        name, began = f"localhost/gotuto-{lock}", time.monotonic()
        self._ask(
            "bud", "--isolation=chroot", "--network=host", "--pull-never", "--format=docker", *_secrets(),
            f"--build-arg=BASE={BASE}", f"--build-arg=LOCK={lock}", "-f", "deploy/Containerfile", "-t", name, str(PROJECT),
        )  # fmt: skip
        seconds = time.monotonic() - began
        told = json.loads(self._ask("inspect", "--type=image", name))["Docker"]["config"]
        root = Path(self._ask("mount", self._ask("from", "--pull-never", name).strip()).strip())
        for folder in root.parents:
            if folder.is_relative_to(self._folder):
                # Somebody who is not root is going to look inside.
                folder.chmod(0o711)
        return Image(
            lock=lock,
            root=root,
            entrypoint=told["Entrypoint"],
            environment=dict(each.split("=", 1) for each in told["Env"]),
            user=told["User"],
            health=told["Healthcheck"]["Test"][1:],
            megabytes=_megabytes(root),
            seconds=seconds,
        )

    def _works(self, driver: str) -> bool:
        made = self._run(driver, ["from", "scratch"], seconds=60)
        if made.returncode:
            return False
        mounted = self._run(driver, ["mount", made.stdout.strip()], seconds=60)
        self._run(driver, ["rm", "--all"], seconds=60)
        return mounted.returncode == 0

    def _ask(self, *arguments: str) -> str:
        done = self._run(self._driver, arguments, seconds=600)
        if done.returncode:
            raise Failed(f"buildah {arguments[0]}: {(done.stdout + done.stderr).strip()[-500:]}")
        return done.stdout

    def _run(self, driver: str, arguments: Sequence[str], *, seconds: float) -> subprocess.CompletedProcess[str]:
        places = [f"--{name}={self._folder / name}" for name in ("root", "runroot")]
        command = ["buildah", f"--storage-driver={driver}", *places, *arguments]
        return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=seconds, check=False)


@contextmanager
def store(folder: Path) -> Iterator[Store]:
    opened = Store(folder)
    try:
        yield opened
    finally:
        opened.close()


def mirror(suite: str) -> list[str]:
    """Where apt of this machine gets Debian's packages; without it mmdebstrap knows one."""
    which = ["Created-By: Packages", "Origin: Debian", f"Codename: {suite}", "Component: main"]
    told = subprocess.run(
        ["apt-get", "indextargets", "--format=$(REPO_URI)", *which], capture_output=True, text=True, check=False
    )
    return told.stdout.split()[:1]


def _secrets() -> Iterator[str]:
    for name, places in _PECULIARITIES.items():
        found = [Path(place).expanduser() for place in places if place and Path(place).expanduser().is_file()]
        if found:
            yield f"--secret=id={name},src={found[0]}"


def _megabytes(root: Path) -> int:
    told = subprocess.run(
        ["du", "-s", "--apparent-size", "-B", "1000000", str(root)], capture_output=True, text=True, check=True
    )
    return int(told.stdout.split()[0])
