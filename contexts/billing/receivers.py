"""What billing hears: customers become clients."""

from datetime import datetime

from contexts.billing.clients import use_cases
from contexts.customer import signals as customer
from contexts.customer.signals import CustomerRegistered, CustomerUpdated
from gotuto.outbox import receiver


@receiver(customer.customer_registered, name="billing.on_customer_registered")
def on_customer_registered(event: CustomerRegistered, *, now: datetime, **_: object) -> None:
    use_cases.sync_client_from_customer(customer_id=event.customer_id, now=now)


@receiver(customer.customer_updated, name="billing.on_customer_updated")
def on_customer_updated(event: CustomerUpdated, *, now: datetime, **_: object) -> None:
    use_cases.sync_client_from_customer(customer_id=event.customer_id, now=now)
