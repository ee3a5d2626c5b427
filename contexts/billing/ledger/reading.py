"""How accounts and the journal are read: bookings of several tables in one order, each found by an index."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from contexts.billing.fees.statements import CHANGES, STATES
from contexts.billing.invoices import domain as invoices
from contexts.billing.ledger.domain import Position
from contexts.billing.ledger.dto import AccountLine, JournalEntry, JournalTotal
from gotuto.db import fetch_all, fetch_as
from gotuto.ids import ClientId

# A day is that of the document, or the one on which money was booked or sent, at the seller's.
_ACCOUNT = f"""
WITH booking AS (
    SELECT invoice.issue_date AS day, invoice.issued_at AS at,
           CASE WHEN invoice.credits_invoice_id IS NULL THEN 'invoice' ELSE 'credit_note' END AS kind, invoice.number,
           invoice.legal_entity, CASE WHEN invoice.credits_invoice_id IS NULL THEN invoice.total ELSE -invoice.total END AS amount,
           CASE WHEN invoice.credits_invoice_id IS NULL THEN invoice.due_date END AS due_date, invoice.id, invoice.currency
    FROM billing_invoice AS invoice
    WHERE invoice.client_id = %(client)s AND invoice.status = ANY(%(issued)s::text[])
    UNION ALL
    SELECT (moved.at AT TIME ZONE %(zone)s)::date, moved.at, moved.kind, moved.reference, '', moved.amount, NULL, moved.id,
           payment.currency
    FROM billing_payment AS payment CROSS JOIN LATERAL (
        SELECT payment.received_at AS at, 'payment' AS kind, payment.reference, -payment.amount AS amount, payment.id
        UNION ALL
        SELECT payment.reversed_at, 'reversal', payment.reference, payment.amount_reversed, payment.id
        WHERE payment.reversed_at IS NOT NULL
        UNION ALL
        SELECT refund.done_at, 'refund', payment.reference, refund.amount, refund.id FROM billing_refund AS refund
        WHERE refund.payment_id = payment.id AND refund.done_at IS NOT NULL
    ) AS moved WHERE payment.client_id = %(client)s
    UNION ALL
    SELECT (change.at AT TIME ZONE %(zone)s)::date, change.at, CASE WHEN change.is_waiver THEN 'fee_waived' ELSE 'fee' END,
           invoice.number, invoice.legal_entity, change.amount, NULL, fee.id, fee.currency
    FROM billing_invoice AS invoice JOIN billing_fee AS fee ON fee.invoice_id = invoice.id
    CROSS JOIN LATERAL {CHANGES} AS change
    WHERE invoice.client_id = %(client)s
)
"""  # noqa: S608  a part of a statement, no values
_OPENING_OF = """{account}
SELECT currency, sum(amount) FROM booking WHERE day < %(first)s GROUP BY currency ORDER BY currency
"""
_OPENING = _OPENING_OF.format(account=_ACCOUNT)
_LINES_OF = """{account}
SELECT day, kind, number, legal_entity, amount AS amount_amount, currency AS amount_currency, 0::numeric AS balance_amount,
       currency AS balance_currency, due_date, id
FROM booking WHERE day BETWEEN %(first)s AND %(last)s
ORDER BY currency, day, at, kind = 'reversal', id
"""
_LINES = _LINES_OF.format(account=_ACCOUNT)

# What is booked at one moment stands by `place`: a payment comes before what it settles.
_PARTS = (
    """
    SELECT payment.received_at AS booked_at, 0 AS place, payment.id, 'payment' AS kind, payment.id AS payment_id,
           NULL::uuid AS invoice_id, NULL::uuid AS fee_id, payment.amount AS moved, payment.channel, '' AS cause, payment.reason,
           payment.actor
    FROM billing_payment AS payment
    WHERE payment.received_at >= %(begin)s AND payment.received_at < %(end)s AND payment.client_id IS NOT NULL
    """,
    """
    SELECT entry.booked_at, 1, entry.id,
           CASE WHEN entry.fee_id IS NULL THEN '' ELSE 'fee_' END
               || CASE WHEN entry.amount > 0 THEN 'allocation' ELSE 'release' END, entry.payment_id,
           entry.invoice_id, entry.fee_id, entry.amount, entry.channel, entry.cause, entry.reason, entry.actor
    FROM billing_allocation AS entry WHERE entry.booked_at >= %(begin)s AND entry.booked_at < %(end)s
    """,
    """
    SELECT payment.reversed_at, 2, payment.id, 'reversal', payment.id, NULL::uuid, NULL::uuid, -payment.amount_reversed,
           coalesce(taken_off.channel, ''), payment.reversal, payment.reversal_reason, taken_off.actor
    FROM billing_payment AS payment LEFT JOIN LATERAL (
        SELECT entry.channel, entry.actor FROM billing_allocation AS entry
        WHERE entry.payment_id = payment.id AND entry.booked_at = payment.reversed_at AND entry.amount < 0 LIMIT 1
    ) AS taken_off ON true
    WHERE payment.reversed_at >= %(begin)s AND payment.reversed_at < %(end)s
    """,
    """
    SELECT refund.done_at, 3, refund.id, 'refund', refund.payment_id, NULL::uuid, NULL::uuid, -refund.amount,
           CASE WHEN refund.destination = 'by_hand' THEN 'staff' ELSE 'gateway' END, '', refund.reason, refund.actor
    FROM billing_refund AS refund WHERE refund.done_at >= %(begin)s AND refund.done_at < %(end)s
    """,
)
_AFTER = """
    SELECT * FROM ({part}) AS part
        (booked_at, place, id, kind, payment_id, invoice_id, fee_id, moved, channel, cause, reason, actor)
    WHERE (booked_at, place, id) > (%(at)s, %(place)s, %(id)s::uuid)
    ORDER BY booked_at, id LIMIT %(most)s
"""
_JOURNAL = """
SELECT entry.booked_at, entry.kind, entry.id, entry.payment_id, payment.client_id, entry.invoice_id, entry.fee_id,
       coalesce(invoice.number, '') AS number, entry.moved AS amount_amount, payment.currency AS amount_currency,
       payment.method, payment.reference, entry.channel, entry.cause, entry.reason, entry.actor
FROM (
    {parts}
    ORDER BY booked_at, place, id LIMIT %(most)s
) AS entry
JOIN billing_payment AS payment ON payment.id = entry.payment_id
LEFT JOIN billing_fee AS fee ON fee.id = entry.fee_id
LEFT JOIN billing_invoice AS invoice ON invoice.id = coalesce(entry.invoice_id, fee.invoice_id)
ORDER BY entry.booked_at, entry.place, entry.id
""".format(parts=" UNION ALL ".join(f"({_AFTER.format(part=part)})" for part in _PARTS))
_TOTALS = """
SELECT entry.kind, sum(entry.moved) AS amount_amount, payment.currency AS amount_currency, count(*) AS entries
FROM ({parts}) AS entry JOIN billing_payment AS payment ON payment.id = entry.payment_id
GROUP BY entry.kind, payment.currency, entry.place ORDER BY payment.currency, entry.place, entry.kind
""".format(parts=" UNION ALL ".join(_PARTS))
PLACES = {
    "payment": 0,
    "allocation": 1,
    "release": 1,
    "fee_allocation": 1,
    "fee_release": 1,
    "reversal": 2,
    "refund": 3,
}


def account(client_id: ClientId, first: date, last: date, *, zone: str) -> tuple[dict[str, Decimal], list[AccountLine]]:
    """What a client owed in each currency before the first day, and what changed it since; the balances are reckoned later."""
    issued = [status.value for status in invoices.ISSUED]
    asked = {"client": client_id, "first": first, "last": last, "zone": zone, "issued": issued, **STATES}
    return dict(fetch_all(_OPENING, asked)), fetch_as(AccountLine, _LINES, asked)


def journal(begin: datetime, end: datetime, *, after: Position | None, most: int) -> list[JournalEntry]:
    """So many bookings in their order, after a place in it."""
    asked: dict[str, Any] = {"begin": begin, "end": end, "at": begin, "place": -1, "id": None, "most": most}
    if after is not None:
        at = max(begin, after.at)
        asked.update(begin=at, at=at, place=after.place if at == after.at else -1, id=after.id)
    return fetch_as(JournalEntry, _JOURNAL, asked)


def journal_totals(begin: datetime, end: datetime) -> list[JournalTotal]:
    """All bookings of these days by kind and currency."""
    return fetch_as(JournalTotal, _TOTALS, {"begin": begin, "end": end})
