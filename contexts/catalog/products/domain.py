"""The rules of products in plain Python."""

from contexts.catalog.products import dto
from contexts.catalog.products.errors import ProductNotForSale


def check_for_sale(product: dto.PricedProduct, *, is_active: bool, currency: str | None) -> None:
    """An inactive product cannot be bought, nor one in another currency than its own. Raises ProductNotForSale."""
    if not is_active:
        raise ProductNotForSale(sku=product.sku)
    if currency is not None and currency != product.unit_price.currency:
        raise ProductNotForSale(sku=product.sku, currency=currency)
