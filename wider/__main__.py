"""`python -m wider [name …]`, or `make wider`: exits 0 when all passed, 1 when one failed, 3 when a tool was missing.

When every check was made and passed, the table is written to docs/verified.md.
"""

import argparse
import math
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from wider.check import Check, Result, exit_code, made, no_time_left
from wider.checks import (
    accessibility,
    alerts,
    archive,
    browser,
    catalogue,
    clients,
    collection,
    compose,
    contract,
    database,
    diagrams,
    docs,
    einvoices,
    gateway,
    gitops,
    history,
    hosts,
    image,
    manifests,
    money,
    objects,
    openapi,
    payments,
    played,
    proxies,
    search,
    stores,
    systemd,
    traces,
)

CHECKS: tuple[Check, ...] = (
    history.CHECK,
    openapi.CHECK,
    search.CHECK,
    payments.CHECK,
    objects.CHECK,
    contract.CHECK,
    clients.CHECK,
    collection.CHECK,
    database.CHECK,
    stores.CHECK,
    hosts.CHECK,
    einvoices.CHECK,
    alerts.CHECK,
    archive.CHECK,
    played.CHECK,
    browser.CHECK,
    money.CHECK,
    catalogue.CHECK,
    accessibility.CHECK,
    diagrams.CHECK,
    docs.CHECK,
    traces.CHECK,
    proxies.CHECK,
    manifests.CHECK,
    compose.CHECK,
    systemd.CHECK,
    gateway.CHECK,
    gitops.CHECK,
    image.CHECK,
)
PAGE = Path(__file__).resolve().parent.parent / "docs" / "verified.md"


def page(results: Sequence[Result], *, now: datetime) -> str:
    rows = [f"| {one.check} | {one.outcome} | {one.tools} | {one.seen} |" for one in results]
    return "\n".join(
        [
            "# What was verified with further tools",
            "",
            "Written by `make wider` when every check was made and passed; see [`wider/`](../wider/README.md).",
            "",
            f"{now:%Y-%m-%d}",
            "",
            "| check | outcome | with | seen |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def main(names: Sequence[str], minutes: float) -> int:
    chosen = [check for check in CHECKS if not names or check.name in names]
    results, deadline = [], time.monotonic() + 60 * minutes
    for check in chosen:
        results.append(made(check) if time.monotonic() < deadline else no_time_left(check))
        print(f"{results[-1].outcome:<7} {check.name}: {results[-1].seen} [{results[-1].tools}]", flush=True)
    code = exit_code(results)
    if code == 0 and len(results) == len(CHECKS):
        PAGE.write_text(page(results, now=datetime.now(tz=UTC)))
    return code


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m wider", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(check.name for check in CHECKS)}; all by default")
    parser.add_argument("--minutes", type=float, default=math.inf, help="after which no further check is begun")
    wanted = parser.parse_args()
    sys.exit(main(wanted.names, wanted.minutes))
