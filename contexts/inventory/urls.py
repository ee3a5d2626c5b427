from django.urls import path

from contexts.inventory import views

urlpatterns = [
    path("availability/", views.Availability.as_view(), name="availability"),
    path("stock-items/", views.StockItems.as_view(), name="stock-items"),
    path("stock-items/<str:sku>/", views.StockItem.as_view(), name="stock-item"),
    path("stock-items/<str:sku>/movements/", views.Movements.as_view(), name="stock-movements"),
    path("stock-items/<str:sku>/receipts/", views.Receipts.as_view(), name="stock-receipts"),
    path("stock-items/<str:sku>/adjustments/", views.Adjustments.as_view(), name="stock-adjustments"),
]
