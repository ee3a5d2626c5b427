"""A saga that a person has looked after tries again."""

from uuid import UUID

from django.db.models import Q

from gotuto import wakeups
from gotuto.db import execute, unit_of_work
from gotuto.sagas.errors import SagaEnded, SagaNotFound
from gotuto.sagas.models import SagaRun
from gotuto.sagas.runs import QUEUE

_RETRY = """
UPDATE gotuto_sagas_sagarun SET due_at = clock_timestamp(), attempts = 0, needs_attention = false
WHERE id = %s AND state IN ('running', 'compensating')
"""


@unit_of_work
def retry(*, saga_id: UUID) -> UUID:
    """Make a saga, named by its own id or its subject's, due now with all its attempts; its id. Raises SagaNotFound, SagaEnded."""
    row = SagaRun.objects.filter(Q(id=saga_id) | Q(subject_id=saga_id)).order_by("-started_at").first()
    if row is None:
        raise SagaNotFound(saga_id)
    if not execute(_RETRY, [row.id]):
        raise SagaEnded(row.id, row.state)
    wakeups.notify_on_commit(QUEUE)
    return row.id
