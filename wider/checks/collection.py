"""The collection of the API guide, as Postman's own runner plays it."""

import os
import re
import subprocess
from pathlib import Path

from wider.check import Check, Failed, Missed, Tool
from wider.instance import running

_COLLECTION = Path(__file__).resolve().parents[2] / "docs" / "api" / "gotuto.postman_collection.json"
_RUNNER = "newman@6.2.2"


def _run() -> str:
    newman = ["npx", "--yes", _RUNNER]
    environ = {**os.environ, "NO_UPDATE_NOTIFIER": "1", "CI": "true"}
    if subprocess.run([*newman, "--version"], env=environ, capture_output=True, timeout=180, check=False).returncode:
        raise Missed(f"{_RUNNER} could not be had from the npm registry")
    with running() as shop:
        options = ["--folder", "First order", "--env-var", f"base_url={shop.url}", "--color", "off", "--bail"]
        done = subprocess.run(
            [*newman, "run", str(_COLLECTION), *options],
            env=environ, capture_output=True, text=True, timeout=180, check=False,
        )  # fmt: skip
    counts = {name: re.search(rf"{name} │ +(\d+) │ +(\d+)", done.stdout) for name in ("requests", "assertions")}
    if done.returncode or None in counts.values():
        raise Failed(f"{_RUNNER}: {(done.stdout + done.stderr).strip()[-400:]}")
    told = ", ".join(f"{found[1]} {name}" for name, found in counts.items() if found)
    return f"{_RUNNER} plays a first order: {told}, none failed"


CHECK = Check(
    "collection", (Tool("npx", ("npx", "--version"), "npm"), Tool("node", ("node", "--version"), "nodejs")), _run
)
