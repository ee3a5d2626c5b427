"""What stands in which price list, in plain Python."""

from collections.abc import Mapping

from contexts.catalog.pricelists.dto import PriceList
from contexts.catalog.pricelists.errors import PriceListNotFound
from contexts.catalog.prices.dto import Goods, NewPrice
from contexts.catalog.prices.errors import PriceCurrency, PriceListNeedless


def check_currency(given: NewPrice, goods: Goods, lists: Mapping[str, PriceList]) -> None:
    """Goods cost in their own currency, and in a list in that of the list: another one, unless it is a group's.

    Raises PriceListNotFound, PriceListNeedless, PriceCurrency.
    """
    expected = goods.price.currency
    if given.price_list:
        named = lists.get(given.price_list)
        if named is None:
            raise PriceListNotFound(price_list=given.price_list)
        if named.currency == expected and not named.customer_group:
            raise PriceListNeedless(sku=given.sku, currency=expected)
        expected = named.currency
    if given.price.currency != expected:
        raise PriceCurrency(sku=given.sku, expected=expected, given=given.price.currency)
