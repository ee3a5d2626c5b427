"""Invoices by hand: written by staff, changed while they are drafts, and issued like all others."""

from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from django.conf import settings
from msgspec import UNSET, UnsetType

from contexts.billing.clients.errors import ClientMerged, ClientNotFound
from contexts.billing.clients.models import Client
from contexts.billing.drafts import domain
from contexts.billing.drafts.dto import Draft, DraftLine
from contexts.billing.drafts.errors import DraftOutdated
from contexts.billing.invoices import dto, models, queries, signals, statements
from contexts.billing.invoices.domain import Standing, check_credit
from contexts.billing.invoices.dto import InvoiceKind, InvoiceStatus
from contexts.billing.invoices.errors import InvoiceNotFound
from contexts.billing.invoices.signals import InvoiceCreated
from contexts.billing.invoices.use_cases import issue_invoice
from contexts.billing.lines.domain import Bill
from contexts.billing.lines.domain import bill as bill_of
from contexts.billing.lines.dto import Discount
from contexts.billing.quotes.domain import supplier
from contexts.billing.quotes.dto import Destination
from contexts.billing.quotes.queries import sides
from contexts.billing.taxes.domain.deciding import day_of_supply
from contexts.catalog import facade as catalog
from contexts.catalog.dto import PricedProduct
from gotuto.db import lock, unit_of_work
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import ClientId, InvoiceId, new_id
from gotuto.money import Money


@unit_of_work
def create_draft(*, draft: Draft, now: datetime) -> dto.Invoice:
    """Write an invoice by hand; it has no number until it is issued.

    Raises ClientNotFound, ClientMerged, ClientOnHold, CreditLimitReached, DraftLineIncomplete, InvoiceEmpty,
    InvoiceLineInvalid, DiscountTooLarge, TaxRateUnknown, CurrencyMismatch; catalog's ProductNotFound, ProductNotForSale.
    """
    client = _client(draft.client_id)
    buyer, bill, particulars = _written(draft, client, now)
    invoice_id = InvoiceId(new_id())
    statements.open_invoice(
        invoice_id=invoice_id,
        order_id=None,
        reference=draft.reference,
        client_id=draft.client_id,
        buyer=buyer,
        bill=bill,
        particulars=particulars,
        now=now,
    )
    _check_credit(client, bill.total)
    signals.invoice_created.publish(
        InvoiceCreated(
            invoice_id=invoice_id, order_id=None, client_id=draft.client_id, total=bill.total, occurred_at=now
        )
    )
    return queries.get_invoice(invoice_id=invoice_id, of_client=None)


@unit_of_work
def update_draft(
    *,
    invoice_id: InvoiceId,
    client_id: ClientId | UnsetType = UNSET,
    currency: str | UnsetType = UNSET,
    lines: tuple[DraftLine, ...] | UnsetType = UNSET,
    prices_include_tax: bool | UnsetType = UNSET,
    discount: Discount | UnsetType | None = UNSET,
    delivered_on: date | UnsetType | None = UNSET,
    deliver_to: str | UnsetType = UNSET,
    reference: str | UnsetType = UNSET,
    buyer_reference: str | UnsetType = UNSET,
    notes: str | UnsetType = UNSET,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.Invoice:
    """Change what is given of a draft, and price it anew; None clears.

    Raises InvoiceNotFound, InvoiceNotDraft, Stale, and what `create_draft` raises.
    """
    given = {
        "client_id": client_id, "currency": currency, "lines": lines, "prices_include_tax": prices_include_tax,
        "discount": discount, "delivered_on": delivered_on, "deliver_to": deliver_to, "reference": reference,
        "buyer_reference": buyer_reference, "notes": notes,
    }  # fmt: skip
    changes: Any = {name: value for name, value in given.items() if value is not UNSET}
    row = lock(models.Invoice, invoice_id, missing=lambda: InvoiceNotFound(invoice_id=invoice_id))
    check_version(expected=expected_version, actual=row.version)
    domain.check_editable(
        invoice_id, kind=InvoiceKind(row.kind), status=InvoiceStatus(row.status), order_id=row.of_order
    )
    draft = replace(domain.as_written(row.to_dto()), **changes)
    client = _client(draft.client_id)
    buyer, bill, particulars = _written(draft, client, now)
    statements.rewrite_invoice(
        invoice_id=invoice_id,
        reference=draft.reference,
        client_id=draft.client_id,
        buyer=buyer,
        bill=bill,
        particulars=particulars,
        now=now,
    )
    _check_credit(client, bill.total)
    return queries.get_invoice(invoice_id=invoice_id, of_client=None)


@unit_of_work
def issue_draft(*, invoice_id: InvoiceId, now: datetime) -> dto.Invoice:
    """Give an invoice by hand its number and its dates, once.

    Raises InvoiceNotFound, InvoiceNotDraft, DraftOutdated, InvoiceIsVoid.
    """
    row = models.Invoice.objects.select_for_update(no_key=True).filter(pk=invoice_id, client_id__isnull=False).first()
    if row is None:
        raise InvoiceNotFound(invoice_id=invoice_id)
    if row.status == InvoiceStatus.DRAFT:
        domain.check_editable(invoice_id, kind=InvoiceKind(row.kind), status=InvoiceStatus.DRAFT, order_id=row.of_order)
        _check_taxes(row.to_dto(), now)
    issue_invoice(invoice_id=invoice_id, now=now)
    return queries.get_invoice(invoice_id=invoice_id, of_client=None)


def _check_taxes(invoice: dto.Invoice, now: datetime) -> None:
    """Rates change, and so do a client's address and what is known of their VAT id."""
    draft = domain.as_written(invoice)
    _, bill, _ = _written(draft, Client.objects.get(pk=draft.client_id), now)
    if bill.tax_lines != invoice.tax_lines:
        raise DraftOutdated(total=bill.total)


def _client(client_id: ClientId) -> Client:
    """Locked, so that two who reach the credit limit wait for each other, and nobody merges the client away."""
    row = lock(Client, client_id, missing=lambda: ClientNotFound(client_id=client_id))
    if row.merged_into_id is not None:
        raise ClientMerged(client_id=client_id, into=ClientId(row.merged_into_id))
    return row


def _written(draft: Draft, client: Client, now: datetime) -> tuple[dto.Buyer, Bill, dto.Particulars]:
    """The buyer, the lines with their taxes, and what stands beside them."""
    buyer = _buyer(client)
    at_home = buyer.address.country if buyer.address else ""
    country = draft.deliver_to or at_home
    postal_code = buyer.address.postal_code if buyer.address and country == at_home else ""
    seller, recipient = sides(
        destination=Destination(country=country, postal_code=postal_code, vat_id=buyer.vat_id), now=now
    )
    sells = supplier(seller, standard_rate=settings.GOTUTO_TAX_RATE)
    zone = (seller and seller.time_zone) or settings.TIME_ZONE
    on = day_of_supply(placed_at=now, time_zone=zone, served_on=draft.delivered_on)
    currency = draft.currency or client.currency or settings.GOTUTO_CURRENCY
    lines = [
        domain.taxed(line, supplier=sells, recipient=recipient, on=on, at=now)
        for line in domain.completed(draft, _catalogue(draft, currency))
    ]
    bill = bill_of(
        lines,
        currency=currency,
        standard_rate=settings.GOTUTO_TAX_RATE,
        prices_include_tax=draft.prices_include_tax,
        discount=draft.discount,
    )
    particulars = dto.Particulars(
        buyer_reference=draft.buyer_reference,
        delivered_on=on if domain.tells_delivery(lines) else draft.delivered_on,
        deliver_to=country if country != sells.country else "",
        notes=draft.notes,
    )
    return buyer, bill, particulars


def _buyer(client: Client) -> dto.Buyer:
    told = client.to_dto()
    return dto.Buyer(
        name=told.name,
        email=told.email,
        phone=told.phone,
        address=told.address,
        customer_id=told.customer_id,
        vat_id=told.vat_id,
    )


def _catalogue(draft: Draft, currency: str) -> dict[str, PricedProduct]:
    """What is left open in a line with a SKU is asked of the catalogue."""
    open_ones = [line.sku for line in draft.lines if line.sku and not (line.description and line.unit_price)]
    if not open_ones:
        return {}
    return {each.sku: each for each in catalog.price_products(skus=open_ones, currency=currency)}


def _check_credit(client: Client, total: Money) -> None:
    limit = None if client.credit_limit is None else Money(client.credit_limit, client.currency)
    standing = Standing(on_hold=client.on_hold, hold_reason=client.hold_reason, limit=limit)
    check_credit(standing, total=total, owed=partial(statements.owed, ClientId(client.id)))
