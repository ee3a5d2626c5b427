"""Pauses: nothing is done about an invoice, or about any of a client, until a day is over."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from contexts.billing.clients.errors import ClientNotFound
from contexts.billing.clients.models import Client
from contexts.billing.dunning import domain, dto, models, queries
from contexts.billing.dunning.errors import DunningNotPaused
from contexts.billing.invoices.errors import InvoiceNotFound
from contexts.billing.invoices.models import Invoice
from gotuto import audit_log
from gotuto.db import lock, unit_of_work
from gotuto.ids import ActorId, ClientId, InvoiceId, new_id


@unit_of_work
def pause(
    *,
    invoice_id: InvoiceId | None = None,
    client_id: ClientId | None = None,
    until: date,
    reason: str,
    actor: ActorId | None = None,
    now: datetime,
) -> dto.Pause:
    """Keep back all steps of an invoice or a client until a day is over, instead of a pause that is there.

    The step that is due after it is done then, those before it are not. Raises InvoiceNotFound, ClientNotFound, DunningPauseEnded.
    """
    domain.check_pause(until, today=queries.day_of_shop(now))
    _locked(invoice_id, client_id)
    _live(invoice_id, client_id).update(resumed_at=now)
    row = models.DunningPause.objects.create(
        id=new_id(),
        invoice_id=invoice_id,
        client_id=client_id,
        until=until,
        reason=reason,
        actor=actor,
        created_at=now,
    )
    audit_log.record("dunning_paused", invoice=invoice_id, client=client_id, until=until.isoformat(), reason=reason)
    return row.to_dto()


@unit_of_work
def resume(*, invoice_id: InvoiceId | None = None, client_id: ClientId | None = None, now: datetime) -> None:
    """End a pause. Raises InvoiceNotFound, ClientNotFound, DunningNotPaused."""
    _locked(invoice_id, client_id)
    if not _live(invoice_id, client_id).update(resumed_at=now):
        raise DunningNotPaused
    audit_log.record("dunning_resumed", invoice=invoice_id, client=client_id)


def _locked(invoice_id: InvoiceId | None, client_id: ClientId | None) -> None:
    """So that two who pause the same come one after the other."""
    if invoice_id is not None:
        lock(Invoice, invoice_id, missing=lambda: InvoiceNotFound(invoice_id=invoice_id))
    else:
        assert client_id is not None, "A pause is of an invoice or of a client."
        lock(Client, client_id, missing=lambda: ClientNotFound(client_id=client_id))


def _live(invoice_id: InvoiceId | None, client_id: ClientId | None) -> QuerySet[models.DunningPause]:
    live = models.DunningPause.objects.filter(resumed_at=None)
    return live.filter(invoice_id=invoice_id) if invoice_id else live.filter(Q(client_id=client_id))
