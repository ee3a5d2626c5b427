"""Opening: a draft with its lines, taxes and client, in one round trip."""

import os
from dataclasses import dataclass
from datetime import datetime

from contexts.billing.invoices import domain, dto
from contexts.billing.invoices.domain.content import content_hash
from contexts.billing.invoices.dto import InvoiceKind, InvoiceStatus
from contexts.billing.sellers.domain import MAIN
from gotuto.db import as_json, fetch_as
from gotuto.ids import ClientId, InvoiceId, OrderId, new_id

# The unique order decides who was first; whoever comes second writes nothing at all, neither client nor lines. A client
# who is there already is not changed (WHERE false) but locked, so that nobody deletes the client before the invoice is there.
_OPEN = """
WITH opened AS (
    INSERT INTO billing_invoice
        (id, order_id, client_id, buyer, status, legal_entity, series, currency, net, tax, total, amount_paid,
         void_reason, reference, content_hash, nonce, created_at, updated_at, version)
    VALUES (%(invoice_id)s, %(order_id)s, %(client_id)s, %(buyer)s, %(status)s, %(legal_entity)s, %(series)s,
            %(currency)s, %(net)s, %(tax)s, %(total)s, 0, '', %(reference)s, %(content_hash)s, %(nonce)s, %(now)s,
            %(now)s, 1)
    ON CONFLICT (order_id) DO NOTHING
    RETURNING id
), client AS (
    INSERT INTO billing_client (id, customer_id, name, email, phone, address, created_at, updated_at, version)
    SELECT %(client_id)s::uuid, %(customer_id)s::uuid, %(name)s, %(email)s, %(phone)s, %(address)s::jsonb,
           %(now)s::timestamptz, %(now)s::timestamptz, 1
    FROM opened
    ON CONFLICT (id) DO UPDATE SET name = billing_client.name WHERE false
    RETURNING id
), lines AS (
    INSERT INTO billing_invoiceline
        (id, invoice_id, position, sku, description, quantity, unit_price, total, tax_rate)
    SELECT line.id, opened.id, line.position, line.sku, line.description, line.quantity, line.unit_price, line.total,
           line.tax_rate
    FROM opened, jsonb_to_recordset(%(lines)s::jsonb)
        AS line (id uuid, position smallint, sku text, description text, quantity int, unit_price numeric,
                 total numeric, tax_rate numeric)
), tax_lines AS (
    INSERT INTO billing_taxline (id, invoice_id, rate, net, tax, gross)
    SELECT line.id, opened.id, line.rate, line.net, line.tax, line.gross
    FROM opened, jsonb_to_recordset(%(tax_lines)s::jsonb)
        AS line (id uuid, rate numeric, net numeric, tax numeric, gross numeric)
)
SELECT EXISTS (SELECT FROM opened) AS invoice, EXISTS (SELECT FROM client) AS client
"""


@dataclass(frozen=True)
class Opening:
    """What the attempt to open an invoice wrote."""

    invoice: bool
    client: bool


def open_invoice(
    *, invoice_id: InvoiceId, order_id: OrderId | None, reference: str, client_id: ClientId, buyer: dto.Buyer,
    bill: domain.Bill, now: datetime,
) -> Opening:  # fmt: skip
    """Insert a draft with its lines and, when there is none yet, its client."""
    nonce = os.urandom(16)
    [opening] = fetch_as(
        Opening,
        _OPEN,
        {
            "invoice_id": invoice_id,
            "status": InvoiceStatus.DRAFT.value,
            "order_id": order_id,
            "client_id": client_id,
            "customer_id": buyer.customer_id,
            "buyer": as_json(buyer),
            "name": buyer.name,
            "email": buyer.email.lower(),
            "phone": buyer.phone,
            "address": None if buyer.address is None else as_json(buyer.address),
            "legal_entity": MAIN,
            "series": domain.SERIES[InvoiceKind.INVOICE],
            "currency": bill.total.currency,
            "net": bill.net.amount,
            "tax": bill.tax.amount,
            "total": bill.total.amount,
            "reference": reference,
            "content_hash": content_hash(
                kind=InvoiceKind.INVOICE, buyer=buyer, bill=bill, reference=reference, nonce=nonce
            ),
            "nonce": nonce,
            "now": now,
            "lines": as_json([_line(line) for line in bill.lines]),
            "tax_lines": as_json([_tax_line(line) for line in bill.tax_lines]),
        },
    )
    return opening


def _line(line: dto.InvoicedLine) -> dict[str, object]:
    return {
        "id": new_id(),
        "position": line.position,
        "sku": line.sku,
        "description": line.description,
        "quantity": line.quantity,
        "unit_price": line.unit_price.amount,
        "total": line.total.amount,
        "tax_rate": line.tax_rate,
    }


def _tax_line(line: dto.TaxLine) -> dict[str, object]:
    return {
        "id": new_id(),
        "rate": line.rate,
        "net": line.net.amount,
        "tax": line.tax.amount,
        "gross": line.gross.amount,
    }
