"""What a person decides about an import: it is written, or it is not."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from gotuto import audit_log, trace, wakeups
from gotuto.db import lock, unit_of_work
from gotuto.imports import dto
from gotuto.imports.dto import Status
from gotuto.imports.errors import ImportEnded, ImportNotFound, ImportNotReady
from gotuto.imports.models import Import
from gotuto.imports.staging import QUEUE

CONFIRMED = (Status.READY, Status.FAILED)
OPEN = (Status.VALIDATING, Status.READY, Status.RUNNING)


@unit_of_work
def confirm(*, import_id: UUID, kinds: Collection[str], now: datetime) -> dto.Import:
    """Have the rows written that are right; one that failed goes on where it was. Raises ImportNotFound, ImportNotReady."""
    row = _locked(import_id, kinds)
    if row.status not in CONFIRMED:
        raise ImportNotReady(state=row.status)
    if row.status == Status.READY or row.confirmed_at:
        row.status, row.confirmed_at, row.actor = Status.RUNNING, row.confirmed_at or now, trace.actor()
    else:
        row.status = Status.VALIDATING
    row.due_at, row.attempts, row.finished_at, row.last_error = now, 0, None, ""
    row.save(update_fields=["status", "confirmed_at", "actor", "due_at", "attempts", "finished_at", "last_error"])
    audit_log.record("import_confirmed", kind=row.kind, imported=row.id)
    wakeups.notify_on_commit(QUEUE)
    return row.to_dto()


@unit_of_work
def cancel(*, import_id: UUID, kinds: Collection[str], now: datetime) -> dto.Import:
    """Let an import end where it is; what it has written stays. Raises ImportNotFound, ImportEnded."""
    row = _locked(import_id, kinds)
    if row.status not in OPEN:
        raise ImportEnded(state=row.status)
    row.status, row.finished_at = Status.CANCELLED, now
    row.save(update_fields=["status", "finished_at"])
    audit_log.record("import_cancelled", kind=row.kind, imported=row.id)
    return row.to_dto()


def _locked(import_id: UUID, kinds: Collection[str]) -> Import:
    row = lock(Import, import_id, missing=lambda: ImportNotFound(import_id=import_id))
    if row.kind not in kinds:
        raise ImportNotFound(import_id=import_id)
    return row
