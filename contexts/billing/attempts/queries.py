"""Questions about payment attempts, by staff, the customer, a guest with the order's token, and whoever has the mail's link."""

from datetime import datetime

from django.conf import settings

from contexts.billing.attempts import dto
from contexts.billing.attempts.errors import AttemptNotFound
from contexts.billing.attempts.models import PaymentAttempt
from contexts.billing.documents.dto import Reader
from contexts.billing.documents.reading import ORDER, PAY
from contexts.billing.invoices.models import Invoice
from contexts.billing.payments import gateways
from gotuto import capabilities
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
        gateways=tuple(gateways.offered()),
        latest=None if latest is None else latest.to_dto(),
    )


def find_attempt(*, attempt_id: AttemptId, reader: Reader, now: datetime) -> PaymentAttempt:
    """An attempt of the reader. Raises AttemptNotFound."""
    row = PaymentAttempt.objects.select_related("invoice__client").filter(pk=attempt_id).first()
    if row is None or not _may_see(row.invoice, reader, now):
        raise AttemptNotFound(attempt_id=attempt_id)
    return row


def find_payable(*, invoice_id: InvoiceId, token: str, now: datetime) -> Invoice | None:
    """The issued invoice that a link of a mail lets somebody pay; None where there is none, or the link has ended."""
    row = Invoice.objects.select_related("seller").filter(pk=invoice_id, number__isnull=False).first()
    if row is None or not capabilities.opens(token, kind=PAY, subject_id=invoice_id, now=now):
        return None
    return row


def _may_see(invoice: Invoice, reader: Reader, now: datetime) -> bool:
    owner = None if invoice.client is None else invoice.client.customer_id
    if reader.is_staff or (owner is not None and owner == reader.customer_id):
        return True
    if capabilities.opens(reader.link_token, kind=PAY, subject_id=invoice.id, now=now):
        return True
    # As with orders: the token is a guest's; a customer signs in.
    if owner is not None or invoice.order_id is None:
        return False
    return capabilities.opens(reader.order_token, kind=ORDER, subject_id=invoice.order_id)
