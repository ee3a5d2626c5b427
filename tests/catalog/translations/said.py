"""What the tests of translations say in one word: a shop that speaks English, German and French."""

from typing import Any

from contexts.catalog.categories.dto import Category
from contexts.catalog.products.dto import Product
from contexts.catalog.translations.dto import CategoryTexts, ProductTexts
from contexts.catalog.translations.use_cases import translate_category, translate_product
from tests.catalog.builders import NOW

KNOWN = ["en", "de", "fr"]


def in_german(product: Product, language: str = "de", **texts: Any) -> ProductTexts:
    return translate_product(product_id=product.id, language=language, known=KNOWN, **{"now": NOW, **texts})


def shelf_in_german(category: Category, language: str = "de", **texts: Any) -> CategoryTexts:
    return translate_category(category_id=category.id, language=language, known=KNOWN, **{"now": NOW, **texts})
