"""The compose file as the reference implementation of the Compose Specification reads it."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from wider import golang
from wider.check import Failed

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
PAGE = DEPLOY.parent / "docs" / "deployment" / "compose.md"
PROFILES = ("observability", "sandboxes")
_LOADER = Path(__file__).parent / "loader"
_MODULE = "github.com/compose-spec/compose-go/v2"

Project = dict[str, Any]


def lay(folder: Path, *, password: str) -> str:
    """What an operator has in `deploy/` once they have followed the page; the token for metrics. Raises Failed."""
    shutil.copytree(DEPLOY, folder, dirs_exist_ok=True)
    done = subprocess.run(["sh", "-e"], input=_first_step(), cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"{PAGE.name}, step 1: {done.stderr.strip()[-300:]}")
    if "FROM-" in (folder / "shop.env").read_text():
        raise Failed(f"{PAGE.name}, step 1: something is left to be replaced in shop.env")
    # The engine is there already, and has chosen.
    (folder / ".env").write_text(f"POSTGRES_PASSWORD={password}\n")
    return (folder / "metrics-token").read_text().strip()


def _first_step() -> str:
    """The commands of the page, which stand in the folder already."""
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    folder, _, commands = blocks[0].partition("\n")
    if folder != "cd deploy":
        raise Failed(f"{PAGE.name} begins in another folder: {folder}")
    return str(commands)


def load(folder: Path, *profiles: str) -> Project:
    """What would run with these profiles. Raises Failed for a file that is wrong, Missed."""
    loader = golang.built("compose-loader", _LOADER)
    environ = {name: value for name, value in os.environ.items() if name != "POSTGRES_PASSWORD"}
    done = subprocess.run(
        [str(loader), str(folder), *profiles], env=environ, capture_output=True, text=True, timeout=60, check=False
    )
    if done.returncode:
        raise Failed(f"compose.yaml: {done.stderr.strip()[-500:]}")
    project: Project = json.loads(done.stdout)
    return project


def version() -> str:
    """That of the reference implementation."""
    [line] = [line for line in (_LOADER / "go.mod").read_text().splitlines() if _MODULE in line]
    return line.split()[-1]
