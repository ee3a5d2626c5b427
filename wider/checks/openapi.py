"""The OpenAPI document as somebody else's linter reads it."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from wider.check import Check, Failed, Missed, Tool

_ROOT = Path(__file__).resolve().parents[2]
_LINTER = "@redocly/cli@2.11.1"
# Rules about licences, servers and words are a matter of taste; these are about whether the document is right.
_CONFIGURATION = {"extends": ["spec"]}


def _run() -> str:
    with tempfile.TemporaryDirectory() as folder:
        document, configuration = Path(folder) / "openapi.json", Path(folder) / "redocly.yaml"
        arguments = [sys.executable, "manage.py", "spectacular", "--format", "openapi-json", "--file", str(document)]
        subprocess.run(arguments, cwd=_ROOT, check=True, timeout=120)
        configuration.write_text(json.dumps(_CONFIGURATION))
        _npx(folder, "--version")
        linted = _npx(folder, "lint", str(document), "--config", str(configuration), "--format", "json", may_fail=True)
        if "{" not in linted:
            raise Failed(f"{_LINTER} tells no result")
        found = json.loads(linted[linted.index("{") :])
    problems = [f"{one['ruleId']}: {one['message']}" for one in found["problems"] if one["severity"] == "error"]
    if problems:
        raise Failed(f"{_LINTER} finds {len(problems)} errors, the first: {problems[0]}")
    return f"{_LINTER} finds no error, {found['totals']['warnings']} warnings"


def _npx(folder: str, *arguments: str, may_fail: bool = False) -> str:
    environ = {**os.environ, "REDOCLY_TELEMETRY": "off", "NO_UPDATE_NOTIFIER": "1", "CI": "true"}
    command = ["npx", "--yes", _LINTER, *arguments]
    try:
        done = subprocess.run(
            command, cwd=folder, env=environ, capture_output=True, text=True, timeout=180, check=False
        )
    except subprocess.TimeoutExpired:
        raise Missed(f"{_LINTER} could not be had from the npm registry within three minutes") from None
    if done.returncode and not may_fail:
        raise Missed(f"{_LINTER} could not be had from the npm registry")
    return done.stdout


CHECK = Check(
    "openapi", (Tool("npx", ("npx", "--version"), "npm"), Tool("node", ("node", "--version"), "nodejs")), _run
)
