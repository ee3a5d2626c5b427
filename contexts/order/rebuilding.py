"""The read model made anew from the streams, or held against them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from contexts.order.orders import dto, event_store, models
from contexts.order.orders import projection as projections
from contexts.order.orders.domain.order import Order
from gotuto.db import execute, unit
from gotuto.ids import OrderId

# Writers wait while a batch is compared or replaced; readers do not.
_HOLD_WRITERS = "LOCK TABLE order_order, order_orderline IN SHARE ROW EXCLUSIVE MODE"


def rebuild_orders(*, batch: int = 500) -> Iterator[int]:
    """Write the read model anew; yields how many orders each batch held."""
    for orders in event_store.rehydrate_all(batch=batch):
        with unit():
            execute(_HOLD_WRITERS)
            present = event_store.load_many([order.id for order, _ in orders])
            projections.erase([order.id for order, _ in present])
            projections.write(present)
        yield len(present)
    models.Order.objects.filter(id__in=list(_unknown_to_streams())).delete()


def verify_orders(*, batch: int = 500) -> Iterator[tuple[int, tuple[dto.Difference, ...]]]:
    """Replay every stream and compare; yields how many orders each batch held, and what differs in it."""
    for orders in event_store.rehydrate_all(batch=batch):
        with unit():
            execute(_HOLD_WRITERS)
            present = event_store.load_many([order.id for order, _ in orders])
            differences = tuple(_differences(present))
        yield len(present), differences
    yield 0, tuple(_strangers())


def _differences(orders: Sequence[tuple[Order, int]]) -> Iterator[dto.Difference]:
    ids = [order.id for order, _ in orders]
    rows = {row["id"]: dict(row) for row in models.Order.objects.filter(id__in=ids).values()}
    lines: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for line in models.OrderLine.objects.filter(order_id__in=ids).order_by("position").values():
        lines[line["order_id"]].append({name: value for name, value in line.items() if name not in ("id", "order_id")})
    for order, version in orders:
        expected = {"id": order.id, **projections.row_of(order, version=version), "lines": projections.lines_of(order)}
        found = {**rows.get(order.id, {}), "lines": lines[order.id]}
        for column, value in expected.items():
            if found.get(column) != value:
                yield dto.Difference(order_id=order.id, what=column, stream=str(value), row=str(found.get(column)))


def _strangers() -> Iterator[dto.Difference]:
    """Rows that no stream speaks of."""
    for order_id in _unknown_to_streams():
        yield dto.Difference(order_id=OrderId(order_id), what="order", stream="None", row="present")


def _unknown_to_streams() -> QuerySet[models.Order, UUID]:
    streams = models.StreamRow.objects.filter(version=1).values("stream_id")
    return models.Order.objects.exclude(id__in=streams).values_list("id", flat=True)
