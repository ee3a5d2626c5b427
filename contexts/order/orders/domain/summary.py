"""An order fresh from its stream, in the words of the read model."""

from contexts.order.carts.domain import subtotals
from contexts.order.orders import dto
from contexts.order.orders.domain.order import Order
from contexts.order.orders.domain.stream import Line


def summary(order: Order, *, email: str, vat_id: str = "", version: int) -> dto.Order:
    """An order fresh from its stream as its buyer sees it; the same as `get_order`, without asking the database."""
    taxes = order.taxes
    return dto.Order(
        id=order.id,
        number=order.number,
        token=None,
        status=order.status,
        email=email,
        vat_id=vat_id,
        currency=order.currency,
        lines=tuple(_line(line) for line in order.lines),
        net=taxes.net if taxes else None,
        tax=taxes.tax if taxes else None,
        tax_lines=subtotals(taxes) if taxes else None,
        total=order.total,
        invoice_id=order.invoice_id,
        shipment_ids=order.shipment_ids,
        placed_at=order.placed_at,
        confirmed_at=order.confirmed_at,
        cancellation=order.cancellation,
        is_cancelling=order.is_cancelling,
        allowed_actions=("cancel",) if order.is_cancellable or order.is_revocable else (),
        version=version,
    )


def _line(line: Line) -> dto.OrderLine:
    return dto.OrderLine(
        sku=line.sku,
        name=line.name,
        quantity=line.quantity,
        unit_price=line.unit_price,
        total=line.total,
        product_id=line.product_id,
    )
