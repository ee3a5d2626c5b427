"""Notification's verbs."""

from contexts.notification.use_cases.announcing import (
    announce_cancellation,
    announce_confirmation,
    announce_document,
    announce_new_email,
    announce_payment,
    announce_refund,
    announce_reminder,
    announce_shipment,
)
from contexts.notification.use_cases.sending import resend

__all__ = [
    "announce_cancellation",
    "announce_confirmation",
    "announce_document",
    "announce_new_email",
    "announce_payment",
    "announce_refund",
    "announce_reminder",
    "announce_shipment",
    "resend",
]
