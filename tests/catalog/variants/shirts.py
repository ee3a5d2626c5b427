"""A shirt in two sizes and two colours, as tests sell it."""

from typing import Any

from contexts.catalog.products.dto import NewVariant, Option, ProductDetail
from contexts.catalog.products.use_cases.making import create_product
from tests.catalog.builders import NOW, eur, shelf

SIZE = Option(name="Size", values=("M", "L"))
COLOUR = Option(name="Colour", values=("red", "blue"))


def sold(sku: str, size: str, colour: str, amount: str = "20.00", **more: Any) -> NewVariant:
    return NewVariant(sku=sku, options={"Size": size, "Colour": colour}, price=eur(amount), **more)


def shirt(*variants: NewVariant, **more: Any) -> ProductDetail:
    """Two of four shirts, unless told which."""
    given = {
        "name": "Shirt",
        "options": [SIZE, COLOUR],
        "variants": variants or (sold("SHIRT-M-RED", "M", "red"), sold("SHIRT-L-RED", "L", "red", "22.00")),
        **more,
    }
    return create_product(category_id=given.pop("category_id", None) or shelf().id, **given, now=NOW)
