from django.urls import path

from contexts.catalog.categories.api import Categories, Category, CategoryOfSlug, CategoryTree
from contexts.catalog.products.api import Product, Products
from contexts.catalog.search.api import Suggest

urlpatterns = [
    path("products/", Products.as_view(), name="products"),
    path("products/suggest/", Suggest.as_view(), name="suggest"),
    path("products/<uuid:product_id>/", Product.as_view(), name="product"),
    path("categories/", Categories.as_view(), name="categories"),
    path("categories/tree/", CategoryTree.as_view(), name="category-tree"),
    path("categories/by-slug/<str:slug>/", CategoryOfSlug.as_view(), name="category-of-slug"),
    path("categories/<uuid:category_id>/", Category.as_view(), name="category"),
]
