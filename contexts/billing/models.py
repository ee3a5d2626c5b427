"""The tables of all topics, where Django looks for them."""

from contexts.billing.clients.models import Client
from contexts.billing.invoices.models import Invoice, InvoiceLine, NumberCounter, TaxLine
from contexts.billing.payments.models import Payment

__all__ = ["Client", "Invoice", "InvoiceLine", "NumberCounter", "Payment", "TaxLine"]
