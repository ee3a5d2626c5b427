"""Opening: a draft with its lines, taxes and client, in one round trip."""

import os
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from contexts.billing.invoices import domain, dto
from contexts.billing.invoices.domain.content import content_hash
from contexts.billing.invoices.dto import InvoiceKind, InvoiceStatus
from contexts.billing.lines import dto as lines
from contexts.billing.lines.domain import Bill
from contexts.billing.sellers.domain import MAIN
from gotuto.db import as_json, execute, fetch_all, fetch_as
from gotuto.ids import ClientId, InvoiceId, OrderId, new_id
from gotuto.money import Money

# The lines and taxes of what was opened or is written anew.
_WRITTEN = """
lines AS (
    INSERT INTO billing_invoiceline
        (id, invoice_id, position, sku, description, quantity, unit_price, discount, discount_reason, total, unit, tax_rate,
         tax_category, exemption, included_rate, tax_class, is_service, credits_line_id)
    SELECT line.id, opened.id, line.position, line.sku, line.description, line.quantity, line.unit_price, line.discount,
           line.discount_reason, line.total, line.unit, line.tax_rate, line.tax_category, line.exemption,
           line.included_rate, line.tax_class, line.is_service, line.credits_line_id
    FROM opened, jsonb_to_recordset(%(lines)s::jsonb)
        AS line (id uuid, position smallint, sku text, description text, quantity int, unit_price numeric,
                 discount numeric, discount_reason text, total numeric, unit text, tax_rate numeric, tax_category text,
                 exemption text, included_rate numeric, tax_class text, is_service boolean, credits_line_id uuid)
), tax_lines AS (
    INSERT INTO billing_taxline (id, invoice_id, rate, category, exemption, net, tax, gross)
    SELECT line.id, opened.id, line.rate, line.category, line.exemption, line.net, line.tax, line.gross
    FROM opened, jsonb_to_recordset(%(tax_lines)s::jsonb)
        AS line (id uuid, rate numeric, category text, exemption text, net numeric, tax numeric, gross numeric)
)
"""

# The unique order decides who was first; whoever comes second writes nothing at all, neither client nor lines. A client
# who is there already gets the address of the first order, and is locked also where nothing is changed: nobody deletes the
# client before the invoice is there, and of two who reach the credit limit one waits for the other.
_OPENING = """
WITH opened AS (
    INSERT INTO billing_invoice
        (id, kind, order_id, client_id, buyer, status, legal_entity, series, currency, net, tax, total, amount_paid,
         void_reason, reference, credits_invoice_id, credit_reason, prices_include_tax, discount, discount_reason,
         buyer_reference, delivered_on, deliver_to, notes, content_hash, nonce, created_at, updated_at, version)
    VALUES (%(invoice_id)s, %(kind)s, %(order_id)s, %(client_id)s, %(buyer)s, %(status)s, %(legal_entity)s, %(series)s,
            %(currency)s, %(net)s, %(tax)s, %(total)s, 0, '', %(reference)s, %(credits_invoice_id)s, %(credit_reason)s,
            %(prices_include_tax)s, %(discount)s, %(discount_reason)s, %(buyer_reference)s, %(delivered_on)s,
            %(deliver_to)s, %(notes)s, %(content_hash)s, %(nonce)s, %(now)s, %(now)s, 1)
    ON CONFLICT (order_id) DO NOTHING
    RETURNING id
), client AS (
    INSERT INTO billing_client (id, customer_id, name, email, phone, address, created_at, updated_at, version)
    SELECT %(client_id)s::uuid, %(customer_id)s::uuid, %(name)s, %(email)s, %(phone)s, %(address)s::jsonb,
           %(now)s::timestamptz, %(now)s::timestamptz, 1
    FROM opened
    ON CONFLICT (id) DO UPDATE
    SET address = excluded.address, phone = coalesce(nullif(billing_client.phone, ''), excluded.phone),
        updated_at = excluded.updated_at, version = billing_client.version + 1
    WHERE billing_client.address IS NULL AND excluded.address IS NOT NULL
    RETURNING xmax = 0 AS is_new
), {written}
SELECT EXISTS (SELECT FROM opened) AS invoice, (SELECT is_new FROM client) AS client, known.on_hold, known.hold_reason,
       known.credit_limit, known.currency
FROM (VALUES (%(client_id)s::uuid)) AS asked (id)
LEFT JOIN billing_client AS known USING (id)
"""

_OPEN = _OPENING.format(written=_WRITTEN)

_FORGET = """
WITH lines AS (DELETE FROM billing_invoiceline WHERE invoice_id = %(invoice_id)s)
DELETE FROM billing_taxline WHERE invoice_id = %(invoice_id)s
"""
_REWRITING = """
WITH opened AS (
    UPDATE billing_invoice
    SET client_id = %(client_id)s, buyer = %(buyer)s, currency = %(currency)s, net = %(net)s, tax = %(tax)s,
        total = %(total)s, reference = %(reference)s, prices_include_tax = %(prices_include_tax)s,
        discount = %(discount)s, discount_reason = %(discount_reason)s, buyer_reference = %(buyer_reference)s,
        delivered_on = %(delivered_on)s, deliver_to = %(deliver_to)s, notes = %(notes)s,
        content_hash = %(content_hash)s, nonce = %(nonce)s, updated_at = %(now)s, version = version + 1
    WHERE id = %(invoice_id)s
    RETURNING id
), {written}
SELECT FROM opened
"""
_REWRITE = _REWRITING.format(written=_WRITTEN)

_OWED = """
SELECT coalesce(sum(total - amount_paid - amount_credited), 0)
FROM billing_invoice
WHERE client_id = %(client_id)s AND currency = %(currency)s AND kind = %(kind)s
  AND status = ANY(%(owed)s::text[])
"""


@dataclass(frozen=True)
class Opening:
    """What the attempt to open an invoice wrote; the client is new, or learned something, or neither (None).

    What is said of a client who was there before is None for a new one.
    """

    invoice: bool
    client: bool | None
    on_hold: bool | None
    hold_reason: str | None
    credit_limit: Decimal | None
    currency: str | None


def open_invoice(
    *, invoice_id: InvoiceId, kind: InvoiceKind = InvoiceKind.INVOICE, order_id: OrderId | None, reference: str,
    client_id: ClientId, buyer: dto.Buyer, bill: Bill, particulars: dto.Particulars, now: datetime,
) -> Opening:  # fmt: skip
    """Insert a draft with its lines and, when there is none yet, its client."""
    [opening] = fetch_as(
        Opening,
        _OPEN,
        {
            "kind": kind.value,
            "series": domain.SERIES[kind],
            "status": InvoiceStatus.DRAFT.value,
            "legal_entity": MAIN,
            "order_id": order_id,
            **_content(kind, reference, buyer, bill, particulars),
            **_client(client_id, buyer),
            "invoice_id": invoice_id,
            "now": now,
        },
    )
    return opening


def rewrite_invoice(
    *, invoice_id: InvoiceId, reference: str, client_id: ClientId, buyer: dto.Buyer, bill: Bill,
    particulars: dto.Particulars, now: datetime,
) -> None:  # fmt: skip
    """Write a draft anew, with its lines and taxes."""
    content = _content(InvoiceKind.INVOICE, reference, buyer, bill, particulars)
    execute(_FORGET, {"invoice_id": invoice_id})
    execute(_REWRITE, {**content, "invoice_id": invoice_id, "client_id": client_id, "now": now})


def _content(
    kind: InvoiceKind, reference: str, buyer: dto.Buyer, bill: Bill, particulars: dto.Particulars
) -> dict[str, object]:
    """What its seal vouches for."""
    nonce = os.urandom(16)
    return {
        "reference": reference,
        "buyer": as_json(buyer),
        "content_hash": content_hash(
            kind=kind, buyer=buyer, bill=bill, particulars=particulars, reference=reference, nonce=nonce
        ),
        "nonce": nonce,
        **vars(particulars),
        **_bill(bill),
    }


def owed(client_id: ClientId, currency: str) -> Money:
    """What a client owes, drafts included."""
    given = {"client_id": client_id, "currency": currency, "kind": InvoiceKind.INVOICE.value}
    [[amount]] = fetch_all(_OWED, given | {"owed": [status.value for status in domain.OWED]})
    return Money(amount, currency)


def _client(client_id: ClientId, buyer: dto.Buyer) -> dict[str, object]:
    return {
        "client_id": client_id,
        "customer_id": buyer.customer_id,
        "name": buyer.name,
        "email": buyer.email.lower(),
        "phone": buyer.phone,
        "address": None if buyer.address is None else as_json(buyer.address),
    }


def _bill(bill: Bill) -> dict[str, object]:
    return {
        "currency": bill.total.currency,
        "net": bill.net.amount,
        "tax": bill.tax.amount,
        "total": bill.total.amount,
        "prices_include_tax": not bill.has_net_prices,
        **_discount(bill.discount),
        "lines": as_json([_line(line) for line in bill.lines]),
        "tax_lines": as_json([_tax_line(line) for line in bill.tax_lines]),
    }


def _discount(discount: lines.Discount | None) -> dict[str, object]:
    return {
        "discount": discount.amount.amount if discount else Decimal(0),
        "discount_reason": discount.reason if discount else "",
    }


def _line(line: lines.InvoicedLine) -> dict[str, object]:
    return {
        "id": line.id,
        "position": line.position,
        "sku": line.sku,
        "description": line.description,
        "quantity": line.quantity,
        "unit_price": line.unit_price.amount,
        **_discount(line.discount),
        "total": line.total.amount,
        "unit": line.unit,
        "tax_rate": line.tax_rate,
        "tax_category": line.tax_category,
        "exemption": line.exemption,
        "included_rate": line.included_rate,
        "tax_class": line.tax_class,
        "is_service": line.is_service,
        "credits_line_id": line.credits_line_id,
    }


def _tax_line(line: lines.TaxLine) -> dict[str, object]:
    return {
        "id": new_id(),
        "rate": line.rate,
        "category": line.category,
        "exemption": line.exemption,
        "net": line.net.amount,
        "tax": line.tax.amount,
        "gross": line.gross.amount,
    }
