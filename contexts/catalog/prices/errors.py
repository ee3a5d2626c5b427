"""What the ledger of prices refuses."""

from datetime import datetime
from uuid import UUID

from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import Sku
from gotuto.money import Money


class PriceNotFound(NotFound):
    """The product has no such entry."""

    code = "catalog.price_not_found"
    text = "There is no price {price_id} of this product."
    price_id: UUID


class PriceHasBegun(Conflict):
    """What is asked or was asked stays in the ledger."""

    code = "catalog.price_has_begun"
    text = "This price has begun, or is cancelled already. Enter another price instead."


class PriceBegins(Refused):
    """Nothing was asked in the past that is entered now."""

    code = "catalog.price_begins"
    field = "from"
    text = "A price begins now or later, not at {valid_from:%Y-%m-%d %H:%M} UTC."
    valid_from: datetime


class PriceEnds(Refused):
    """It would end before it begins."""

    code = "catalog.price_ends"
    field = "until"
    text = "It begins at {valid_from:%Y-%m-%d %H:%M} UTC and would end at {valid_until:%Y-%m-%d %H:%M} UTC. Let it end later."
    valid_from: datetime
    valid_until: datetime


class CompareAtTooLow(Refused):
    """What is struck through is more than what is asked."""

    code = "catalog.compare_at_too_low"
    field = "compare_at_price"
    text = "The price to compare with must be higher than {price}, not {compare_at}."
    compare_at: Money
    price: Money


class PriceCurrency(Refused):
    """Goods have their price in one currency."""

    code = "catalog.price_currency"
    field = "currency"
    text = "{sku} costs in {expected} here, not in {given}."
    sku: Sku
    expected: str
    given: str


class PriceListNeedless(Refused):
    """In their own currency goods have one price."""

    code = "catalog.price_list_needless"
    field = "price_list"
    text = "{sku} costs in {currency} anyway. Enter the price without a list."
    sku: Sku
    currency: str


class SkuOfProduct(Refused):
    """The goods are not this product's."""

    code = "catalog.sku_of_product"
    field = "sku"
    text = "Name the SKU of one of its variants: {skus}."
    skus: str


class RuleInvalid(Refused):
    """Prices cannot be changed so."""

    code = "catalog.price_rule_invalid"
    text = "{where}: {why}"
    where: str
    why: str


class TooManyPrices(Refused):
    """More prices than are entered at once."""

    code = "catalog.too_many_prices"
    text = "{count} prices are too many at once; {most} at most."
    count: int
    most: int


class ProductNotForSale(Conflict):
    """The product exists but cannot be bought, or not in this currency."""

    code = "catalog.product_not_for_sale"
    text = "{sku} is not for sale {meant}."
    sku: Sku
    currency: str | None = None

    @property
    def meant(self) -> str:
        return f"in {self.currency}" if self.currency else "at present"
