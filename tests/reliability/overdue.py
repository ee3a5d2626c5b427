"""Very many sent invoices, of which some turn overdue, by two processes at once: each turns once, and is told once.

    python -m tests.reliability.overdue [--invoices 1000000] [--turning 50000] [--processes 2]

Prints how long it took, and how much memory each process had at most. Exit code 1 when an
invoice was turned or told twice, or not at all.
"""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.reliability.crash_points import shop_of_its_own
from tests.reliability.report import Report

_TURNED = """
SELECT count(*) FILTER (WHERE status = 'overdue' AND version = %(version)s + 1),
       count(*) FILTER (WHERE status = 'overdue' AND version <> %(version)s + 1),
       count(*) FILTER (WHERE (status = 'overdue') <> (due_date < %(today)s))
FROM billing_invoice
"""
_TOLD = """
SELECT count(*), count(DISTINCT aggregate_id) FROM gotuto_outbox_event
WHERE name = 'billing.invoice_status_changed' AND data ->> 'new' = 'overdue'
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--invoices", type=int, default=1_000_000)
    parser.add_argument("--turning", type=int, default=50_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument(
        "--without", choices=("triggers",), help="measure without what keeps issued documents as they are"
    )
    wanted = parser.parse_args()
    with shop_of_its_own():
        report = _prove(wanted.invoices, wanted.turning, wanted.processes, wanted.without)
    print(report)  # noqa: T201
    return 1 if report.wrong else 0


def _prove(many: int, turning: int, processes: int, without: str | None) -> Report:
    from gotuto import wakeups
    from gotuto.db import fetch_all
    from tests.reliability.many_invoices import copy_invoices, megabytes

    wakeups.notifier.notify = lambda name: None  # type: ignore[method-assign]
    began = time.monotonic()
    original = copy_invoices(many - 1, every=many // turning)
    report = Report("overdue", 0)
    report.figures |= {
        "invoices": many,
        "MB on disk": megabytes(),
        "seconds to make them": round(time.monotonic() - began),
    }
    today = (original.due_date or date.min) + timedelta(days=1)
    began = time.monotonic()
    said = _together(processes, today, without)
    report.figures |= {
        "seconds": round(time.monotonic() - began, 1),
        "turned by each": [one["turned"] for one in said],
        "MB of each at most": [one["mb"] for one in said],
        "of them before": [one["mb_before"] for one in said],
    }
    ((once, twice, wrong),) = fetch_all(_TURNED, {"version": original.version, "today": today})
    ((events, invoices),) = fetch_all(_TOLD)
    report.figures |= {"turned": once, "events": events}
    late = 1 + (many - 1) // (many // turning)
    report.expect(
        (once, twice, wrong) == (late, 0, 0), f"{late} were late: {once} turned once, {twice} twice, {wrong} wrong"
    )
    report.expect((events, invoices) == (late, late), f"{late} were late: {events} events of {invoices} invoices")
    report.expect(sum(one["turned"] for one in said) == late, "the processes say that they turned others")
    return report


def _together(processes: int, today: date, without: str | None) -> list[dict[str, Any]]:
    """What each process says that it did."""
    from django.db import connections

    # Two processes must not speak on one line.
    connections.close_all()
    return [json.loads(_heard(pid, news)) for pid, news in list(_started(processes, today, without))]


def _started(processes: int, today: date, without: str | None) -> Iterator[tuple[int, int]]:
    for _ in range(processes):
        listening, telling = os.pipe()
        if pid := os.fork():
            os.close(telling)
            yield pid, listening
            continue
        try:
            os.write(telling, json.dumps(_mark(today, without)).encode())
        finally:
            os._exit(0)


def _heard(pid: int, news: int) -> bytes:
    with os.fdopen(news, "rb") as file:
        said = file.read()
    os.waitpid(pid, 0)
    return said or b"{}"


def _mark(today: date, without: str | None) -> dict[str, Any]:
    from contexts.billing.invoices.use_cases import mark_overdue_invoices
    from tests.thawing import thawed

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with thawed() if without else nullcontext():
        turned = mark_overdue_invoices(now=datetime(today.year, today.month, today.day, 12, tzinfo=UTC))
    return {"turned": turned, "mb_before": before, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


if __name__ == "__main__":
    sys.exit(main())
