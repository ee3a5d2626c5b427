"""What lists of the shop know of stock: whether any is left of what is sold."""

from collections.abc import Mapping

from contexts.catalog.stocked import statements
from gotuto.db import unit_of_work
from gotuto.ids import Sku


@unit_of_work
def show_stock(*, in_stock: Mapping[Sku, bool]) -> None:
    """Note of these SKUs whether any is left; a product has some where one of its variants that are for sale has."""
    statements.note(in_stock)
