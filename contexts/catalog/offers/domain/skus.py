"""SKUs and prices: the one spelling, and what may be asked."""

from contexts.catalog.offers.errors import InvalidSku, PriceNotPositive
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
