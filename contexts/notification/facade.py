"""Everything that can be asked of notification; it is called by its own edges only, because it stands on top."""

from contexts.notification.errors import NotificationNotFound, NotificationUnderway
from contexts.notification.queries import get_notification, list_notifications
from contexts.notification.use_cases import (
    announce_cancellation,
    announce_confirmation,
    announce_payment,
    announce_shipment,
    resend,
    send_one,
)

__all__ = [
    "NotificationNotFound",
    "NotificationUnderway",
    "announce_cancellation",
    "announce_confirmation",
    "announce_payment",
    "announce_shipment",
    "get_notification",
    "list_notifications",
    "resend",
    "send_one",
]
