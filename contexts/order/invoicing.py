"""What billing is asked for an order: what its lines come to with their taxes, once, and the invoice as it was quoted."""

from dataclasses import replace
from datetime import datetime

from contexts.billing import facade as billing
from contexts.billing.dto import Buyer as InvoiceBuyer
from contexts.billing.dto import Destination, InvoiceLine, Quote, QuoteLine
from contexts.order.orders import queries
from contexts.order.orders.domain.order import Order
from contexts.order.orders.domain.stream import InvoiceOpened, OrderEvent
from contexts.order.orders.dto import Buyer, Party
from contexts.order.orders.statements import Ordered


def with_known_vat_id(buyer: Buyer, *, now: datetime) -> Buyer:
    """The buyer with a VAT id as billing writes it, which has it checked in the background; nobody waits. Raises VatIdInvalid."""
    if not buyer.vat_id:
        return buyer
    return replace(buyer, vat_id=billing.note_vat_id(number=buyer.vat_id, now=now).number)


def quote(ordered: Ordered, buyer: Buyer, *, currency: str, now: datetime) -> Quote:
    """Category, rate and tax of all lines where the parcel goes, decided once for order and invoice. Raises TaxRateUnknown."""
    lines = [
        QuoteLine(sku=line.sku, quantity=line.quantity, unit_price=line.unit_price, tax_class=tax_class)
        for line, tax_class in zip(ordered.lines, ordered.tax_classes, strict=True)
    ]
    address = buyer.shipping_address
    destination = Destination(country=address.country, postal_code=address.postal_code, vat_id=buyer.vat_id)
    return billing.quote(currency=currency, lines=lines, destination=destination, now=now)


def open_invoice(order: Order, *, now: datetime) -> list[OrderEvent]:
    """Billing drafts the invoice as it was quoted; it has no number yet."""
    lines = [
        InvoiceLine(sku=line.sku, description=line.name, quantity=line.quantity, unit_price=line.unit_price)
        for line in order.lines
    ]
    invoice = billing.open_invoice(
        order_id=order.id,
        reference=order.number,
        buyer=_buyer(queries.get_party(order_id=order.id)),
        currency=order.currency,
        lines=lines,
        quote=order.taxes,
        now=now,
    )
    return [InvoiceOpened(invoice_id=invoice.id, occurred_at=now)]


def void_invoice(order: Order, *, reason: str, now: datetime) -> list[OrderEvent]:
    """Billing voids the draft; it never had a number."""
    billing.void_invoice(order_id=order.id, reason=reason, now=now)
    return []


def _buyer(party: Party) -> InvoiceBuyer:
    address = party.billing_address
    return InvoiceBuyer(
        name=address.name,
        email=party.email,
        phone=address.phone,
        address=address,
        customer_id=party.customer_id,
        vat_id=party.vat_id,
    )
