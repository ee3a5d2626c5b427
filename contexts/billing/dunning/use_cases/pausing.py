"""Pauses: nothing is done about an invoice, or about any of a client, until a day is over."""

from datetime import date, datetime
from typing import Any

from contexts.billing.clients.errors import ClientNotFound
from contexts.billing.clients.models import Client
from contexts.billing.dunning import domain, dto, models, reading
from contexts.billing.dunning.errors import DunningNotPaused
from contexts.billing.invoices.errors import InvoiceNotFound
from contexts.billing.invoices.models import Invoice
from gotuto import audit_log
from gotuto.db import lock, unit_of_work
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import ActorId, ClientId, InvoiceId, new_id

# A pause never changes: another takes its place.
_VERSION = 1


@unit_of_work
def pause_invoice(
    *, invoice_id: InvoiceId, until: date, reason: str, actor: ActorId | None = None, now: datetime
) -> dto.Pause:
    """Keep back all steps of an invoice until a day is over, instead of a pause that is there.

    The step that is due after it is done then, those before it are not. Raises InvoiceNotFound, DunningPauseEnded.
    """
    lock(Invoice, invoice_id, missing=lambda: InvoiceNotFound(invoice_id=invoice_id))
    return _pause({"invoice_id": invoice_id}, until=until, reason=reason, actor=actor, now=now)


@unit_of_work
def pause_client(
    *, client_id: ClientId, until: date, reason: str, actor: ActorId | None = None, now: datetime
) -> dto.Pause:
    """Keep back all steps of all invoices of a client. Raises ClientNotFound, DunningPauseEnded."""
    lock(Client, client_id, missing=lambda: ClientNotFound(client_id=client_id))
    return _pause({"client_id": client_id}, until=until, reason=reason, actor=actor, now=now)


@unit_of_work
def resume_invoice(*, invoice_id: InvoiceId, expected_version: ExpectedVersion = None, now: datetime) -> None:
    """End the pause of an invoice. Raises InvoiceNotFound, DunningNotPaused, Stale."""
    lock(Invoice, invoice_id, missing=lambda: InvoiceNotFound(invoice_id=invoice_id))
    _resume({"invoice_id": invoice_id}, expected=expected_version, now=now)


@unit_of_work
def resume_client(*, client_id: ClientId, expected_version: ExpectedVersion = None, now: datetime) -> None:
    """End the pause of a client. Raises ClientNotFound, DunningNotPaused, Stale."""
    lock(Client, client_id, missing=lambda: ClientNotFound(client_id=client_id))
    _resume({"client_id": client_id}, expected=expected_version, now=now)


def _pause(whose: dict[str, Any], *, until: date, reason: str, actor: ActorId | None, now: datetime) -> dto.Pause:
    domain.check_pause(until, today=reading.day_of_shop(now))
    models.DunningPause.objects.filter(**whose, resumed_at=None).update(resumed_at=now)
    row = models.DunningPause.objects.create(
        id=new_id(), **whose, until=until, reason=reason, actor=actor, created_at=now
    )
    audit_log.record("dunning_paused", **whose, until=until.isoformat(), reason=reason)
    return row.to_dto()


def _resume(whose: dict[str, Any], *, expected: ExpectedVersion, now: datetime) -> None:
    if not models.DunningPause.objects.filter(**whose, resumed_at=None).update(resumed_at=now):
        raise DunningNotPaused
    check_version(expected=expected, actual=_VERSION)
    audit_log.record("dunning_resumed", **whose)
