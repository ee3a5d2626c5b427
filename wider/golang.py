"""Programs and files of Go modules: built once by Go, and kept."""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from wider.check import Missed

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gotuto-wider"
_SECONDS = 1500


def program(name: str, package: str, version: str) -> Path:
    """Where a program is whose package the proxy has. Raises Missed."""
    kept = CACHE / f"{name}-{version}"
    if not kept.exists():
        with tempfile.TemporaryDirectory(prefix="gotuto-go-") as folder:
            go("install", f"{package}@{version}", GOBIN=folder)
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(Path(folder) / name, kept)
    return kept


def built(name: str, source: Path) -> Path:
    """Where a program is that a folder of this tree has, built anew when a file of it changes. Raises Missed."""
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(source.iterdir()))).hexdigest()[:12]
    kept = CACHE / f"{name}-{digest}"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        go("build", "-o", str(kept), ".", cwd=source)
    return kept


def within(name: str, module: str, version: str, package: str, more: Mapping[str, str] | None = None) -> Path:
    """Where a program is that is built in its own module, with more files in it. Raises Missed.

    `go install` refuses a module that replaces some of its dependencies, and knows no more files.
    """
    added = more or {}
    mark = f"-{hashlib.sha256(repr(sorted(added.items())).encode()).hexdigest()[:8]}" if added else ""
    kept = CACHE / f"{name}-{version}{mark}"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="gotuto-go-") as place:
            copy = Path(place) / name
            # Without their modes: those of the module cache forbid writing.
            shutil.copytree(folder(module, version), copy, copy_function=shutil.copyfile)
            for path, text in added.items():
                (copy / path).parent.mkdir(parents=True, exist_ok=True)
                (copy / path).write_text(text)
            go("build", "-o", str(Path(place) / "built"), package, cwd=copy)
            shutil.move(Path(place) / "built", kept)
    return kept


def folder(module: str, version: str) -> Path:
    """The files of a module, which nobody may change. Raises Missed."""
    return Path(json.loads(go("mod", "download", "-json", f"{module}@{version}"))["Dir"])


def go(*arguments: str, cwd: Path | None = None, **environ: str) -> str:
    """What it says, run in a folder with more variables. Raises Missed."""
    done = subprocess.run(
        ["go", *arguments],
        cwd=cwd or tempfile.gettempdir(), env={**os.environ, **environ}, capture_output=True, text=True, timeout=_SECONDS, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Missed(f"go {' '.join(arguments)}: {done.stderr.strip()[-200:]}")
    return done.stdout
