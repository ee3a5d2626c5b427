"""A product has a tax class; which rate that is, billing knows."""

import pytest

from contexts.catalog.facade import price_products
from contexts.catalog.products.reading import get_product
from contexts.catalog.products.use_cases.changing import update_product
from gotuto.tax_classes import TaxClass
from tests.catalog.builders import NOW, product
from tests.clients import staff_api

pytestmark = pytest.mark.django_db


def test_a_product_is_taxed_at_the_standard_rate_unless_said_otherwise():
    tea, book = product("TEA"), product("BOOK", tax_class=TaxClass.REDUCED)
    assert [one.tax_class for one in price_products(skus=[tea.sku, book.sku])] == ["standard", "reduced"]

    update_product(product_id=tea.id, tax_class=TaxClass.REDUCED, now=NOW)
    assert get_product(product_id=tea.id, for_sale_only=False).tax_class is TaxClass.REDUCED


def test_a_class_that_there_is_not_is_refused_by_name():
    tea = product("TEA")
    answer = staff_api("catalog").patch(f"products/{tea.id}/", {"tax_class": "luxury"})
    assert (answer.status_code, answer.json()["errors"].keys()) == (400, {"tax_class"})
    changed = staff_api("catalog").patch(f"products/{tea.id}/", {"tax_class": "exempt"})
    assert changed.json()["tax_class"] == "exempt"
