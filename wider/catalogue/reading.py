"""What the tables say that journeys change many rows of."""

from decimal import Decimal

from wider.money.shop import Shop


def prices(shop: Shop, shelf: str) -> dict[str, Decimal]:
    """Of the goods that stand there."""
    rows = shop.instance.sql(
        "SELECT sku, price_amount FROM catalog_product JOIN catalog_category AS shelf ON shelf.id = category_id"
        " WHERE shelf.name = %s",
        shelf,
    )
    return dict(rows)
