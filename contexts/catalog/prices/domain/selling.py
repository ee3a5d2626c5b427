"""What is sold, in plain Python."""

from contexts.catalog.prices.errors import ProductNotForSale
from contexts.catalog.products import dto


def check_for_sale(product: dto.PricedProduct, *, is_active: bool, currency: str | None) -> None:
    """An inactive product cannot be bought, nor one that has no price in the wanted currency. Raises ProductNotForSale."""
    if not is_active:
        raise ProductNotForSale(sku=product.sku)
    if currency is not None and currency != product.unit_price.currency:
        raise ProductNotForSale(sku=product.sku, currency=currency)
