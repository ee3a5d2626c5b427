"""What became of each order, by the tables of the shop and the ledger of the gateway, to be held against what people were told."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate
from typing import Any

from sandboxes.payments.server import Sandbox
from tests.reliability.shop import SufferingShop

_ORDERS = """
SELECT o.id::text, o.number, o.status, i.id::text, i.total, i.amount_paid, i.amount_credited, i.status,
       coalesce(r.state, ''), coalesce(s.state, '')
FROM order_order AS o JOIN billing_invoice AS i ON i.order_id = o.id
LEFT JOIN inventory_reservation AS r ON r.order_id = o.id LEFT JOIN shipping_shipment AS s ON s.order_id = o.id
"""
_STREAMS = "SELECT stream_id::text, type FROM order_streamrow ORDER BY stream_id, version"
_MOVEMENTS = (
    "SELECT order_id::text, kind, delta_on_hand, delta_reserved FROM inventory_movement WHERE order_id IS NOT NULL"
)
_MAILS = "SELECT order_id::text, kind, status FROM notification_notification WHERE order_id IS NOT NULL"
_PAYMENTS = """
SELECT i.order_id::text, p.id::text, p.reference, p.channel, p.amount, p.amount_allocated, p.amount_refunded, p.amount_reversed,
       p.reversal
FROM billing_payment AS p JOIN billing_invoice AS i ON i.id = p.invoice_id
"""
_REFUNDS = """
SELECT i.order_id::text, r.id::text, p.id::text, r.destination, r.amount, r.status, r.withdrawn_at IS NOT NULL, r.outcome_code
FROM billing_refund AS r JOIN billing_payment AS p ON p.id = r.payment_id JOIN billing_invoice AS i ON i.id = p.invoice_id
"""
_CREDIT_NOTES = """
SELECT i.order_id::text, c.id::text, c.total
FROM billing_invoice AS c JOIN billing_invoice AS i ON i.id = c.credits_invoice_id ORDER BY c.sequence
"""
_ATTEMPTS = "SELECT order_id::text, id::text, reference, amount, status FROM billing_paymentattempt"
# What was due after each change, in the order of the changes. Between a payment that is taken off and the credit note that
# follows in the same transaction nobody sees anything.
_DUES = """
SELECT i.order_id::text, (e.data->'amount_due'->>'amount')::numeric
FROM gotuto_outbox_event AS e JOIN billing_invoice AS i ON i.id = (e.data->>'invoice_id')::uuid
WHERE e.name IN ('billing.payment_received', 'billing.credit_note_issued')
   OR e.name = 'billing.payment_taken_off' AND e.data->>'cause' <> 'credited'
ORDER BY e.sequence
"""
# By how much a payment's rest changed: what is to go back, what did not stay, and what was withdrawn of one that did.
_LEFTS = """
SELECT e.data->>'payment_id', CASE WHEN e.name = 'billing.refund_settled' THEN 1 ELSE -1 END
       * (e.data->'amount'->>'amount')::numeric
FROM gotuto_outbox_event AS e
WHERE e.name IN ('billing.refund_requested', 'billing.payment_reversed')
   OR e.name = 'billing.refund_settled' AND e.data->>'status' = 'withdrawn' AND NOT EXISTS (
       SELECT FROM gotuto_outbox_event AS gone
       WHERE gone.name = 'billing.payment_reversed' AND gone.data->>'payment_id' = e.data->>'payment_id'
         AND gone.sequence < e.sequence)
ORDER BY e.sequence
"""


@dataclass(frozen=True)
class Payment:
    """Money that came in for an order; `lefts` is what could still go back of it, at first and after each change."""

    id: str
    reference: str
    channel: str
    amount: Decimal
    allocated: Decimal
    refunded: Decimal
    reversed: Decimal
    reversal: str
    lefts: tuple[Decimal, ...]

    @property
    def kept(self) -> Decimal:
        """What the shop still has of it."""
        return self.amount - self.refunded - self.reversed


@dataclass(frozen=True)
class Refund:
    id: str
    payment_id: str
    destination: str
    amount: Decimal
    status: str
    is_withdrawn: bool
    outcome: str


@dataclass(frozen=True)
class Attempt:
    id: str
    reference: str
    amount: Decimal
    status: str


@dataclass(frozen=True)
class Tale:
    """One order in the end. `dues` is what was due on its invoice, at first and after each change."""

    number: str
    status: str
    invoice_id: str
    total: Decimal
    paid: Decimal
    credited: Decimal
    invoice_status: str
    reservation: str
    parcel: str
    dues: tuple[Decimal, ...]
    stream: tuple[str, ...]
    movements: tuple[tuple[str, int, int], ...] = ()
    mails: Counter[str] = field(default_factory=Counter)
    payments: tuple[Payment, ...] = ()
    refunds: tuple[Refund, ...] = ()
    credit_notes: tuple[tuple[str, Decimal], ...] = ()
    attempts: tuple[Attempt, ...] = ()

    @property
    def uncredited(self) -> tuple[Decimal, ...]:
        """What could still be credited, at first and after each credit note."""
        return tuple(
            self.total - credited for credited in accumulate((c for _, c in self.credit_notes), initial=Decimal(0))
        )

    def payment(self, payment_id: str) -> Payment | None:
        return next((one for one in self.payments if one.id == payment_id), None)

    def refund(self, refund_id: str) -> Refund | None:
        return next((one for one in self.refunds if one.id == refund_id), None)


@dataclass(frozen=True)
class Books:
    """The gateway's ledger: what it took of each payment and gave back of it, and each refund by its key."""

    captured: dict[str, Decimal]
    refunded: dict[str, Decimal]
    refunds: dict[str, Decimal]


def books_of(sandbox: Sandbox) -> Books:
    ledger = sandbox.ledger.all()
    return Books(
        {row["id"]: Decimal(row["captured"]) for row in ledger["payments"]},
        {row["id"]: Decimal(row["refunded"]) for row in ledger["payments"]},
        {row["key"]: Decimal(row["amount"]) for row in ledger["refunds"]},
    )


def tales(shop: SufferingShop) -> dict[str, Tale]:
    """Each order by its id."""
    lefts = _grouped(shop, _LEFTS, lambda change: change)
    dues = _grouped(shop, _DUES, lambda due: due)
    streams = _grouped(shop, _STREAMS, str)
    parts: dict[str, dict[str, list[Any]]] = {
        "movements": _grouped(shop, _MOVEMENTS, lambda *row: row),
        "payments": _grouped(shop, _PAYMENTS, lambda *row: _payment(row, lefts.get(row[0], []))),
        "refunds": _grouped(shop, _REFUNDS, Refund),
        "credit_notes": _grouped(shop, _CREDIT_NOTES, lambda *row: row),
        "attempts": _grouped(shop, _ATTEMPTS, Attempt),
    }
    mails = _grouped(shop, _MAILS, lambda kind, status: kind)
    return {
        order_id: Tale(
            *facts,
            dues=(facts[3], *dues.get(order_id, [])),
            stream=tuple(streams[order_id]),
            mails=Counter(mails.get(order_id, [])),
            **{name: tuple(of_order.get(order_id, [])) for name, of_order in parts.items()},
        )
        for order_id, *facts in shop.sql(_ORDERS)
    }


def _payment(row: tuple[Any, ...], changes: list[Decimal]) -> Payment:
    return Payment(*row, lefts=tuple(accumulate(changes, initial=row[3])))


def _grouped(shop: SufferingShop, question: str, made: Callable[..., Any]) -> dict[str, list[Any]]:
    """What stands behind the first column, by it."""
    found: dict[str, list[Any]] = {}
    for key, *rest in shop.sql(question):
        found.setdefault(key, []).append(made(*rest))
    return found
