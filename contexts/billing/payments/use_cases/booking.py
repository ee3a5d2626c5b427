"""Money that comes in: for an invoice, or from a client who has not said for which."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from contexts.billing.clients.errors import ClientMerged, ClientNotFound
from contexts.billing.clients.models import Client
from contexts.billing.fees import dto as fees
from contexts.billing.fees.queries import get_fee
from contexts.billing.invoices import dto as invoices
from contexts.billing.invoices.models import Invoice
from contexts.billing.invoices.queries import get_invoice
from contexts.billing.payments import domain, dto, models, signals
from contexts.billing.payments.dto import Channel
from contexts.billing.payments.entries import Booked, lock_invoice, lock_payment, put_on
from contexts.billing.payments.signals import PaymentUnallocated
from contexts.billing.payments.use_cases.allocating import allocate_payment
from contexts.billing.periods.errors import PeriodClosed
from contexts.billing.periods.queries import closed_until
from contexts.billing.sellers.domain import MAIN
from contexts.billing.sellers.queries import day_at_seller
from gotuto import audit_log
from gotuto.db import unit_of_work
from gotuto.ids import ActorId, ClientId, FeeId, InvoiceId, PaymentId, new_id
from gotuto.money import Money


@unit_of_work
def record_payment(
    *,
    invoice_id: InvoiceId,
    amount: Money,
    method: str,
    reference: str,
    received_on: date | None = None,
    channel: Channel = Channel.STAFF,
    reason: str = "",
    actor: ActorId | None = None,
    now: datetime,
) -> invoices.Invoice:
    """Book a payment on an invoice, in part or in full, and who did; the same reference twice books once.

    Raises InvoiceNotFound, InvoiceNotIssued, InvoiceIsVoid, InvoiceIsCreditNote, AmountNotPositive, CurrencyMismatch, Overpaid,
    TooManyParts, ReferenceReused, PeriodClosed.
    """
    invoice = lock_invoice(invoice_id)
    if _booked_before(invoice, amount, method, reference) is None:
        booked = Booked(channel=channel, reason=reason, actor=actor, now=now)
        payment = _made(invoice.client_id, amount, method, reference, received_on, booked, invoice=invoice)
        put_on(invoice, payment, amount, booked)
    return get_invoice(invoice_id=invoice_id, of_client=None)


@unit_of_work
def collect_payment(
    *,
    invoice_id: InvoiceId,
    amount: Money,
    method: str,
    reference: str,
    received_on: date | None = None,
    channel: Channel,
    reason: str = "",
    actor: ActorId | None = None,
    now: datetime,
) -> dto.Payment:
    """Book money that is there, whatever has become of its invoice: what is not due any more is the client's.

    The same reference twice books once. Raises InvoiceNotFound, AmountNotPositive, CurrencyMismatch, ReferenceReused, PeriodClosed.
    """
    invoice = lock_invoice(invoice_id)
    domain.check_positive(amount)
    known = _booked_before(invoice, amount, method, reference)
    if known is None:
        known = _collected(
            invoice,
            amount,
            method,
            reference,
            received_on,
            Booked(channel=channel, reason=reason, actor=actor, now=now),
        )
    return lock_payment(PaymentId(known.id)).to_dto()


def _collected(
    invoice: Invoice, amount: Money, method: str, reference: str, received_on: date | None, booked: Booked
) -> models.Payment:
    payment = _made(invoice.client_id, amount, method, reference, received_on, booked, invoice=invoice)
    part = min(amount, domain.payable(invoice.account()))
    if part.is_positive:
        put_on(invoice, payment, part, booked)
    else:
        payment.save(force_insert=True)
    if part < amount:
        _tell_unallocated(payment, amount - part, booked.now)
    return payment


@unit_of_work
def receive_payment(
    *,
    client_id: ClientId,
    amount: Money,
    method: str,
    reference: str,
    received_on: date | None = None,
    channel: Channel = Channel.STAFF,
    reason: str = "",
    actor: ActorId | None = None,
    now: datetime,
) -> dto.Payment:
    """Book money of a client that settles nothing yet; the same reference of a client twice books once.

    Raises ClientNotFound, ClientMerged, AmountNotPositive, ReferenceReused, PeriodClosed.
    """
    domain.check_positive(amount)
    # Locked, so that of two who book the same reference at once the second finds it.
    client = Client.objects.select_for_update(no_key=True).filter(pk=client_id).first()
    if client is None:
        raise ClientNotFound(client_id=client_id)
    if client.merged_into_id is not None:
        raise ClientMerged(client_id=client_id, into=ClientId(client.merged_into_id))
    earlier = models.Payment.objects.filter(client=client, invoice=None, reference=reference).first()
    if earlier is not None:
        _check_same(earlier, amount, method, reference, currency=earlier.currency)
        return earlier.to_dto()
    booked = Booked(channel=channel, reason=reason, actor=actor, now=now)
    payment = _made(client.id, amount, method, reference, received_on, booked)
    payment.save(force_insert=True)
    audit_log.record("payment_booked", payment=payment.id, client=client_id)
    _tell_unallocated(payment, amount, now)
    return payment.to_dto()


@unit_of_work
def pay_fee(
    *,
    fee_id: FeeId,
    amount: Money,
    method: str,
    reference: str,
    received_on: date | None = None,
    channel: Channel = Channel.STAFF,
    reason: str = "",
    actor: ActorId | None = None,
    now: datetime,
) -> fees.Fee:
    """Book money that came for a fee, in part or in full; the same reference of a client twice books once.

    Raises FeeNotFound, FeeSettled, FeeOverpaid, ClientMerged, AmountNotPositive, CurrencyMismatch, ReferenceReused, PeriodClosed.
    """
    how: dict[str, Any] = {"channel": channel, "reason": reason, "actor": actor, "now": now}
    client_id = get_fee(fee_id=fee_id).client_id
    payment = receive_payment(
        client_id=client_id, amount=amount, method=method, reference=reference, received_on=received_on, **how
    )
    if fee_id not in {entry.fee_id for entry in payment.allocations}:
        allocate_payment(payment_id=payment.id, fee_id=fee_id, amount=amount, **how)
    return get_fee(fee_id=fee_id)


def _booked_before(invoice: Invoice, amount: Money, method: str, reference: str) -> models.Payment | None:
    earlier = models.Payment.objects.filter(invoice=invoice, reference=reference).first()
    if earlier is not None:
        _check_same(earlier, amount, method, reference, currency=invoice.currency)
    return earlier


def _check_same(earlier: models.Payment, amount: Money, method: str, reference: str, *, currency: str) -> None:
    known = Money(earlier.amount, currency), earlier.method
    domain.check_same_payment(reference=reference, earlier=known, told=(amount, method))


def _made(
    client_id: UUID | None, amount: Money, method: str, reference: str, received_on: date | None, booked: Booked,
    *, invoice: Invoice | None = None,
) -> models.Payment:  # fmt: skip
    day, reason = _day(MAIN if invoice is None else invoice.legal_entity, received_on, booked)
    return models.Payment(
        id=new_id(),
        client_id=client_id,
        invoice=invoice,
        currency=amount.currency,
        amount=amount.amount,
        method=method,
        channel=booked.channel.value,
        reference=reference,
        reason=reason,
        actor=booked.actor,
        received_on=day,
        received_at=booked.now,
        updated_at=booked.now,
    )


def _day(legal_entity: str, received_on: date | None, booked: Booked) -> tuple[date, str]:
    """On which day the money stands in the books, and why; what no person brings is never refused. Raises PeriodClosed."""
    today = day_at_seller(legal_entity=legal_entity, now=booked.now)
    if received_on is None or received_on >= today:
        return received_on or today, booked.reason
    until = closed_until(legal_entity=legal_entity)
    if until is None or received_on > until:
        return received_on, booked.reason
    if booked.channel is Channel.STAFF:
        raise PeriodClosed(legal_entity=legal_entity, day=received_on, until=until)
    return today, f"Came in on {received_on}; the books are closed up to {until}. {booked.reason}".strip()[:500]


def _tell_unallocated(payment: models.Payment, amount: Money, now: datetime) -> None:
    assert payment.client_id is not None
    signals.payment_unallocated.publish(
        PaymentUnallocated(
            payment_id=PaymentId(payment.id), client_id=ClientId(payment.client_id), amount=amount, occurred_at=now
        )
    )
