"""Alerts, objectives and the dashboard as Prometheus and Alertmanager read them."""

import subprocess
import tempfile
from pathlib import Path

import yaml

from config import grafana
from wider.check import Check, Failed, Tool

_FOLDER = Path(__file__).resolve().parents[2] / "deploy" / "observability"


def _run() -> str:
    _ask("promtool", "check", "rules", str(_FOLDER / "rules.yml"))
    _ask("promtool", "check", "config", "--syntax-only", str(_FOLDER / "prometheus.yml"))
    _ask("promtool", "test", "rules", str(_FOLDER / "rules_test.yml"))
    _ask("amtool", "check-config", str(_FOLDER / "alertmanager.yml"))
    with tempfile.TemporaryDirectory() as folder:
        # A rule is parsed as a panel's query is.
        queries = Path(folder) / "queries.yml"
        rules = [{"record": f"panel:{number}", "expr": query} for number, query in enumerate(grafana.expressions())]
        queries.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}))
        _ask("promtool", "check", "rules", str(queries))
    trials = yaml.safe_load((_FOLDER / "rules_test.yml").read_text())["tests"]
    return f"{len(trials)} trials of alerts pass, {len(rules)} queries of the dashboard are parsed, routes are sound"


def _ask(*command: str) -> None:
    done = subprocess.run(command, cwd=_FOLDER, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        raise Failed(f"{' '.join(command[:3])}: {(done.stdout + done.stderr).strip()[-500:]}")


CHECK = Check(
    "alerts",
    (
        Tool("promtool", ("promtool", "--version"), "Debian's prometheus"),
        Tool("amtool", ("amtool", "--version"), "Debian's prometheus-alertmanager"),
    ),
    _run,
)
