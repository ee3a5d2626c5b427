"""What is done with payment attempts: a buyer begins one, and a gateway tells that something has happened."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from contexts.billing.attempts import dto, statements
from contexts.billing.attempts.domain.addresses import is_allowed
from contexts.billing.attempts.dto import LIVE, CallKind
from contexts.billing.attempts.errors import (
    AttemptOpen,
    GatewayNotFound,
    GatewayNotOffered,
    NothingToPay,
    ReturnAddressRefused,
    WebhookRefused,
)
from contexts.billing.attempts.models import AttemptCall, PaymentAttempt
from contexts.billing.attempts.models.call import hear
from contexts.billing.attempts.queries import attempt
from contexts.billing.attempts.reading import find_payable
from contexts.billing.invoices.models import Invoice
from contexts.billing.payments import gateways
from gotuto import audit_log
from gotuto.db import is_dry_run, unit_of_work, would_call
from gotuto.ids import AttemptId, InvoiceId, OrderId, new_id
from gotuto.outbound import calls

# An event of a gateway has some thousand bytes.
LONGEST_WEBHOOK = 256 * 1024

# The web makes the first call itself; if it dies, a worker does, so much later.
HEAD_START = timedelta(seconds=10)


@unit_of_work
def start_attempt(*, order_id: OrderId, gateway: str, return_url: str, now: datetime) -> dto.Begun:
    """Begin to pay what is due on an order, at a gateway; the attempt that is open there already is gone on with.

    Raises NothingToPay, GatewayNotOffered, ReturnAddressRefused, AttemptOpen.
    """
    rows = Invoice.objects.select_for_update(no_key=True, of=("self",))
    return _start(rows.filter(order_id=order_id).first(), gateway, return_url, now)


@unit_of_work
def start_attempt_by_link(*, invoice_id: InvoiceId, token: str, gateway: str, now: datetime) -> dto.Begun | None:
    """The same for whoever has the link of a mail; what is open is gone on with, and None when there is nothing to begin."""
    if find_payable(invoice_id=invoice_id, token=token, now=now) is None:
        return None
    invoice = Invoice.objects.select_for_update(no_key=True, of=("self",)).get(pk=invoice_id)
    if (known := _open_attempt(invoice)) is not None:
        return dto.Begun(attempt=known.to_dto(), is_new=False)
    if gateway not in gateways.offered() or not invoice.is_unpaid:
        return None
    return_url = f"{settings.GOTUTO_PUBLIC_URL}/pay/{invoice_id}/?token={token}&back=1"
    return dto.Begun(attempt=_begin(invoice, gateway, return_url, now), is_new=True)


def _start(invoice: Invoice | None, gateway: str, return_url: str, now: datetime) -> dto.Begun:
    """Begin an attempt on a locked invoice: so there are never two at once."""
    offered = gateways.offered()
    if gateway not in offered:
        raise GatewayNotOffered(gateway=gateway, offered=offered)
    origins = [settings.GOTUTO_PUBLIC_URL, *settings.GOTUTO_RETURN_ORIGINS]
    if not is_allowed(return_url, origins):
        raise ReturnAddressRefused(origins=origins)
    if invoice is None:
        raise NothingToPay
    if (known := _open_attempt(invoice)) is not None:
        if known.gateway != gateway:
            ends = f"{known.expires_at:%Y-%m-%d %H:%M} UTC"
            raise AttemptOpen(attempt_id=AttemptId(known.id), gateway=known.gateway, ends=ends)
        return dto.Begun(attempt=known.to_dto(), is_new=False)
    if not invoice.is_unpaid:
        raise NothingToPay
    return dto.Begun(attempt=_begin(invoice, gateway, return_url, now), is_new=True)


def _open_attempt(invoice: Invoice) -> PaymentAttempt | None:
    return invoice.attempts.filter(status__in=LIVE).first()


def _begin(invoice: Invoice, gateway: str, return_url: str, now: datetime) -> dto.PaymentAttempt:
    due, key = invoice.account().due, new_id()
    row = PaymentAttempt.objects.create(
        order_id=invoice.order_id,
        invoice=invoice,
        gateway=gateway,
        amount=due.amount,
        currency=due.currency,
        return_url=return_url,
        expires_at=now + timedelta(minutes=settings.GOTUTO_PAYMENT_ATTEMPT_MINUTES),
        created_at=now,
        updated_at=now,
    )
    AttemptCall.objects.create(
        id=key,
        idempotency_key=str(key),
        destination=gateway,
        attempt=row,
        kind=CallKind.START,
        due_at=now + HEAD_START,
    )
    # Nobody is woken for it, but a dry run tells of it.
    would_call(gateway)
    audit_log.record("payment_attempt_started", attempt=row.id, invoice=invoice.id, order=invoice.order_id)
    return row.to_dto()


def begin_at_gateway(*, begun: dto.Begun) -> dto.PaymentAttempt:
    """The attempt with the page on which its buyer pays, as far as the gateway answers at once; workers do the rest."""
    if begun.is_new and not is_dry_run():
        start = AttemptCall.objects.get(attempt=begun.id, kind=CallKind.START)
        calls.send_now(AttemptCall, start.id)
        return attempt(attempt_id=begun.id)
    return begun.attempt


@unit_of_work
def hear_webhook(*, gateway: str, headers: Mapping[str, str], body: bytes | None, now: datetime) -> None:
    """Take what a gateway tells for a reason to ask it; how the payment stands is only learnt by asking.

    Before its signature is found right, nothing is stored; the same event twice is one. Raises GatewayNotFound, WebhookRefused.
    """
    known = gateways.in_use(gateway)
    if known is None:
        raise GatewayNotFound
    event = None if body is None else known.verify(headers, body, now=now)
    if body is None or event is None:
        _count_refused(gateway)
        raise WebhookRefused
    about = _about(gateway, event.reference)
    is_new = statements.store(gateway=gateway, event_id=event.id[:255], attempt=about, body=body, now=now)
    if about is not None and is_new:
        hear(about, gateway=gateway, now=now)


def _count_refused(gateway: str) -> None:
    # Commands have no use for metrics, which take long to load.
    from gotuto import metrics

    metrics.count_refused_webhook(sender=gateway)


def _about(gateway: str, reference: str) -> AttemptId | None:
    """The attempt that a gateway calls by its own name of the payment, or by ours."""
    which = Q(reference=reference)
    with suppress(ValueError):
        which |= Q(id=UUID(reference))
    found = PaymentAttempt.objects.filter(which, gateway=gateway).values_list("id", flat=True).first()
    return None if found is None else AttemptId(found)
