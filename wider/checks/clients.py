"""The programs of the API guide in other languages, each placing an order on a running instance."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from wider.check import Check, Failed, Missed, Tool
from wider.instance import running

_ROOT = Path(__file__).resolve().parents[2]
_EXAMPLES = _ROOT / "docs" / "api" / "examples"
_UV = str(Path(sys.executable).with_name("uv"))
_NPM = ("tsx@4.23.15", "typescript@5.9.3", "@types/node@20.19.43")
_STRICT = ("--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "--types", "node")
_CONFIRMED = re.compile(r"A-\d+ is confirmed\n")


def _run() -> str:
    with tempfile.TemporaryDirectory(prefix="gotuto-clients-") as name, running() as shop:
        told = {language: place(Path(name), shop.url) for language, place in _LANGUAGES.items()}
    wrong = [f"{language}: {text.strip()[-300:]}" for language, text in told.items() if not _CONFIRMED.fullmatch(text)]
    if wrong:
        raise Failed("; ".join(wrong))
    return f"a first order by {', '.join(told)}; {_NPM[1]} --strict and go vet have nothing against it"


def _typescript(folder: Path, url: str) -> str:
    (folder / "package.json").write_text("{}")
    _had(["npm", "install", "--silent", "--no-audit", "--no-fund", *_NPM], folder, "the npm registry")
    program = folder / "first_order.mts"
    program.write_text((_EXAMPLES / program.name).read_text())
    judged = _done([str(folder / "node_modules/.bin/tsc"), *_STRICT, program.name], folder, url)
    return judged or _done([str(folder / "node_modules/.bin/tsx"), program.name], folder, url)


def _go(folder: Path, url: str) -> str:
    program = str(_EXAMPLES / "first_order.go")
    return _done(["go", "vet", program], folder, url) or _done(["go", "run", program], folder, url)


def _httpie(folder: Path, url: str) -> str:
    python = folder / "venv" / "bin" / "python"
    _had([_UV, "venv", "--quiet", "--python", sys.executable, str(folder / "venv")], _ROOT, "uv")
    install = [_UV, "pip", "install", "--quiet", "--python", str(python), "--require-hashes", "-r", "lock/httpie.txt"]
    _had(install, _ROOT, "the package index")
    path = f"{python.parent}:{os.environ['PATH']}"
    return _done(["sh", str(_EXAMPLES / "first_order_httpie.sh")], folder, url, PATH=path)


def _had(command: list[str], folder: Path, source: str) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        raise Missed(f"{command[0]} does not get what it needs from {source}: {done.stderr.strip()[-200:]}")


def _done(command: list[str], folder: Path, url: str, **environ: str) -> str:
    """What a program printed."""
    told = subprocess.run(
        command, cwd=folder, env={**os.environ, "GOTUTO_URL": url, **environ},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    return told.stdout + told.stderr


_LANGUAGES: dict[str, Callable[[Path, str], str]] = {"TypeScript": _typescript, "Go": _go, "HTTPie": _httpie}

CHECK = Check(
    "clients",
    (
        Tool("node", ("node", "--version"), "Debian's nodejs"),
        Tool("npm", ("npm", "--version"), "Debian's npm"),
        Tool("go", ("go", "version"), "Go 1.24 or newer"),
        Tool("uv", (_UV, "--version"), "lock/uv.txt"),
    ),
    _run,
)
