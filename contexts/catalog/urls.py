from django.urls import path

from contexts.catalog.attributes.api import Attribute, AttributesOfCategory
from contexts.catalog.bulk.api import ProductsAtOnce
from contexts.catalog.categories.api import Categories, Category, CategoryOfSlug, CategoryTree
from contexts.catalog.images.api import Image, Images
from contexts.catalog.pricelists.api import PriceList, PriceLists
from contexts.catalog.prices.api import Price, Prices
from contexts.catalog.products.api import Archive, Product, Products, Restore
from contexts.catalog.search.api import Suggest
from contexts.catalog.translations.api import (
    CategoryTranslation,
    CategoryTranslations,
    ProductTranslation,
    ProductTranslations,
)
from contexts.catalog.variants.api import Options, Variant, Variants

urlpatterns = [
    path("products/", Products.as_view(), name="products"),
    path("products/bulk/", ProductsAtOnce.as_view(), name="products-at-once"),
    path("products/suggest/", Suggest.as_view(), name="suggest"),
    path("products/<uuid:product_id>/", Product.as_view(), name="product"),
    path("products/<uuid:product_id>/archive/", Archive.as_view(), name="product-archive"),
    path("products/<uuid:product_id>/restore/", Restore.as_view(), name="product-restore"),
    path("products/<uuid:product_id>/prices/", Prices.as_view(), name="product-prices"),
    path("products/<uuid:product_id>/prices/<uuid:price_id>/", Price.as_view(), name="product-price"),
    path("products/<uuid:product_id>/images/", Images.as_view(), name="product-images"),
    path("products/<uuid:product_id>/images/<uuid:image_id>/", Image.as_view(), name="product-image"),
    path("products/<uuid:product_id>/options/", Options.as_view(), name="product-options"),
    path("products/<uuid:product_id>/variants/", Variants.as_view(), name="product-variants"),
    path("products/<uuid:product_id>/variants/<str:sku>/", Variant.as_view(), name="product-variant"),
    path("products/<uuid:product_id>/translations/", ProductTranslations.as_view(), name="product-translations"),
    path(
        "products/<uuid:product_id>/translations/<str:language>/",
        ProductTranslation.as_view(),
        name="product-translation",
    ),
    path("price-lists/", PriceLists.as_view(), name="price-lists"),
    path("price-lists/<str:price_list>/", PriceList.as_view(), name="price-list"),
    path("categories/", Categories.as_view(), name="categories"),
    path("categories/tree/", CategoryTree.as_view(), name="category-tree"),
    path("categories/by-slug/<str:slug>/", CategoryOfSlug.as_view(), name="category-of-slug"),
    path("categories/<uuid:category_id>/", Category.as_view(), name="category"),
    path("categories/<uuid:category_id>/translations/", CategoryTranslations.as_view(), name="category-translations"),
    path(
        "categories/<uuid:category_id>/translations/<str:language>/",
        CategoryTranslation.as_view(),
        name="category-translation",
    ),
    path("categories/<uuid:category_id>/attributes/", AttributesOfCategory.as_view(), name="category-attributes"),
    path("categories/<uuid:category_id>/attributes/<str:code>/", Attribute.as_view(), name="category-attribute"),
]
