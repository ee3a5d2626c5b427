"""The sources of the last release, beside those of this tree."""

import subprocess
from pathlib import Path

from tests.architecture.tree import ROOT
from tests.promise.record import recorded

_MISSING = (
    "This clone does not have the last release, {tag} ({commit}), beside which the tests run this tree."
    " Bring it with: git fetch --depth 1 origin {commit}"
)


class ReleaseMissing(AssertionError):
    """The history ends before the last release; the text says what to do."""


def tags() -> list[str]:
    """The releases that this clone knows by name, the last one first."""
    return _git("tag", "--list", "v*", "--sort=-version:refname").stdout.decode().split()


def commit_of(tag: str) -> str:
    return _git("rev-list", "-n", "1", tag).stdout.decode().strip()


def unpack(folder: Path, *, commit: str | None = None) -> Path:
    """Lay the sources of the last release into a folder. Raises ReleaseMissing."""
    release = {**recorded("release"), **({"commit": commit} if commit else {})}
    packed = _git("archive", release["commit"])
    if packed.returncode and _git("fetch", "--quiet", "--depth", "1", "origin", release["commit"]).returncode == 0:
        packed = _git("archive", release["commit"])
    if packed.returncode:
        raise ReleaseMissing(_MISSING.format(**release))
    folder.mkdir(parents=True)
    subprocess.run(["tar", "-x", "-C", str(folder)], input=packed.stdout, check=True)
    return folder


def _git(*arguments: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=False, timeout=60)
