"""The events that customer publishes, of all topics."""

from contexts.customer.accounts.signals import (
    CustomerRegistered,
    CustomerUpdated,
    customer_registered,
    customer_updated,
)

__all__ = ["CustomerRegistered", "CustomerUpdated", "customer_registered", "customer_updated"]
