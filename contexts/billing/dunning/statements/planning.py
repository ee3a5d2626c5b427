"""What would happen: the steps of unpaid invoices until a day, counted and summed where the rows are."""

from collections.abc import Sequence
from datetime import date

from contexts.billing.dunning.domain import Window
from contexts.billing.dunning.dto import PlannedStep
from contexts.billing.dunning.statements.acting import UNPAID
from contexts.billing.dunning.statements.claiming import Claims
from contexts.billing.fees.dto import FeeKind
from contexts.billing.invoices.dto import InvoiceKind
from gotuto.db import fetch_all, fetch_as

_PLAN = """
WITH planned AS (
    SELECT step.code, step.days, invoice.currency, claim.amount AS fee, step.is_mailed, step.hold,
           invoice.total - invoice.amount_paid - invoice.amount_credited AS amount_due,
           greatest(%(today)s::date, invoice.due_date + step.days, own.until + 1, whole.until + 1) AS day,
           invoice.due_date + step.ends AS past
    FROM unnest(%(codes)s::text[], %(days)s::int[], %(ends)s::int[], %(mailed)s::boolean[], %(holds)s::boolean[])
        AS step (code, days, ends, is_mailed, hold)
    JOIN billing_invoice AS invoice ON invoice.due_date <= %(by)s::date - step.days
     AND (step.ends IS NULL OR invoice.due_date > %(today)s::date - step.ends)
    LEFT JOIN unnest(%(claim_steps)s::text[], %(claim_business)s::boolean[], %(claim_kinds)s::text[],
                     %(claim_amounts)s::numeric[], %(claim_currencies)s::text[])
        AS claim (step, is_business, kind, amount, currency)
        ON claim.step = step.code AND claim.currency = invoice.currency
       AND claim.is_business = (coalesce(invoice.buyer ->> 'vat_id', '') <> '')
       AND NOT (claim.kind = %(compensation)s AND EXISTS (
           SELECT FROM billing_fee WHERE invoice_id = invoice.id AND kind = %(compensation)s))
    LEFT JOIN billing_dunningpause AS own ON own.invoice_id = invoice.id AND own.resumed_at IS NULL
    LEFT JOIN billing_dunningpause AS whole ON whole.client_id = invoice.client_id AND whole.resumed_at IS NULL
    WHERE invoice.status = ANY(%(unpaid)s::text[]) AND invoice.legal_entity = %(seller)s AND invoice.kind = %(kind)s
      AND NOT EXISTS (SELECT FROM billing_dunningaction AS action
                      WHERE action.invoice_id = invoice.id AND action.step = step.code)
)
SELECT %(seller)s AS legal_entity, day, code AS step, days, currency, count(*) AS invoices,
       sum(amount_due) AS amount_due_amount, currency AS amount_due_currency, count(*) FILTER (WHERE is_mailed) AS mails,
       count(fee) AS fees, coalesce(sum(fee), 0) AS fee_sum_amount, currency AS fee_sum_currency,
       count(*) FILTER (WHERE hold) AS holds
FROM planned
WHERE day <= %(by)s::date AND (past IS NULL OR day < past)
GROUP BY day, code, days, currency
ORDER BY day, days, currency
"""

_PAUSED = """
SELECT count(*) FROM (
    SELECT invoice.id FROM billing_dunningpause AS pause JOIN billing_invoice AS invoice ON invoice.id = pause.invoice_id
    WHERE pause.resumed_at IS NULL AND pause.until >= %(today)s AND invoice.status = ANY(%(unpaid)s::text[])
    UNION
    SELECT invoice.id FROM billing_dunningpause AS pause
    JOIN billing_invoice AS invoice ON invoice.client_id = pause.client_id
    WHERE pause.resumed_at IS NULL AND pause.until >= %(today)s AND invoice.status = ANY(%(unpaid)s::text[])
) AS paused
"""


def plan(windows: Sequence[tuple[Window, Claims]], *, seller: str, today: date, by: date) -> list[PlannedStep]:
    """What the steps would do until a day is over, by day, step and currency, if nobody paid."""
    claims = [(window.step.code, claim.columns()) for window, claim in windows]
    columns = {name: [value for _, claim in claims for value in claim[name]] for name in Claims(None, None).columns()}
    parameters = {
        **columns,
        "claim_steps": [code for code, claim in claims for _ in claim["claim_kinds"]],
        "codes": [window.step.code for window, _ in windows],
        "days": [window.step.days for window, _ in windows],
        "ends": [window.ends for window, _ in windows],
        "mailed": [window.step.mail for window, _ in windows],
        "holds": [window.step.hold for window, _ in windows],
        "compensation": FeeKind.COMPENSATION.value,
        "kind": InvoiceKind.INVOICE.value,
        "unpaid": UNPAID,
        "seller": seller,
        "today": today,
        "by": by,
    }
    return fetch_as(PlannedStep, _PLAN, parameters)


def paused(*, today: date) -> int:
    """How many unpaid invoices a pause keeps back."""
    ((number,),) = fetch_all(_PAUSED, {"today": today, "unpaid": UNPAID})
    return int(number)
