"""Stream to read model, in the transaction of the stream; the rows follow from the order alone."""

from collections.abc import Sequence
from typing import Any

from contexts.order.orders import models
from contexts.order.orders.domain.order import Order
from gotuto.db import VersionConflict, as_json, execute
from gotuto.events import encode
from gotuto.ids import OrderId

# What the first event says of an order stays; the later ones change the rest.
_STAYS = {"id", "number", "cart_id", "customer_id", "currency", "net", "tax", "tax_lines", "total", "placed_at"}
_COLUMNS = [field.attname for field in models.Order._meta.concrete_fields]
_LINE_COLUMNS = [field.attname for field in models.OrderLine._meta.concrete_fields if field.attname != "id"]

_CHANGE = f"""
UPDATE order_order AS row
SET {", ".join(f"{column} = now.{column}" for column in _COLUMNS if column not in _STAYS)}
FROM jsonb_populate_record(NULL::order_order, %(order)s::jsonb) AS now
WHERE row.id = %(id)s AND row.version = %(before)s
"""  # noqa: S608  names of columns, no values

# Money has come in, or the order has ended: it no longer counts as one that its buyer has left unpaid.
_CHANGE_AND_CLOSE = f"""
WITH closed AS (UPDATE order_orderparty SET is_open = false, network = '' WHERE order_id = %(id)s AND is_open)
{_CHANGE}"""  # noqa: S608  names of columns, no values

_CHANGE_AND_CLOSE_EACH = f"""
WITH closed AS (
    UPDATE order_orderparty SET is_open = false, network = '' WHERE order_id = ANY(%(ids)s) AND is_open
)
UPDATE order_order AS row
SET {", ".join(f"{column} = now.{column}" for column in _COLUMNS if column not in _STAYS)}
FROM jsonb_populate_recordset(NULL::order_order, %(orders)s::jsonb) AS now
WHERE row.id = ANY(%(ids)s) AND row.id = now.id AND row.version = now.version - 1
"""  # noqa: S608  names of columns, no values

_WRITE = f"""
WITH line AS (
    INSERT INTO order_orderline ({", ".join(_LINE_COLUMNS)})
    SELECT {", ".join(_LINE_COLUMNS)} FROM jsonb_populate_recordset(NULL::order_orderline, %(lines)s::jsonb)
)
INSERT INTO order_order ({", ".join(_COLUMNS)})
SELECT {", ".join(_COLUMNS)} FROM jsonb_populate_recordset(NULL::order_order, %(orders)s::jsonb)
"""  # noqa: S608  names of columns, no values


def apply(order: Order, *, before: int, version: int) -> None:
    """Bring the rows of an order from one version to another; rows that were lost are written anew."""
    now = as_json(row_of(order, version=version))
    change = _CHANGE if order.is_cancellable else _CHANGE_AND_CLOSE
    if before and execute(change, {"id": order.id, "before": before, "order": now}):
        return
    write([(order, version)])


def apply_each(orders: Sequence[tuple[Order, int]]) -> None:
    """Bring the rows of orders that have ended from the version before to theirs. Raises VersionConflict when one was lost."""
    ids = [order.id for order, _ in orders]
    rows = [{"id": order.id, **row_of(order, version=version)} for order, version in orders]
    if execute(_CHANGE_AND_CLOSE_EACH, {"ids": ids, "orders": as_json(rows)}) != len(orders):
        raise VersionConflict("The read model of an order is not at the version of its stream.")


def write(orders: Sequence[tuple[Order, int]]) -> None:
    """Write the rows of orders that have none."""
    rows = [{"id": order.id, **row_of(order, version=version)} for order, version in orders]
    lines = [{"order_id": order.id, **line} for order, _ in orders for line in lines_of(order)]
    execute(_WRITE, {"orders": as_json(rows), "lines": as_json(lines)})


def erase(order_ids: Sequence[OrderId]) -> None:
    models.OrderLine.objects.filter(order_id__in=order_ids).delete()
    models.Order.objects.filter(id__in=order_ids).delete()


def row_of(order: Order, *, version: int) -> dict[str, Any]:
    """The columns of the read model."""
    cancellation, taxes = order.cancellation, order.taxes
    return {
        "number": order.number,
        "cart_id": order.cart_id,
        "customer_id": order.customer_id,
        "status": order.status.value,
        "currency": order.currency,
        "net": taxes and taxes.net.amount,
        "tax": taxes and taxes.tax.amount,
        "tax_lines": taxes and [encode(line) for line in taxes.tax_lines],
        "total": order.total.amount,
        "reservation_id": order.reservation_id,
        "invoice_id": order.invoice_id,
        "shipment_ids": list(order.shipment_ids),
        "is_cancellable": order.is_cancellable,
        "is_cancelling": order.is_cancelling,
        "placed_at": order.placed_at,
        "changed_at": order.changed_at,
        "confirmed_at": order.confirmed_at,
        "served_at": order.served_at,
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
