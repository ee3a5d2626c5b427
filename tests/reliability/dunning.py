"""Very many unpaid invoices, of which some are due for a step, by two processes at once: each step is done, and told, once.

    python -m tests.reliability.dunning [--invoices 1000000] [--due 50000] [--processes 2]

Prints how long the runs, a second look and the plan took, and how much memory each process had at most. Exit code 1 when a
step was done or told twice, or not at all.
"""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.reliability.crash_points import shop_of_its_own
from tests.reliability.report import Report

_DONE = """
SELECT count(*), count(DISTINCT invoice_id), count(*) FILTER (WHERE step <> 'first' OR day <> %(today)s),
       (SELECT count(*) FROM billing_fee), (SELECT count(DISTINCT invoice_id) FROM billing_fee)
FROM billing_dunningaction
"""
_TOLD = """
SELECT count(*), count(DISTINCT aggregate_id) FROM gotuto_outbox_event WHERE name = 'billing.reminder_due'
"""
_LATE = "SELECT count(*) FROM billing_invoice WHERE status = 'overdue'"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--invoices", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=50_000)
    parser.add_argument("--processes", type=int, default=2)
    wanted = parser.parse_args()
    with shop_of_its_own():
        report = _prove(wanted.invoices, wanted.due, wanted.processes)
    print(report)  # noqa: T201
    return 1 if report.wrong else 0


def _prove(many: int, due: int, processes: int) -> Report:
    from contexts.billing.invoices.use_cases import mark_overdue_invoices
    from gotuto import wakeups
    from gotuto.db import execute, fetch_all
    from tests.reliability.many_invoices import copy_invoices, megabytes

    wakeups.notifier.notify = lambda name: None  # type: ignore[method-assign]
    began = time.monotonic()
    original = copy_invoices(many - 1, every=many // due)
    today = (original.due_date or date.min) + timedelta(days=1)
    mark_overdue_invoices(now=_noon(today))
    _policy()
    execute("SET statement_timeout = 0")
    execute("VACUUM ANALYZE billing_invoice")
    report = Report("dunning", 0)
    report.figures |= {
        "invoices": many,
        "MB on disk": megabytes(),
        "seconds to make them": round(time.monotonic() - began),
    }
    ((late,),) = fetch_all(_LATE)
    _run(report, processes, today, late)
    _check(report, today, late)
    return report


def _policy() -> None:
    from contexts.billing.dunning.dto import Step
    from contexts.billing.dunning.use_cases import set_policy
    from tests.billing.lines import eur

    steps = (Step(code="first", days=1, fee=eur("2.50")), Step(code="last", days=28, hold=True))
    set_policy(legal_entity="main", is_on=True, steps=steps, now=datetime.now(UTC))


def _run(report: Report, processes: int, today: date, late: int) -> None:
    began = time.monotonic()
    said = _together(processes, today)
    report.figures |= {
        "due for a step": late,
        "seconds": round(time.monotonic() - began, 1),
        "done by each": [one["done"] for one in said],
        "MB of each at most": [one["mb"] for one in said],
        "of them before": [one["mb_before"] for one in said],
    }
    report.expect(sum(one["done"] for one in said) == late, "the runs say that they did others")
    began = time.monotonic()
    again = _act(today)
    report.figures["seconds of a second look"] = round(time.monotonic() - began, 1)
    report.expect(again["done"] == 0, f"a second look did {again['done']} steps")
    began = time.monotonic()
    planned = _plan(today)
    report.figures |= {"seconds of a plan for 60 days": round(time.monotonic() - began, 1), "planned": planned}


def _check(report: Report, today: date, late: int) -> None:
    from gotuto.db import fetch_all

    ((done, invoices, wrong, fees, charged),) = fetch_all(_DONE, {"today": today})
    ((events, told),) = fetch_all(_TOLD)
    report.figures |= {"steps": done, "fees": fees, "events": events}
    report.expect((done, invoices, wrong) == (late, late, 0), f"{late} were due: {done} of {invoices}, {wrong} wrong")
    report.expect((fees, charged) == (late, late), f"{late} were due: {fees} fees of {charged} invoices")
    report.expect((events, told) == (late, late), f"{late} were due: {events} events of {told} invoices")


def _together(processes: int, today: date) -> list[dict[str, Any]]:
    """What each process says that it did."""
    from django.db import connections

    # Two processes must not speak on one line.
    connections.close_all()
    return [json.loads(_heard(pid, news)) for pid, news in list(_started(processes, today))]


def _started(processes: int, today: date) -> Iterator[tuple[int, int]]:
    for _ in range(processes):
        listening, telling = os.pipe()
        if pid := os.fork():
            os.close(telling)
            yield pid, listening
            continue
        try:
            os.write(telling, json.dumps(_act(today)).encode())
        finally:
            os._exit(0)


def _heard(pid: int, news: int) -> bytes:
    with os.fdopen(news, "rb") as file:
        said = file.read()
    os.waitpid(pid, 0)
    return said or b"{}"


def _noon(today: date) -> datetime:
    return datetime(today.year, today.month, today.day, 12, tzinfo=UTC)


def _act(today: date) -> dict[str, Any]:
    from contexts.billing.dunning.dto import Trigger
    from contexts.billing.dunning.use_cases import run_dunning

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    done = sum(run.actions for run in run_dunning(trigger=Trigger.CLOCK, now=_noon(today)))
    return {"done": done, "mb_before": before, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def _plan(today: date) -> int:
    from contexts.billing.dunning.queries import plan

    return sum(row.invoices for row in plan(by=today + timedelta(days=60), now=_noon(today)).rows)


if __name__ == "__main__":
    sys.exit(main())
