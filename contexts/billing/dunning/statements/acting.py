"""Statements of dunning: what is due for a step is claimed, done and noted by one, many invoices at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contexts.billing.dunning.domain import Window
from contexts.billing.dunning.dto import Due
from contexts.billing.dunning.statements.claiming import Claims
from contexts.billing.invoices import domain as invoices
from contexts.billing.invoices.dto import InvoiceKind, InvoiceStatus
from gotuto.db import execute, fetch_all
from gotuto.ids import ClientId, new_id
from gotuto.money import Money

# Written into the client, and told from what staff write there.
HOLD_REASON = "An invoice was not paid after the last reminder."

# So many invoices are looked at by one statement, whatever was done for them before.
PIECE = 10_000

# Issued and not settled: what reminders are about.
UNPAID = [status.value for status in invoices.UNPAID]

# The index gives them in the order of their due dates, and the next piece begins where this one ended. Rows that somebody
# is just paying, crediting or reminding are left out, with hold also those whose client is being changed: the next run sees
# them. Of two who come to one invoice all the same, the unique step lets one write.
_ACT = """
WITH walked AS MATERIALIZED (
    SELECT id, due_date FROM billing_invoice
    WHERE status = %(status)s AND due_date > %(after)s AND due_date <= %(until)s
      AND (due_date, id) > (%(seen_due)s::date, %(seen_id)s::uuid)
    ORDER BY due_date, id
    LIMIT %(piece)s
), claimed AS MATERIALIZED (
    SELECT invoice.id, invoice.order_id, invoice.client_id, invoice.due_date, invoice.currency,
           invoice.total - invoice.amount_paid - invoice.amount_credited AS amount_due,
           coalesce(invoice.buyer ->> 'vat_id', '') <> '' AS is_business,
           NOT client.on_hold OR client.hold_reason = %(hold_reason)s AS may_be_held
    FROM walked
    JOIN billing_invoice AS invoice ON invoice.id = walked.id
    JOIN billing_client AS client ON client.id = invoice.client_id
    WHERE invoice.status = %(status)s AND invoice.legal_entity = %(seller)s AND invoice.kind = %(kind)s
      AND NOT EXISTS (SELECT FROM billing_dunningaction AS action
                      WHERE action.invoice_id = walked.id AND action.step = %(step)s)
      AND NOT EXISTS (SELECT FROM billing_dunningpause AS pause
                      WHERE pause.invoice_id = walked.id AND pause.resumed_at IS NULL AND pause.until >= %(today)s)
      AND NOT EXISTS (SELECT FROM billing_dunningpause AS pause
                      WHERE pause.client_id = client.id AND pause.resumed_at IS NULL AND pause.until >= %(today)s)
    ORDER BY walked.due_date, walked.id
    LIMIT %(batch)s
    FOR NO KEY UPDATE OF {locked} SKIP LOCKED
), acted AS (
    INSERT INTO billing_dunningaction
        (id, run_id, invoice_id, step, days, day, amount_due, is_mailed, is_held, lifted_at)
    SELECT (%(ids)s::uuid[])[place], %(run_id)s, id, %(step)s, %(days)s, %(today)s, amount_due, %(is_mailed)s,
           %(hold)s AND may_be_held, NULL
    FROM (SELECT *, row_number() OVER (ORDER BY due_date, id) AS place FROM claimed) AS numbered
    ON CONFLICT (invoice_id, step) DO NOTHING
    RETURNING id, invoice_id, is_held
), charged AS (
    INSERT INTO billing_fee (id, invoice_id, step, kind, amount, currency, state, reason, actor, created_at, settled_at)
    SELECT (%(fee_ids)s::uuid[])[row_number() OVER (ORDER BY acted.id)], acted.invoice_id, %(step)s, claim.kind, claim.amount,
           claim.currency, 'open', '', NULL, %(now)s, NULL
    FROM acted
    JOIN claimed ON claimed.id = acted.invoice_id
    JOIN {claims} ON claim.is_business = claimed.is_business AND claim.currency = claimed.currency
    ON CONFLICT DO NOTHING
    RETURNING invoice_id, amount
), held AS (
    UPDATE billing_client AS client
    SET on_hold = true, hold_reason = %(hold_reason)s, updated_at = %(now)s, version = client.version + 1
    WHERE client.id IN (SELECT client_id FROM claimed JOIN acted ON acted.invoice_id = claimed.id WHERE acted.is_held)
      AND NOT client.on_hold
    RETURNING client.id
), sums AS (
    SELECT (SELECT count(*) FROM walked) = %(piece)s OR (SELECT count(*) FROM claimed) = %(batch)s AS is_more,
           (SELECT count(*) FROM claimed) = %(batch)s AS is_full
), seen AS (
    SELECT due_date, id FROM walked CROSS JOIN sums WHERE NOT is_full
    UNION ALL SELECT due_date, id FROM claimed CROSS JOIN sums WHERE is_full
    ORDER BY due_date DESC, id DESC
    LIMIT 1
)
SELECT sums.is_more, seen.due_date, seen.id, acted.id, claimed.id, claimed.order_id, claimed.client_id, claimed.due_date,
       claimed.amount_due, claimed.currency, charged.amount, held.id IS NOT NULL
FROM sums
LEFT JOIN seen ON true
LEFT JOIN acted ON true
LEFT JOIN claimed ON claimed.id = acted.invoice_id
LEFT JOIN charged ON charged.invoice_id = acted.invoice_id
LEFT JOIN held ON held.id = claimed.client_id
ORDER BY claimed.due_date, claimed.id
"""
_CLAIMS = """
    unnest(%(claim_business)s::boolean[], %(claim_kinds)s::text[], %(claim_amounts)s::numeric[], %(claim_currencies)s::text[])
        AS claim (is_business, kind, amount, currency)
"""
_ACT_ONLY = _ACT.format(locked="invoice", claims=_CLAIMS)
_ACT_AND_HOLD = _ACT.format(locked="invoice, client", claims=_CLAIMS)

_COUNT = """
UPDATE billing_dunningrun
SET actions = actions + %(actions)s, mails = mails + %(mails)s, fees = fees + %(fees)s, holds = holds + %(holds)s,
    holds_lifted = holds_lifted + %(holds_lifted)s
WHERE id = %(run_id)s
"""

# A client is free again once no invoice is left unpaid that kept them on hold, unless staff wrote another reason since.
_LIFT = """
WITH over AS MATERIALIZED (
    SELECT action.id, invoice.client_id
    FROM billing_dunningaction AS action JOIN billing_invoice AS invoice ON invoice.id = action.invoice_id
    WHERE action.is_held AND action.lifted_at IS NULL AND invoice.legal_entity = %(seller)s
      AND invoice.status <> ALL(%(unpaid)s::text[])
    ORDER BY action.id
    LIMIT %(batch)s
    FOR NO KEY UPDATE OF action SKIP LOCKED
), lifted AS (
    UPDATE billing_dunningaction SET lifted_at = %(now)s WHERE id IN (SELECT id FROM over)
), freed AS (
    UPDATE billing_client AS client
    SET on_hold = false, hold_reason = '', updated_at = %(now)s, version = client.version + 1
    WHERE client.id IN (SELECT client_id FROM over) AND client.on_hold AND client.hold_reason = %(hold_reason)s
      AND NOT EXISTS (
          SELECT FROM billing_dunningaction AS action JOIN billing_invoice AS invoice ON invoice.id = action.invoice_id
          WHERE invoice.client_id = client.id AND action.is_held AND action.lifted_at IS NULL
            AND invoice.status = ANY(%(unpaid)s::text[]))
    RETURNING client.id
)
SELECT (SELECT count(*) FROM over), freed.id FROM (VALUES (1)) AS one LEFT JOIN freed ON true
"""


_BEFORE_ALL = UUID(int=0)


@dataclass(frozen=True)
class Seen:
    """Up to where the invoices that are due for a step have been looked at."""

    due: date = date.min
    id: UUID = _BEFORE_ALL


@dataclass(frozen=True)
class Acted:
    """What a batch did, and where the next one begins; None where nothing is left."""

    done: list[Due]
    seen: Seen | None


def act(
    window: Window, claims: Claims, *, seller: str, run_id: UUID, today: date, seen: Seen, batch: int, now: datetime
) -> Acted:
    """Do a step for up to `batch` invoices that are due for it."""
    step = window.step
    parameters = {
        **claims.columns(),
        "status": (InvoiceStatus.OVERDUE if window.is_after_due else InvoiceStatus.SENT).value,
        "kind": InvoiceKind.INVOICE.value,
        "seller": seller,
        "after": window.after_due(today),
        "until": window.latest_due(today),
        "seen_due": seen.due,
        "seen_id": seen.id,
        "piece": PIECE,
        "batch": batch,
        "step": step.code,
        "days": step.days,
        "is_mailed": step.mail,
        "hold": step.hold,
        "hold_reason": HOLD_REASON,
        "run_id": run_id,
        "today": today,
        "now": now,
        "ids": [new_id() for _ in range(batch)],
        "fee_ids": [new_id() for _ in range(batch)],
    }
    rows = fetch_all(_ACT_AND_HOLD if step.hold else _ACT_ONLY, parameters)
    is_more, due, last, *_ = rows[0]
    return Acted([_due(row[3:]) for row in rows if row[3] is not None], Seen(due, last) if is_more else None)


def _due(row: Sequence[Any]) -> Due:
    action_id, invoice_id, order_id, client_id, due_date, amount_due, currency, fee, is_held = row
    return Due(
        action_id=action_id,
        invoice_id=invoice_id,
        order_id=order_id,
        client_id=client_id,
        due_date=due_date,
        amount_due=Money(amount_due, currency),
        fee=None if fee is None else Money(fee, currency),
        is_newly_held=is_held,
    )


def count(
    run_id: UUID, *, actions: int = 0, mails: int = 0, fees: int = 0, holds: int = 0, holds_lifted: int = 0
) -> None:
    """Add to what a run did."""
    counts = {"actions": actions, "mails": mails, "fees": fees, "holds": holds, "holds_lifted": holds_lifted}
    execute(_COUNT, {"run_id": run_id, **counts})


def lift_holds(*, seller: str, batch: int, now: datetime) -> tuple[int, list[ClientId]]:
    """Let clients order again whose invoices are settled: how many invoices were looked at, and who is free."""
    rows = fetch_all(
        _LIFT, {"seller": seller, "unpaid": UNPAID, "hold_reason": HOLD_REASON, "batch": batch, "now": now}
    )
    return rows[0][0], [client_id for _, client_id in rows if client_id is not None]
