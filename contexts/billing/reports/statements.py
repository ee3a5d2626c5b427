"""Statements of reports: sums over issued documents, made where the rows are."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from contexts.billing.invoices import domain as invoices
from contexts.billing.reports.domain.filing import Group
from contexts.billing.reports.domain.spans import Span
from contexts.billing.taxes.domain import territories
from gotuto.db import fetch_as

# A credit note is of the seller, and went to the place, of the invoice that it corrects. A document that does not say where
# its seller was says nothing of where it went: there the address of the buyer tells.
_DOCUMENTS = """
WITH version AS MATERIALIZED (
    SELECT id, content -> 'address' ->> 'country' AS home FROM billing_sellerversion
), document AS (
    SELECT invoice.id, invoice.legal_entity, invoice.currency, invoice.issue_date, version.id AS seller_id,
           version.home IS NULL AS is_bare, invoice.credits_invoice_id IS NOT NULL AS is_credit,
           CASE WHEN version.home IS NULL THEN coalesce(invoice.buyer -> 'address' ->> 'country', '')
                ELSE coalesce(corrected.deliver_to, invoice.deliver_to) END AS destination,
           invoice.buyer -> 'address' AS address, invoice.buyer ->> 'vat_id' AS vat_id
    FROM billing_invoice AS invoice
    LEFT JOIN LATERAL (
        -- One by one, as few are credit notes, where a join would read all invoices that there are.
        SELECT id, seller_id, deliver_to FROM billing_invoice WHERE id = invoice.credits_invoice_id LIMIT 1
    ) AS corrected ON true
    LEFT JOIN version ON version.id = CASE WHEN corrected.id IS NULL THEN invoice.seller_id ELSE corrected.seller_id END
    WHERE invoice.issue_date BETWEEN %(first)s AND %(last)s AND invoice.status = ANY(%(statuses)s::text[])
      AND invoice.legal_entity = ANY(%(sellers)s::text[])
      -- Most stay at home, and are left out early where those are not asked for.
      AND (invoice.deliver_to <> '' OR NOT %(is_abroad_only)s OR invoice.credits_invoice_id IS NOT NULL
           OR invoice.seller_id IS NULL OR invoice.seller_id IN (SELECT id FROM version WHERE home IS NULL))
)
"""

# What few documents need is asked for them alone: the territory where one has postal codes of its own, and the VAT id where
# there is one. The postal code is that of the address on the document, which is no help where the goods went elsewhere.
_GROUPED = """{documents}
SELECT document.legal_entity, document.seller_id, extract(year FROM document.issue_date)::int AS year, document.currency,
       document.destination,
       coalesce(CASE WHEN document.destination = ANY(%(countries)s::text[])
                      AND document.address ->> 'country' = document.destination THEN (
           SELECT special.postal_code
           FROM unnest(%(countries)s::text[], %(postal_codes)s::text[])
                WITH ORDINALITY AS special (country, postal_code, place)
           WHERE special.country = document.destination
             AND starts_with(regexp_replace(upper(document.address ->> 'postal_code'), '[^0-9A-Z]', '', 'g'),
                             special.postal_code)
           ORDER BY special.place LIMIT 1
       ) END, '') AS postal_code,
       coalesce(CASE WHEN document.vat_id <> '' THEN (
           SELECT vat.country FROM billing_vatid AS vat
           WHERE vat.number = document.vat_id AND vat.state = ANY(%(proofs)s::text[])
       ) END, '') AS proved_in,
       line.category, line.rate, line.exemption, count(*) AS documents,
       sum(CASE WHEN document.is_credit THEN -line.net ELSE line.net END) AS net,
       sum(CASE WHEN document.is_credit THEN -line.tax ELSE line.tax END) AS tax
FROM document
JOIN billing_taxline AS line ON line.invoice_id = document.id
WHERE document.destination <> '' OR NOT %(is_abroad_only)s
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
ORDER BY max(document.issue_date), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
"""
_GROUPS = _GROUPED.format(documents=_DOCUMENTS)

_COUNTED = """{documents}
SELECT legal_entity, currency, count(*) AS documents, count(*) FILTER (WHERE is_credit) AS credit_notes,
       count(*) FILTER (WHERE is_bare) AS without_particulars
FROM document
GROUP BY 1, 2
ORDER BY 1, 2
"""
_COUNTS = _COUNTED.format(documents=_DOCUMENTS)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many documents a seller issued in a currency, and of how many the particulars are not known."""

    legal_entity: str
    currency: str
    documents: int
    credit_notes: int
    without_particulars: int


def groups(
    span: Span, *, sellers: Collection[str], proofs: Collection[str], is_abroad_only: bool = False
) -> list[Group]:
    """The sums of tax lines, of those that are taxed alike; `proofs` are the states of a VAT id that prove a business."""
    special = [
        (country, beginning)
        for country, beginnings, _ in territories.special()
        for beginning in beginnings
        if beginning
    ]
    territory = {"countries": [one for one, _ in special], "postal_codes": [one for _, one in special]}
    return fetch_as(Group, _GROUPS, {**_asked(span, sellers, is_abroad_only), **territory, "proofs": list(proofs)})


def counts(span: Span, *, sellers: Collection[str]) -> list[Counts]:
    """How many documents there are."""
    return fetch_as(Counts, _COUNTS, _asked(span, sellers))


def _asked(span: Span, sellers: Collection[str], is_abroad_only: bool = False) -> dict[str, Any]:
    return {
        "first": span.first,
        "last": span.last,
        "statuses": [status.value for status in invoices.ISSUED],
        "sellers": list(sellers),
        "is_abroad_only": is_abroad_only,
    }
