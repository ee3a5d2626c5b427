"""What the tests of inventory say in one word."""

from datetime import UTC, datetime

from contexts.catalog.categories.use_cases import create_category
from contexts.catalog.products.use_cases import create_product
from contexts.inventory import dto
from contexts.inventory.queries import get_stock_item
from contexts.inventory.use_cases import receive_stock, reserve_stock
from gotuto.ids import OrderId, Sku, new_id
from gotuto.money import Money

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def product(sku: str = "TEA") -> Sku:
    """A product of the catalogue that never lay in the warehouse."""
    category = create_category(name=f"Category of {sku}", now=NOW)
    made = create_product(
        sku=sku, name=f"Product {sku}", price=Money.of("12.50", "EUR"), category_id=category.id, now=NOW
    )
    return made.sku


def stocked(pieces: int, sku: str = "TEA") -> Sku:
    """A product with so many pieces in the warehouse."""
    named = product(sku)
    receive_stock(sku=named, quantity=pieces, actor=None, now=NOW)
    return named


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
