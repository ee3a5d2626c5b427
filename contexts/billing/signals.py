"""The events that billing publishes, of all topics."""

from contexts.billing.attempts.signals import AttemptPaidLate, attempt_paid_late
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
from contexts.billing.dunning.signals import ReminderDue, reminder_due
from contexts.billing.fees.signals import FeeReopened, FeeSettled, fee_reopened, fee_settled
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
from contexts.billing.refunds.signals import RefundRequested, RefundSettled, refund_requested, refund_settled
from contexts.billing.sellers.signals import SellerDescribed, seller_described

__all__ = [
    "AttemptPaidLate",
    "ClientCreated",
    "ClientDeleted",
    "ClientUpdated",
    "ClientsMerged",
    "CreditNoteIssued",
    "DocumentSendRequested",
    "DocumentStored",
    "FeeReopened",
    "FeeSettled",
    "InvoiceCreated",
    "InvoiceStatusChanged",
    "PaymentReceived",
    "PaymentReversed",
    "PaymentTakenOff",
    "PaymentUnallocated",
    "RefundRequested",
    "RefundSettled",
    "ReminderDue",
    "SellerDescribed",
    "attempt_paid_late",
    "client_created",
    "client_deleted",
    "client_updated",
    "clients_merged",
    "credit_note_issued",
    "document_send_requested",
    "document_stored",
    "fee_reopened",
    "fee_settled",
    "invoice_created",
    "invoice_status_changed",
    "payment_received",
    "payment_reversed",
    "payment_taken_off",
    "payment_unallocated",
    "refund_requested",
    "refund_settled",
    "reminder_due",
    "seller_described",
]
