"""What staff decide about a line that waits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from contexts.billing.bankstatements import dto, models
from contexts.billing.bankstatements.dto import LineState, Part, Proposal, Share
from contexts.billing.bankstatements.entries import Line, book
from contexts.billing.bankstatements.errors import (
    ProposalUnknown,
    SplitNeedsClient,
    SplitOfDebit,
    SplitTooLarge,
    StatementLineDecided,
    StatementLineNotFound,
)
from contexts.billing.fees.errors import FeeNotFound
from contexts.billing.fees.models import Fee
from contexts.billing.invoices.errors import InvoiceNotFound
from contexts.billing.invoices.models import Invoice
from contexts.billing.payments.errors import ClaimNotNamed
from gotuto import audit_log
from gotuto.db import lock, unit_of_work
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import ActorId, ClientId, InvoiceId, PaymentId
from gotuto.money import total


@unit_of_work
def accept_line(
    *,
    line_id: UUID,
    proposal: int = 1,
    actor: ActorId | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.StatementLine:
    """Book a line as one of its proposals says, the first without a number.

    Raises StatementLineNotFound, StatementLineDecided, ProposalUnknown, Stale, and what booking raises.
    """
    row = _waiting(line_id, expected_version)
    offered = row.proposed()
    if not 1 <= proposal <= len(offered):
        raise ProposalUnknown(wanted=proposal, count=len(offered))
    chosen = offered[proposal - 1]
    payment = book(Line.of(row), chosen, actor=actor, reason="; ".join(chosen.reasons), now=now)
    return _decided(row, LineState.MATCHED, payment=payment, actor=actor, now=now)


@unit_of_work
def split_line(
    *,
    line_id: UUID,
    parts: Sequence[Share],
    client_id: ClientId | None = None,
    actor: ActorId | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.StatementLine:
    """Share a line out to invoices and fees of one client; what is left, or all of it without parts, is the client's balance.

    Raises StatementLineNotFound, StatementLineDecided, SplitOfDebit, SplitTooLarge, SplitNeedsClient, ClaimNotNamed,
    InvoiceNotFound, FeeNotFound, Stale, CurrencyMismatch, and what booking raises.
    """
    row = _waiting(line_id, expected_version)
    if not row.money.is_positive:
        raise SplitOfDebit(amount=row.money)
    shared = total((part.amount for part in parts), row.currency)
    if shared > row.money:
        raise SplitTooLarge(parts=shared, amount=row.money)
    named = _named(parts)
    chosen = Proposal(client_id=_client(named, client_id), parts=named, score=0, reasons=())
    payment = book(Line.of(row), chosen, actor=actor, reason="", now=now)
    return _decided(row, LineState.MATCHED, payment=payment, actor=actor, now=now)


@unit_of_work
def park_line(
    *,
    line_id: UUID,
    reason: str,
    actor: ActorId | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.StatementLine:
    """Put a line aside, and say why; it can be decided later. Raises StatementLineNotFound, StatementLineDecided, Stale."""
    row = _waiting(line_id, expected_version)
    row.note = reason
    return _decided(row, LineState.PARKED, payment=None, actor=actor, now=now)


def _waiting(line_id: UUID, expected_version: ExpectedVersion) -> models.StatementLine:
    row = lock(models.StatementLine, line_id, missing=lambda: StatementLineNotFound(line_id=line_id))
    check_version(expected=expected_version, actual=row.version)
    if not row.is_waiting:
        raise StatementLineDecided(state=row.state)
    return row


def _named(shares: Sequence[Share]) -> tuple[Part, ...]:
    """The same with the invoices of the fees. Raises ClaimNotNamed, FeeNotFound."""
    named: Any = [one.fee_id for one in shares]
    fees: dict[Any, UUID] = dict(Fee.objects.filter(pk__in=named).values_list("id", "invoice_id"))
    for one in shares:
        if (one.invoice_id is None) == (one.fee_id is None):
            raise ClaimNotNamed
        if one.fee_id is not None and one.fee_id not in fees:
            raise FeeNotFound(fee_id=one.fee_id)
    ids = {one: InvoiceId(one.invoice_id or fees[one.fee_id]) for one in shares}
    return tuple(Part(invoice_id=ids[one], fee_id=one.fee_id, amount=one.amount) for one in shares)


def _client(parts: Sequence[Part], told: ClientId | None) -> ClientId:
    found = dict(Invoice.objects.filter(pk__in=[part.invoice_id for part in parts]).values_list("id", "client_id"))
    for part in parts:
        if found.get(part.invoice_id) is None:
            raise InvoiceNotFound(invoice_id=part.invoice_id)
    clients = {*filter(None, found.values()), *filter(None, [told])}
    if len(clients) != 1:
        raise SplitNeedsClient
    return ClientId(clients.pop())


def _decided(
    row: models.StatementLine, state: LineState, *, payment: PaymentId | None, actor: ActorId | None, now: datetime
) -> dto.StatementLine:
    row.state, row.payment_id, row.actor, row.decided_at, row.version = (
        state.value,
        payment,
        actor,
        now,
        row.version + 1,
    )
    row.save(update_fields=["state", "payment", "actor", "decided_at", "version", "note"])
    audit_log.record("statement_line_decided", line=row.id, state=state.value, payment=payment)
    return row.to_dto()
