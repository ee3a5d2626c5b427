"""Starting an action over many rows: which rows were chosen is written down, so that what was asked about is what is done."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from gotuto import trace, wakeups
from gotuto.actions.models import Run, RunRow
from gotuto.actions.running import QUEUE
from gotuto.db import unit_of_work

# So many keys are in memory at once, however many rows were chosen.
BATCH = 1_000


@unit_of_work
def start(
    *, model: type[Model], action: str, title: str, rows: "QuerySet[Any]", given: dict[str, Any], now: datetime
) -> UUID:
    """Write down a run over these rows; the id of the run. A worker takes it up, unless somebody is faster."""
    run = Run.objects.create(
        model=model._meta.label_lower,
        action=action,
        title=title,
        given=given,
        actor=trace.actor(),
        correlation_id=trace.correlation_id(),
        started_at=now,
        due_at=now,
    )
    run.total = _write_rows(run, rows)
    run.save(update_fields=["total"])
    wakeups.notify_on_commit(QUEUE)
    return run.id


def _write_rows(run: Run, rows: "QuerySet[Any]") -> int:
    total, batch = 0, []
    for key in rows.values_list("pk", flat=True).iterator(chunk_size=BATCH):
        batch.append(RunRow(run=run, key=str(key)))
        if len(batch) == BATCH:
            total += len(RunRow.objects.bulk_create(batch))
            batch = []
    return total + len(RunRow.objects.bulk_create(batch))
