from django.urls import path

from contexts.catalog.categories.api import Categories, Category, CategoryOfSlug, CategoryTree
from contexts.catalog.products.api import Product, Products
from contexts.catalog.search.api import Suggest
from contexts.catalog.variants.api import Options, Variant, Variants

urlpatterns = [
    path("products/", Products.as_view(), name="products"),
    path("products/suggest/", Suggest.as_view(), name="suggest"),
    path("products/<uuid:product_id>/", Product.as_view(), name="product"),
    path("products/<uuid:product_id>/options/", Options.as_view(), name="product-options"),
    path("products/<uuid:product_id>/variants/", Variants.as_view(), name="product-variants"),
    path("products/<uuid:product_id>/variants/<str:sku>/", Variant.as_view(), name="product-variant"),
    path("categories/", Categories.as_view(), name="categories"),
    path("categories/tree/", CategoryTree.as_view(), name="category-tree"),
    path("categories/by-slug/<str:slug>/", CategoryOfSlug.as_view(), name="category-of-slug"),
    path("categories/<uuid:category_id>/", Category.as_view(), name="category"),
]
