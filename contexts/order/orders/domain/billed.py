"""An order in the words of billing: what is quoted, and what is invoiced."""

from contexts.billing.dto import Buyer, Destination, InvoiceLine, QuoteLine
from contexts.order.orders import dto
from contexts.order.orders.domain.order import Order
from contexts.order.orders.domain.stream import Line
from gotuto.tax_classes import TaxClass


def quote_line(line: Line, tax_class: TaxClass) -> QuoteLine:
    """A line as its taxes are asked for."""
    return QuoteLine(sku=line.sku, quantity=line.quantity, unit_price=line.unit_price, tax_class=tax_class)


def destination(buyer: dto.Buyer) -> Destination:
    """Where the parcel goes, which decides the taxes."""
    address = buyer.shipping_address
    return Destination(country=address.country, postal_code=address.postal_code, vat_id=buyer.vat_id)


def invoice_lines(order: Order) -> list[InvoiceLine]:
    """The lines as they stand on the invoice."""
    return [
        InvoiceLine(sku=line.sku, description=line.name, quantity=line.quantity, unit_price=line.unit_price)
        for line in order.lines
    ]


def invoice_buyer(party: dto.Party) -> Buyer:
    """Whom the invoice is made out to."""
    address = party.billing_address
    return Buyer(
        name=address.name,
        email=party.email,
        phone=address.phone,
        address=address,
        customer_id=party.customer_id,
        vat_id=party.vat_id,
    )
