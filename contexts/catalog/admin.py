"""The catalogue in the back office."""

from django.contrib import admin

from contexts.catalog.attributes.admin.declaring import AttributeAdmin
from contexts.catalog.attributes.admin.describing import DescribedProducts
from contexts.catalog.categories.admin import CategoriesPage
from contexts.catalog.categories.models import Category
from contexts.catalog.images.admin import PicturedProducts, ProductImageAdmin
from contexts.catalog.pricelists.admin import PriceListAdmin
from contexts.catalog.prices.admin import PricedProducts, PricedVariants, PriceEntryAdmin
from contexts.catalog.products.models import Product, Variant
from contexts.catalog.search.admin import SearchMissAdmin, SynonymsAdmin
from contexts.catalog.translations.admin import CategoryTranslationAdmin, ProductTranslationAdmin, Translated
from contexts.catalog.translations.models import CategoryTranslation, ProductTranslation
from contexts.catalog.variants.admin import ProductsVariants, VariantsPage


@admin.register(Product)
class ProductAdmin(Translated, PicturedProducts, DescribedProducts, PricedProducts, ProductsVariants):
    """A product with what every topic adds to its page."""

    told_by = ProductTranslation

    actions = (*PricedProducts.actions, *ProductsVariants.actions)
    actions_detail = (*PricedProducts.actions_detail, *ProductsVariants.actions_detail)


@admin.register(Variant)
class VariantAdmin(PricedVariants, VariantsPage):
    """A variant with what every topic adds to its page."""

    actions = (*PricedVariants.actions, *VariantsPage.actions)


@admin.register(Category)
class CategoryAdmin(Translated, CategoriesPage):
    """A category with what every topic adds to its page."""

    told_by = CategoryTranslation


__all__ = [
    "AttributeAdmin",
    "CategoryAdmin",
    "CategoryTranslationAdmin",
    "PriceEntryAdmin",
    "PriceListAdmin",
    "ProductAdmin",
    "ProductImageAdmin",
    "ProductTranslationAdmin",
    "SearchMissAdmin",
    "SynonymsAdmin",
    "VariantAdmin",
]
