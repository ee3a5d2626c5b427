"""Starts an instance of its own, drives orders, makes faults, and says whether the promises held.

    python -m tests.reliability.chaos --seed 7 --scenario all [--seconds 60] [--rate 10]

Exit code 1 when a promise was broken. It speaks to this machine only and ends only what it has started.
"""

import argparse
import sys
import tempfile
import traceback
from pathlib import Path

from tests.reliability.report import Report
from tests.reliability.scenarios import SCENARIOS

USUAL_SECONDS = {"kill": 60.0, "valkey": 30.0, "freeze": 20.0, "postgres": 30.0, "two-workers": 45.0, "poison": 30.0}


def run(scenario: str, *, seed: int, seconds: float | None, rate: float) -> Report:
    """One scenario from start to end; whatever breaks is something wrong."""
    report = Report(scenario, seed)
    with tempfile.TemporaryDirectory(prefix="gotuto-chaos-", ignore_cleanup_errors=True) as directory:
        try:
            SCENARIOS[scenario](report, Path(directory), seconds or USUAL_SECONDS.get(scenario, 60.0), rate)
        except Exception:
            report.wrong.append(traceback.format_exc())
    return report


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, help="how long the faults last; each scenario has its usual time")
    parser.add_argument("--rate", type=float, default=10.0, help="orders per second")
    parser.add_argument("--scenario", choices=[*SCENARIOS, "all"], default="all")
    wishes = parser.parse_args()
    reports = []
    for scenario in SCENARIOS if wishes.scenario == "all" else [wishes.scenario]:
        report = run(scenario, seed=wishes.seed, seconds=wishes.seconds, rate=wishes.rate)
        print(report, flush=True)  # noqa: T201
        reports.append(report)
    return 1 if any(report.wrong for report in reports) else 0


if __name__ == "__main__":
    sys.exit(main())
