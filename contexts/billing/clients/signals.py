"""What is told of clients."""

from dataclasses import dataclass

from gotuto.events import DomainEvent
from gotuto.ids import ClientId, CustomerId
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class ClientCreated(DomainEvent, aggregate="client_id"):
    """Somebody can be invoiced."""

    client_id: ClientId
    customer_id: CustomerId | None


@dataclass(frozen=True, kw_only=True)
class ClientUpdated(DomainEvent, aggregate="client_id"):
    """A client's name or addresses changed, or what is known or agreed of them."""

    client_id: ClientId


@dataclass(frozen=True, kw_only=True)
class ClientDeleted(DomainEvent, aggregate="client_id"):
    """A client without invoices was deleted."""

    client_id: ClientId


@dataclass(frozen=True, kw_only=True)
class ClientsMerged(DomainEvent, aggregate="client_id"):
    """A client was found to be another one, who has their invoices now."""

    client_id: ClientId
    into: ClientId


client_created = DomainSignal(ClientCreated)
client_updated = DomainSignal(ClientUpdated)
client_deleted = DomainSignal(ClientDeleted)
clients_merged = DomainSignal(ClientsMerged)
