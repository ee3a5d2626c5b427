"""The rules of products in plain Python: SKUs, prices, what a search looks for."""

import re

from contexts.catalog.products import dto
from contexts.catalog.products.errors import InvalidSku, PriceNotPositive, ProductNotForSale
from gotuto.ids import Sku
from gotuto.money import Money, check_in_use
from gotuto.text import UnfitText
from gotuto.text.path_names import path_name

SKU_LENGTH = 64
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]+")


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


def search_phrases(text: str) -> list[list[str]]:
    """What a search looks for: each phrase, of which the last word may be the beginning of a longer one.

    Blanks part phrases, punctuation parts the words of one, so that "TEA-1" finds TEA-100, but not POT-1 for tea.
    """
    phrases = ([word for word in _PUNCTUATION.split(phrase) if word] for phrase in text[: dto.SEARCH_LENGTH].split())
    return [words for words in phrases if words]
