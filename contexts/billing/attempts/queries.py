"""Questions about payment attempts, by staff, the customer, a guest with the order's token, and whoever has the mail's link."""

from datetime import datetime

from contexts.billing.attempts import dto
from contexts.billing.attempts.models import PaymentAttempt
from contexts.billing.attempts.reading import find_attempt, find_payable
from contexts.billing.documents.dto import Reader
from contexts.billing.documents.queries import get_payment_request
from contexts.billing.fees.queries import open_fees
from contexts.billing.payments import gateways
from contexts.billing.payments.gateways.manual import Manual
from gotuto.ids import AttemptId, InvoiceId


def get_attempt(*, attempt_id: AttemptId, reader: Reader, now: datetime) -> dto.PaymentAttempt:
    """An attempt as it is now. Raises AttemptNotFound for what is no attempt of the reader."""
    return find_attempt(attempt_id=attempt_id, reader=reader, now=now).to_dto()


def attempt(*, attempt_id: AttemptId) -> dto.PaymentAttempt:
    """An attempt as it is now, for whoever has begun it."""
    return PaymentAttempt.objects.get(pk=attempt_id).to_dto()


def get_payable(*, invoice_id: InvoiceId, token: str, now: datetime) -> dto.Payable | None:
    """What the link of a mail lets somebody pay; None where it opens nothing."""
    if find_payable(invoice_id=invoice_id, token=token, now=now) is None:
        return None
    asked = get_payment_request(invoice_id=invoice_id, now=now)
    assert asked is not None
    latest = PaymentAttempt.objects.filter(invoice=invoice_id).order_by("-created_at").first()
    return dto.Payable(
        asked=asked,
        fees_open=open_fees(invoice_id=invoice_id, currency=asked.total.currency),
        gateways=tuple(name for name in gateways.offered() if name != Manual.name),
        latest=None if latest is None else latest.to_dto(),
    )
