"""What may be entered into the ledger of prices."""

from dataclasses import replace
from datetime import datetime

from contexts.catalog.offers.domain.skus import check_price, normalised_sku
from contexts.catalog.prices.dto import NewPrice, PriceKind
from contexts.catalog.prices.errors import CompareAtTooLow, PriceBegins, PriceEnds, TooManyPrices
from gotuto.ids import Sku
from gotuto.text.codes import normalised_code

MOST_PRICES = 5_000


def checked(given: NewPrice, *, now: datetime) -> NewPrice:
    """An entry by the rules, from now on unless it says from when; with a price to compare with it is a reduction.

    Raises InvalidSku, PriceNotPositive, CurrencyWithdrawn, CurrencyMismatch, CompareAtTooLow, PriceBegins, PriceEnds.
    """
    check_price(given.price)
    if given.compare_at is not None and given.compare_at <= given.price:
        raise CompareAtTooLow(compare_at=given.compare_at, price=given.price)
    begins = given.valid_from or now
    if begins < now:
        raise PriceBegins(valid_from=begins)
    if given.valid_until is not None and given.valid_until <= begins:
        raise PriceEnds(valid_until=given.valid_until, valid_from=begins)
    is_reduction = given.compare_at is not None or given.kind is PriceKind.REDUCTION
    kind = PriceKind.REDUCTION if is_reduction else PriceKind.PRICE
    code = normalised_code(given.price_list)
    return replace(given, sku=normalised_sku(given.sku), price_list=code, kind=kind, valid_from=begins)


def check_number(count: int) -> None:
    """So many at once are one transaction. Raises TooManyPrices."""
    if count > MOST_PRICES:
        raise TooManyPrices(count=count, most=MOST_PRICES)


def of_sku(given: NewPrice, sku: Sku) -> NewPrice:
    return replace(given, sku=sku)
