"""The events that billing publishes, of all topics."""

from contexts.billing.clients.signals import (
    ClientCreated,
    ClientDeleted,
    ClientsMerged,
    ClientUpdated,
    client_created,
    client_deleted,
    client_updated,
    clients_merged,
)
from contexts.billing.credits.signals import CreditNoteIssued, credit_note_issued
from contexts.billing.documents.signals import (
    DocumentSendRequested,
    DocumentStored,
    document_send_requested,
    document_stored,
)
from contexts.billing.invoices.signals import (
    InvoiceCreated,
    InvoiceStatusChanged,
    invoice_created,
    invoice_status_changed,
)
from contexts.billing.payments.signals import (
    PaymentReceived,
    PaymentReversed,
    PaymentTakenOff,
    PaymentUnallocated,
    payment_received,
    payment_reversed,
    payment_taken_off,
    payment_unallocated,
)
from contexts.billing.sellers.signals import SellerDescribed, seller_described

__all__ = [
    "ClientCreated",
    "ClientDeleted",
    "ClientUpdated",
    "ClientsMerged",
    "CreditNoteIssued",
    "DocumentSendRequested",
    "DocumentStored",
    "InvoiceCreated",
    "InvoiceStatusChanged",
    "PaymentReceived",
    "PaymentReversed",
    "PaymentTakenOff",
    "PaymentUnallocated",
    "SellerDescribed",
    "client_created",
    "client_deleted",
    "client_updated",
    "clients_merged",
    "credit_note_issued",
    "document_send_requested",
    "document_stored",
    "invoice_created",
    "invoice_status_changed",
    "payment_received",
    "payment_reversed",
    "payment_taken_off",
    "payment_unallocated",
    "seller_described",
]
