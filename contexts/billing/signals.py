"""The events that billing publishes, of all topics."""

from contexts.billing.clients.signals import (
    ClientCreated,
    ClientDeleted,
    ClientUpdated,
    client_created,
    client_deleted,
    client_updated,
)
from contexts.billing.invoices.signals import (
    InvoiceCreated,
    InvoiceStatusChanged,
    invoice_created,
    invoice_status_changed,
)
from contexts.billing.payments.signals import PaymentReceived, payment_received

__all__ = [
    "ClientCreated",
    "ClientDeleted",
    "ClientUpdated",
    "InvoiceCreated",
    "InvoiceStatusChanged",
    "PaymentReceived",
    "client_created",
    "client_deleted",
    "client_updated",
    "invoice_created",
    "invoice_status_changed",
    "payment_received",
]
