"""A person stops a saga and has it undone, and says why."""

from uuid import UUID

from gotuto.db import unit_of_work
from gotuto.sagas import lookup, requests
from gotuto.sagas.errors import SagaAlreadyCompensating, SagaEnded
from gotuto.sagas.models import SagaRun
from gotuto.sagas.runs import Refusal

STOPPED = "sagas.stopped"


@unit_of_work
def stop(*, saga_id: UUID | str, reason: str) -> UUID:
    """Ask a saga, named by its own id or its subject's id or number, to undo what it has done; its id.

    Raises SagaNotFound, SagaAmbiguous, SagaEnded, SagaAlreadyCompensating.
    """
    row = lookup.find(saga_id)
    refusal = Refusal(STOPPED, reason)
    if not requests.request_cancellation(row.name, row.subject_id, refusal=refusal, saga_id=row.id):
        row.refresh_from_db()
        if row.state == SagaRun.State.COMPENSATING:
            raise SagaAlreadyCompensating(saga_id=row.id)
        raise SagaEnded(saga_id=row.id, state=row.state)
    return row.id
