"""Reminding a buyer of what is due: in their language, and as the step of the seller's policy wants it said."""

from datetime import datetime
from uuid import UUID

from contexts.billing import facade as billing
from contexts.billing.dto import Tone
from contexts.notification.dto import Kind
from contexts.notification.use_cases.announcing import write
from gotuto.db import unit_of_work
from gotuto.ids import InvoiceId, OrderId
from gotuto.money import Money

# Whoever reads another language gets English.
_ENGLISH = "en"
_SUBJECTS = {
    "en": {
        Tone.NOTICE: "Your invoice {number} will be due",
        Tone.REMINDER: "Reminder: your invoice {number} is overdue",
        Tone.FINAL: "Last reminder: your invoice {number}",
    },
    "de": {
        Tone.NOTICE: "Ihre Rechnung {number} wird bald fällig",
        Tone.REMINDER: "Zahlungserinnerung: Ihre Rechnung {number}",
        Tone.FINAL: "Letzte Mahnung: Ihre Rechnung {number}",
    },
}


@unit_of_work
def announce_reminder(
    *,
    invoice_id: InvoiceId,
    order_id: OrderId | None,
    tone: Tone,
    wording: str,
    days_overdue: int,
    fee: Money | None,
    event_id: UUID,
    now: datetime,
) -> None:
    """Remind the buyer of an invoice, unless it was settled since or they asked to be forgotten. Raises billing's InvoiceNotFound."""
    to = billing.get_addressee(invoice_id=invoice_id)
    pay = billing.get_payment_request(invoice_id=invoice_id, now=now)
    if pay is None or pay.amount_due.is_zero or not to.email:
        return
    language = to.language if to.language in _SUBJECTS else _ENGLISH
    facts = {"pay": pay, "tone": tone, "wording": wording, "days_overdue": days_overdue, "fee": fee}
    write(
        Kind.PAYMENT_REMINDER,
        to.email,
        to.customer_id,
        order_id,
        event_id,
        now,
        facts,
        template=f"payment_reminder_{language}",
        subject=_SUBJECTS[language][tone].format(number=pay.number),
    )
