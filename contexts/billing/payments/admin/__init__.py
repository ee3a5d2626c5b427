"""Payments in the back office; what is booked never changes, and another entry takes it off again."""

from contexts.billing.payments.admin.booking import EntryInline, PaysFees, ReceivesPayments, RecordsPayments
from contexts.billing.payments.admin.page import PaymentAdmin

__all__ = ["EntryInline", "PaymentAdmin", "PaysFees", "ReceivesPayments", "RecordsPayments"]
