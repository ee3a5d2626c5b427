"""What the tests of attributes say in one word."""

from typing import Any

from contexts.catalog.attributes.dto import Attribute, AttributeKind
from contexts.catalog.attributes.use_cases import declare_attribute
from contexts.catalog.categories.dto import Category
from contexts.catalog.products.dto import ProductDetail
from contexts.catalog.products.reading import get_product
from contexts.catalog.products.use_cases.changing import update_product
from gotuto.ids import ProductId
from tests.catalog.builders import NOW


def declare(on: Category, code: str, *, kind: AttributeKind = AttributeKind.TEXT, **said: Any) -> Attribute:
    """An attribute of a category that is called after its code."""
    labels = said.pop("labels", {"en": code.capitalize()})
    return declare_attribute(category_id=on.id, code=code, kind=kind, labels=labels, **said, now=NOW)


def described(product_id: ProductId, **attributes: Any) -> ProductDetail:
    """A product with these values besides those that it has."""
    return update_product(product_id=product_id, attributes=attributes, now=NOW)


def values(product_id: ProductId) -> dict[str, Any]:
    """What a product tells."""
    return get_product(product_id=product_id, for_sale_only=False).attributes
