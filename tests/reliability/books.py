"""What must hold of books in which many have written at once."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from contexts.billing import models
from contexts.billing.books.queries import roots, verify
from contexts.billing.numbers.queries import list_number_series
from gotuto.db import fetch_all
from tests.forging import change_a_byte, cover_up
from tests.reliability.issuers import ZONE

_BACKWARDS = """
SELECT number FROM (
    SELECT number, issue_date, lag(issue_date) OVER (PARTITION BY legal_entity, series, year ORDER BY sequence) AS before
    FROM billing_invoice WHERE number IS NOT NULL) AS one
WHERE issue_date < before
"""
_HELD_UP = "SELECT count(*) FROM billing_invoice WHERE issue_date > (issued_at AT TIME ZONE %s)::date"
_OTHER_YEAR = "SELECT number FROM billing_invoice WHERE extract(year FROM issue_date) <> year"
_HALF = """
SELECT coalesce(number, id::text) FROM billing_invoice AS i
WHERE number IS NULL
   OR (SELECT count(*) FROM billing_seal AS s WHERE s.id = i.id) <> 1
   OR (SELECT count(*) FROM billing_document AS d WHERE d.invoice_id = i.id) <> 1
   OR (SELECT count(*) FROM billing_invoiceline AS l WHERE l.invoice_id = i.id) <> CASE kind WHEN 'invoice' THEN 2 ELSE 1 END
   OR (SELECT count(*) FROM billing_taxline AS t WHERE t.invoice_id = i.id) <> 1
   OR (SELECT count(*) FROM billing_client AS c WHERE c.id = i.client_id) <> 1
   OR (SELECT array_agg(e.name::text ORDER BY e.sequence) FROM gotuto_outbox_event AS e
       WHERE e.aggregate_id = i.id AND e.name <> 'billing.credit_note_issued')
      IS DISTINCT FROM CASE kind WHEN 'invoice' THEN ARRAY['billing.invoice_created', 'billing.invoice_status_changed'] END
   OR (SELECT count(*) FROM gotuto_outbox_event AS e WHERE e.aggregate_id = i.id AND e.name = 'billing.credit_note_issued')
      <> (SELECT count(*) FROM billing_invoice AS c WHERE c.credits_invoice_id = i.id)
   OR amount_credited <> (SELECT coalesce(sum(c.total), 0) FROM billing_invoice AS c WHERE c.credits_invoice_id = i.id)
"""
# What a transaction that came to nothing has left.
_LEFT_BEHIND = """
SELECT (SELECT count(*) FROM billing_seal), (SELECT count(*) FROM billing_document),
       (SELECT count(*) FROM billing_client) + notes, (SELECT count(*) - notes FROM billing_invoiceline) / 2 + notes,
       (SELECT count(*) FROM billing_taxline)
FROM (SELECT count(*) AS notes FROM billing_invoice WHERE kind = 'credit_note') AS credit
"""


def wrong_books(told: Mapping[str, str]) -> Iterator[str]:
    """What is wrong; `told` are the numbers and dates that clients were told."""
    series = list_number_series()
    yield from (f"{each.series} {each.year} has gaps: {each.missing}" for each in series if not each.is_gapless)
    yield from (f"the date of {number} is before that of the number before" for number in _numbers(_BACKWARDS))
    yield from (f"{number} has the date of another year" for number in _numbers(_OTHER_YEAR))
    yield from (f"{which} is half written" for which in _numbers(_HALF))
    issued = {row.number: str(row.issue_date) for row in models.Invoice.objects.all()}
    yield from (
        f"{number} of {day} was told and is not there" for number, day in told.items() if issued.get(number) != day
    )
    (counts,) = fetch_all(_LEFT_BEHIND)
    if set(counts) != {len(issued)}:
        yield f"{len(issued)} invoices, but {counts} seals, documents, clients, lines, taxes"
    found = verify()
    yield from (f"seal: {finding.number} {finding.says}" for finding in found.findings)
    if (found.sealed, found.unsealed) != (len(issued), 0):
        yield f"{len(issued)} invoices, {found.sealed} seals, {found.unsealed} without"


def figures() -> dict[str, Any]:
    """The chains, and how many dates were held up because a clock was behind."""
    last = {f"{each.series} {each.year}": each.last for each in list_number_series()}
    return {**last, "dates held up": fetch_all(_HELD_UP, [ZONE])[0][0], "days": len(_days())}


def wrong_when_forged() -> Iterator[str]:
    """Change one byte of one line: its document is named. Cover it up: the printed roots name the day."""
    printed = [root for day in _days() for root in roots(day=day)]
    rows = list(models.Invoice.objects.order_by("issue_date", "sequence"))
    row = rows[len(rows) // 2]
    number = str(row.number)
    change_a_byte(number)
    named = [(finding.number, finding.says) for finding in verify().findings]
    if named != [(number, "was changed: its content is not what was sealed")]:
        yield f"a byte of {number} was changed, and named were {named}"
    cover_up(number)
    if findings := verify().findings:
        yield f"the chain was made anew, and is found without what was printed: {findings[0]}"
    says = [finding.says for finding in verify(printed=printed).findings]
    if not says or f"printed on {row.issue_date}:" not in says[0]:
        yield f"the chain was made anew from {number} of {row.issue_date}, and the printed roots say {says[:1]}"
    earlier = [root for root in printed if root.year < row.year or root.day < (row.issue_date or root.day)]
    if findings := verify(printed=earlier).findings:
        yield f"what was printed before {row.issue_date} holds no longer: {findings[0]}"


def _numbers(query: str) -> list[str]:
    return [number for (number,) in fetch_all(query)]


def _days() -> list[date]:
    return [day for (day,) in fetch_all("SELECT DISTINCT issue_date FROM billing_seal ORDER BY 1")]
