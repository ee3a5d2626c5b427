"""Fees are claimed no more: as a courtesy of staff, or with the claim that they were for."""

from datetime import datetime

from contexts.billing.fees import domain, dto, models, signals
from contexts.billing.fees.dto import FeeState
from contexts.billing.fees.errors import FeeNotFound
from contexts.billing.invoices.dto import SettledBy
from contexts.billing.invoices.models import Invoice
from gotuto import audit_log
from gotuto.db import unit_of_work
from gotuto.ids import ActorId, FeeId, InvoiceId

# A claim that never was has cost nobody anything to remind of.
CREDITED = "The invoice was credited in full."


@unit_of_work
def waive_fee(*, fee_id: FeeId, reason: str, actor: ActorId | None = None, now: datetime) -> dto.Fee:
    """Claim no more what of a fee is open; one that is waived stays so. Raises FeeNotFound, FeeSettled."""
    row = _locked(fee_id)
    if row.state != FeeState.WAIVED:
        _waive(row, reason=reason, actor=actor, now=now)
    return row.to_dto()


@unit_of_work
def waive_fees_of_credited(*, invoice_id: InvoiceId, now: datetime) -> None:
    """Waive the open fees of an invoice that credit notes have taken back as a whole; nothing happens to others."""
    invoice = Invoice.objects.filter(pk=invoice_id).first()
    if invoice is None or invoice.account().settled_by is not SettledBy.CREDIT:
        return
    rows = models.Fee.objects.select_related("invoice").filter(invoice_id=invoice_id, state=FeeState.OPEN)
    for row in rows.order_by("id").select_for_update(of=("self",), no_key=True):
        _waive(row, reason=CREDITED, actor=None, now=now)


def _locked(fee_id: FeeId) -> models.Fee:
    rows = models.Fee.objects.select_related("invoice").select_for_update(of=("self",), no_key=True)
    row = rows.filter(pk=fee_id).first()
    if row is None:
        raise FeeNotFound(fee_id=fee_id)
    return row


def _waive(row: models.Fee, *, reason: str, actor: ActorId | None, now: datetime) -> None:
    given_up, after = row.claim().open, domain.waive(row.claim())
    row.reason, row.actor = reason, actor
    row.keep(after, now=now)
    audit_log.record("fee_waived", fee=row.id, invoice=row.invoice_id, amount=str(given_up), reason=reason)
    signals.fee_settled.publish(
        signals.FeeSettled(
            fee_id=FeeId(row.id), invoice_id=InvoiceId(row.invoice_id), amount=given_up, is_paid=False, occurred_at=now
        )
    )
