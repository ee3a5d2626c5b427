"""What the tests of inventory say in one word."""

from datetime import datetime

from contexts.inventory import dto
from contexts.inventory.locations.use_cases import create_location
from contexts.inventory.reservations.use_cases import reserve_stock
from contexts.inventory.stock.dto import SoldOut
from contexts.inventory.stock.queries import get_stock_item, levels_of
from contexts.inventory.stock.use_cases import receive_stock, update_stock_item
from gotuto.ids import OrderId, Sku, new_id
from tests.factories import NOW as NOW
from tests.factories import ProductFactory, StockItemFactory


def product(sku: str = "TEA") -> Sku:
    """A product of the catalogue that never lay in the warehouse."""
    return Sku(ProductFactory(sku=sku).sku)


def stocked(pieces: int, sku: str = "TEA") -> Sku:
    """A product with so many pieces in the warehouse."""
    return Sku(StockItemFactory(sku=product(sku), quantity=pieces).sku)


def an_order() -> OrderId:
    return OrderId(new_id())


def lines(**pieces: int) -> list[dto.StockLine]:
    return [dto.StockLine(sku=Sku(sku), quantity=quantity) for sku, quantity in pieces.items()]


def reserve(order_id: OrderId, **pieces: int) -> dto.Reservation:
    return reserve_stock(order_id=order_id, lines=lines(**pieces), now=NOW)


def counters(sku: str = "TEA") -> tuple[int, int, int]:
    """On hand, reserved, available."""
    item = get_stock_item(sku=Sku(sku))
    return item.on_hand, item.reserved, item.available


def told(name: str) -> list[dict[str, object]]:
    """The facts of all published events of this name."""
    from gotuto.outbox.models import Event

    return list(Event.objects.filter(name=name).order_by("sequence").values_list("data", flat=True))


def location(code: str = "HAMBURG", *, priority: int = 10) -> str:
    """A further location, from which orders are served after the main one unless its priority is smaller than 0."""
    return create_location(name=code.title(), code=code, priority=priority, now=NOW).code


def stocked_at(where: str, pieces: int, sku: str = "TEA") -> None:
    """More pieces of a product that is known already, at a further location."""
    receive_stock(sku=Sku(sku), quantity=pieces, location=where, actor=None, now=NOW)


def lies(sku: str = "TEA") -> dict[str, tuple[int, int]]:
    """On hand and reserved, at each location."""
    return {level.location: (level.on_hand, level.reserved) for level in levels_of(sku=Sku(sku)).results}


def waited_for(sku: str = "TEA", *, limit: int | None = None, expected_at: datetime | None = None) -> None:
    """From now on orders wait for a SKU that is sold out."""
    update_stock_item(sku=Sku(sku), when_sold_out=SoldOut.WAIT, waiting_limit=limit, expected_at=expected_at, now=NOW)
