from django.urls import path

from contexts.catalog import views

urlpatterns = [
    path("products/", views.Products.as_view(), name="products"),
    path("products/<uuid:product_id>/", views.Product.as_view(), name="product"),
    path("categories/", views.Categories.as_view(), name="categories"),
    path("categories/tree/", views.CategoryTree.as_view(), name="category-tree"),
    path("categories/<uuid:category_id>/", views.Category.as_view(), name="category"),
]
