"""What shipping is asked for an order: the parcel, once all is paid."""

from datetime import datetime

from contexts.order.orders import queries
from contexts.order.orders.domain.order import Order
from contexts.order.orders.domain.stream import OrderEvent
from contexts.shipping import facade as shipping
from contexts.shipping.dto import ShipmentLine


def ask_for_parcel(order: Order, *, now: datetime) -> list[OrderEvent]:
    """Shipping packs all lines for where they go; asked again, it is the same parcel."""
    address = queries.get_party(order_id=order.id).shipping_address
    lines = [ShipmentLine(sku=line.sku, quantity=line.quantity) for line in order.lines]
    shipment = shipping.create_shipment(order_id=order.id, address=address, lines=lines, now=now)
    return order.request_shipment(shipment.id, now=now)
