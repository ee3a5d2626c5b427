"""Rows of payment attempts and what is to be paid, for those who show that they may see them."""

from datetime import datetime

from contexts.billing.attempts.errors import AttemptNotFound
from contexts.billing.attempts.models import PaymentAttempt
from contexts.billing.documents.dto import Reader
from contexts.billing.documents.reading import ORDER, PAY
from contexts.billing.invoices.models import Invoice
from gotuto import capabilities
from gotuto.ids import AttemptId, InvoiceId


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
