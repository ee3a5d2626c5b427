"""Questions about what is to be credited."""

from contexts.billing.invoices.errors import InvoiceNotFound
from contexts.billing.invoices.models import Invoice
from gotuto.ids import InvoiceId


def find_invoice(*, number: str) -> tuple[InvoiceId, str]:
    """The invoice with this number, and its currency. Raises InvoiceNotFound."""
    row = Invoice.objects.filter(number=number).first()
    if row is None:
        raise InvoiceNotFound(number=number)
    return InvoiceId(row.id), row.currency
