"""What is told of dunning."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contexts.billing.dunning.dto import Tone
from gotuto.events import DomainEvent
from gotuto.ids import ClientId, InvoiceId, OrderId
from gotuto.money import Money
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class ReminderDue(DomainEvent, aggregate="invoice_id"):
    """A buyer is to be reminded of an invoice, in a tone and with the words of the policy; once for each step of it."""

    invoice_id: InvoiceId
    action_id: UUID
    client_id: ClientId
    order_id: OrderId | None
    step: str
    tone: Tone
    wording: str
    due_date: date
    days_overdue: int
    amount_due: Money
    fee: Money | None


reminder_due = DomainSignal(ReminderDue)
