"""What is told of customers: ids only; who may know more asks the facade."""

from dataclasses import dataclass
from uuid import UUID

from gotuto.events import DomainEvent
from gotuto.ids import CustomerId
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class CustomerRegistered(DomainEvent, aggregate="customer_id"):
    """Somebody opened an account."""

    customer_id: CustomerId


@dataclass(frozen=True, kw_only=True)
class CustomerUpdated(DomainEvent, aggregate="customer_id"):
    """Name or address changed; `changed` names the properties, not the values."""

    customer_id: CustomerId
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class EmailReplaced(DomainEvent, aggregate="customer_id"):
    """Somebody signs in with another address from now on; the facade tells the former one to whoever may know it."""

    customer_id: CustomerId
    former_email_id: UUID


customer_registered = DomainSignal(CustomerRegistered)
customer_updated = DomainSignal(CustomerUpdated)
email_replaced = DomainSignal(EmailReplaced)
