from django.urls import path, re_path

from contexts.inventory import views

# What cannot be a SKU of the catalogue is not found before anybody looks for it.
_ITEM = r"^stock-items/(?P<sku>[A-Za-z0-9._-]{1,64})/"

urlpatterns = [
    path("availability/", views.Availability.as_view(), name="availability"),
    path("stock-items/", views.StockItems.as_view(), name="stock-items"),
    re_path(_ITEM + "$", views.StockItem.as_view(), name="stock-item"),
    re_path(_ITEM + "movements/$", views.Movements.as_view(), name="stock-movements"),
    re_path(_ITEM + "receipts/$", views.Receipts.as_view(), name="stock-receipts"),
    re_path(_ITEM + "adjustments/$", views.Adjustments.as_view(), name="stock-adjustments"),
]
