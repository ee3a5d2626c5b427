"""Stream to read model, in the transaction of the stream; the rows follow from the order alone."""

from collections.abc import Sequence
from typing import Any

from contexts.order import models
from contexts.order.domain.order import Order
from gotuto.ids import OrderId


def apply(order: Order, *, before: int, version: int) -> None:
    """Bring the rows of an order from one version to another; rows that were lost are written anew."""
    columns = row_of(order, version=version)
    if before and models.Order.objects.filter(id=order.id, version=before).update(**columns):
        return
    write([(order, version)])


def write(orders: Sequence[tuple[Order, int]]) -> None:
    """Write the rows of orders that have none."""
    models.Order.objects.bulk_create(
        [models.Order(id=order.id, **row_of(order, version=version)) for order, version in orders]
    )
    models.OrderLine.objects.bulk_create(
        [models.OrderLine(order_id=order.id, **line) for order, _ in orders for line in lines_of(order)]
    )


def erase(order_ids: Sequence[OrderId]) -> None:
    models.OrderLine.objects.filter(order_id__in=order_ids).delete()
    models.Order.objects.filter(id__in=order_ids).delete()


def row_of(order: Order, *, version: int) -> dict[str, Any]:
    """The columns of the read model."""
    cancellation = order.cancellation
    return {
        "number": order.number,
        "cart_id": order.cart_id,
        "customer_id": order.customer_id,
        "status": order.status.value,
        "currency": order.currency,
        "total": order.total.amount,
        "reservation_id": order.reservation_id,
        "invoice_id": order.invoice_id,
        "shipment_ids": list(order.shipment_ids),
        "is_cancellable": order.is_cancellable,
        "placed_at": order.placed_at,
        "changed_at": order.changed_at,
        "confirmed_at": order.confirmed_at,
        "cancellation_code": cancellation.code if cancellation else "",
        "cancellation_reason": cancellation.reason if cancellation else "",
        "version": version,
    }


def lines_of(order: Order) -> list[dict[str, Any]]:
    """The columns of the lines, in their order."""
    return [
        {
            "position": position,
            "sku": line.sku,
            "product_id": line.product_id,
            "name": line.name,
            "quantity": line.quantity,
            "unit_price": line.unit_price.amount,
            "currency": line.unit_price.currency,
        }
        for position, line in enumerate(order.lines, start=1)
    ]
