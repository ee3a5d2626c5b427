"""Finding one saga by whatever an operator has at hand: its id, the id of what it works for, or the number of that."""

from uuid import UUID

from django.db.models import F

from gotuto.sagas.definition import definitions
from gotuto.sagas.errors import SagaAmbiguous, SagaNotFound
from gotuto.sagas.models import SagaRun


def find(what: UUID | str) -> SagaRun:
    """The saga of this id; else the open one for this subject, or the latest that has ended.

    Raises SagaNotFound, and SagaAmbiguous when several sagas work for the subject.
    """
    as_uuid = _as_uuid(what)
    row = None if as_uuid is None else SagaRun.objects.filter(id=as_uuid).first()
    return row if row is not None else _of_subject(what)


def subjects_called(number: str) -> list[UUID]:
    """The subjects of all kinds that people call by this number."""
    return [found for subject in definitions.subjects() if (found := subject.find(number.strip())) is not None]


def _of_subject(what: UUID | str) -> SagaRun:
    as_uuid = _as_uuid(what)
    subjects = [as_uuid] if as_uuid is not None else subjects_called(str(what))
    rows = list(
        SagaRun.objects.filter(subject_id__in=subjects).order_by(F("finished_at").desc(nulls_first=True), "-started_at")
    )
    if not rows:
        raise SagaNotFound(what=what)
    if len(working := [row for row in rows if row.finished_at is None]) > 1:
        raise SagaAmbiguous(found=[(row.name, row.id) for row in working])
    return rows[0]


def _as_uuid(what: UUID | str) -> UUID | None:
    try:
        return UUID(str(what))
    except ValueError:
        return None
