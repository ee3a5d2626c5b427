"""The events that customer publishes, of all topics."""

from contexts.customer.accounts.signals import (
    CustomerRegistered,
    CustomerUpdated,
    EmailReplaced,
    customer_registered,
    customer_updated,
    email_replaced,
)

__all__ = [
    "CustomerRegistered",
    "CustomerUpdated",
    "EmailReplaced",
    "customer_registered",
    "customer_updated",
    "email_replaced",
]
