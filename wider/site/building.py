"""Builds the site: the program from its lock, the pages, and the library that draws their diagrams."""

import json
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from wider import npm
from wider.check import Failed, Missed
from wider.site import navigation, staging
from wider.site.staging import ROOT

BUILD = ROOT / "build"
SITE = BUILD / "site"
MERMAID = "mermaid@12.3.0"
_HERE = Path(__file__).parent
_UV = str(Path(sys.executable).with_name("uv"))
# Where the theme would fetch it from, and where it finds it instead.
_FETCHED = re.compile(r'"https://unpkg\.com/mermaid@12/dist/mermaid\.min\.js"')
_OURS = 'new URL("../mermaid.min.js",document.querySelector("script[src*=\'javascripts/bundle\']").src).href'


def build() -> int:
    """Build the site anew; how many pages it has. Raises Failed, Missed."""
    program = _installed()
    library = npm.source(MERMAID, "dist/mermaid.min.js")
    pages = BUILD / "pages"
    try:
        nav = navigation.placed(staging.stage(pages))
    except navigation.NoPlace as failure:
        raise Failed(str(failure)) from None
    (pages / "assets").mkdir(exist_ok=True)
    shutil.copy(_HERE / "gotuto.css", pages / "assets")
    (BUILD / "zensical.toml").write_text(_configured(nav))
    shutil.rmtree(SITE, ignore_errors=True)
    done = subprocess.run(
        [program, "build", "--clean", "--strict"], cwd=BUILD, capture_output=True, text=True, timeout=300, check=False
    )
    if done.returncode or "arning" in done.stdout + done.stderr:
        raise Failed(re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr).partition("Traceback")[0].strip())
    _bring(library)
    return len(list(pages.rglob("*.md")))


def _configured(nav: list[dict[str, Any]]) -> str:
    template = (_HERE / "zensical.toml").read_text()
    return template.replace("nav = []", f"nav = {_toml(nav)}")


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{json.dumps(key)} = {_toml(one)}' for key, one in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value)


def _bring(library: str) -> None:
    """Let the pages find the library of the diagrams here. Raises Failed when the theme looks for it elsewhere."""
    scripts = SITE / "assets" / "javascripts"
    [bundle] = scripts.glob("bundle.*.min.js")
    text, changes = _FETCHED.subn(lambda found: _OURS, bundle.read_text())
    if changes != 1:
        raise Failed(f"{bundle.name} does not fetch {MERMAID} as expected: see wider/site/building.py")
    bundle.write_text(text)
    (SITE / "assets" / "mermaid.min.js").write_text(library)


def _installed() -> str:
    """The program, in a virtual environment that stays until the lock changes. Raises Missed."""
    lock = ROOT / "lock" / "docs.txt"
    folder = BUILD / f"venv-{sha256(lock.read_bytes()).hexdigest()[:12]}"
    python = folder / "bin" / "python"
    steps = (
        [_UV, "venv", "--quiet", "--python", sys.executable, str(folder)],
        [_UV, "pip", "install", "--quiet", "--python", str(python), "--require-hashes", "-r", str(lock)],
    )
    program = python.with_name("zensical")
    if not program.exists():
        shutil.rmtree(folder, ignore_errors=True)
        for step in steps:
            if subprocess.run(step, capture_output=True, timeout=300, check=False).returncode:
                raise Missed("zensical could not be had from the package index")
    return str(program)
