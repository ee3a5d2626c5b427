"""Questions about payment attempts, by staff, the customer, a guest with the order's token, and whoever has the mail's link."""

from datetime import datetime

from django.conf import settings

from contexts.billing.attempts import dto
from contexts.billing.attempts.models import PaymentAttempt
from contexts.billing.attempts.reading import find_attempt, find_payable
from contexts.billing.documents.dto import Reader
from contexts.billing.fees.queries import open_fees
from contexts.billing.payments import gateways
from gotuto.ids import AttemptId, InvoiceId


def get_attempt(*, attempt_id: AttemptId, reader: Reader, now: datetime) -> dto.PaymentAttempt:
    """An attempt as it is now. Raises AttemptNotFound for what is no attempt of the reader."""
    return find_attempt(attempt_id=attempt_id, reader=reader, now=now).to_dto()


def attempt(*, attempt_id: AttemptId) -> dto.PaymentAttempt:
    """An attempt as it is now, for whoever has begun it."""
    return PaymentAttempt.objects.get(pk=attempt_id).to_dto()


def get_payable(*, invoice_id: InvoiceId, token: str, now: datetime) -> dto.Payable | None:
    """What the link of a mail lets somebody pay; None where it opens nothing."""
    invoice = find_payable(invoice_id=invoice_id, token=token, now=now)
    if invoice is None:
        return None
    latest = PaymentAttempt.objects.filter(invoice=invoice_id).order_by("-created_at").first()
    return dto.Payable(
        invoice_id=invoice_id,
        number=str(invoice),
        seller=settings.GOTUTO_SELLER_NAME if invoice.seller is None else invoice.seller.told().name,
        amount_due=invoice.account().due,
        fees_open=open_fees(invoice_id=invoice_id, currency=invoice.currency),
        gateways=tuple(gateways.offered()),
        latest=None if latest is None else latest.to_dto(),
    )
