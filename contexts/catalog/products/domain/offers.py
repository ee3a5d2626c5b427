"""The rules of products in plain Python: SKUs and prices."""

from contexts.catalog.products import dto
from contexts.catalog.products.errors import InvalidSku, PriceNotPositive, ProductNotForSale
from gotuto.ids import Sku
from gotuto.money import Money, check_in_use
from gotuto.text import UnfitText
from gotuto.text.path_names import path_name

SKU_LENGTH = 64


def normalised_sku(text: str) -> Sku:
    """The one spelling of a SKU: trimmed, upper-case, safe in the path of an address. Raises InvalidSku."""
    try:
        return Sku(path_name(text, most=SKU_LENGTH).upper())
    except UnfitText:
        raise InvalidSku(given=text[:80]) from None


def check_price(price: Money) -> None:
    """Nothing is given away, and nobody is paid for taking goods. Raises PriceNotPositive, CurrencyWithdrawn."""
    check_in_use(price.currency)
    if not price.is_positive:
        raise PriceNotPositive(price=price)


def check_for_sale(product: dto.PricedProduct, *, is_active: bool, currency: str | None) -> None:
    """An inactive product cannot be bought, nor one in another currency than its own. Raises ProductNotForSale."""
    if not is_active:
        raise ProductNotForSale(sku=product.sku)
    if currency is not None and currency != product.unit_price.currency:
        raise ProductNotForSale(sku=product.sku, currency=currency)
