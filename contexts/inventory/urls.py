from django.urls import path, re_path

from contexts.inventory.availability.api import Availability
from contexts.inventory.locations.api import Location, Locations
from contexts.inventory.movements.api import Movements
from contexts.inventory.purchasing import api as purchasing
from contexts.inventory.replenishment.api import Shortages
from contexts.inventory.reservations.api import Holds, Line
from contexts.inventory.stock import api
from contexts.inventory.stocktakes import api as stocktakes
from contexts.inventory.suppliers import api as suppliers
from contexts.inventory.transfers import api as transfers
from contexts.inventory.valuation import api as valuation

# What cannot be a SKU of the catalogue is not found before anybody looks for it.
_ITEM = r"^stock-items/(?P<sku>[A-Za-z0-9._-]{1,64})/"

urlpatterns = [
    path("availability/", Availability.as_view(), name="availability"),
    path("locations/", Locations.as_view(), name="locations"),
    re_path(r"^locations/(?P<location>[A-Za-z0-9._-]{1,36})/$", Location.as_view(), name="location"),
    path("transfers/", transfers.Transfers.as_view(), name="transfers"),
    path("transfers/<uuid:transfer_id>/", transfers.Transfer.as_view(), name="transfer"),
    path("transfers/<uuid:transfer_id>/send/", transfers.Sending.as_view(), name="transfer-send"),
    path("transfers/<uuid:transfer_id>/receive/", transfers.Receiving.as_view(), name="transfer-receive"),
    path("transfers/<uuid:transfer_id>/cancel/", transfers.Cancelling.as_view(), name="transfer-cancel"),
    path("stocktakes/", stocktakes.Stocktakes.as_view(), name="stocktakes"),
    path("stocktakes/<uuid:stocktake_id>/", stocktakes.Stocktake.as_view(), name="stocktake"),
    path("stocktakes/<uuid:stocktake_id>/lines/", stocktakes.Lines.as_view(), name="stocktake-lines"),
    path("stocktakes/<uuid:stocktake_id>/counts/", stocktakes.Counts.as_view(), name="stocktake-counts"),
    path("stocktakes/<uuid:stocktake_id>/close/", stocktakes.Closing.as_view(), name="stocktake-close"),
    path("stocktakes/<uuid:stocktake_id>/cancel/", stocktakes.Cancelling.as_view(), name="stocktake-cancel"),
    path("suppliers/", suppliers.Suppliers.as_view(), name="suppliers"),
    path("suppliers/<uuid:supplier_id>/", suppliers.Supplier.as_view(), name="supplier"),
    path("suppliers/<uuid:supplier_id>/goods/", suppliers.SupplierGoods.as_view(), name="supplier-goods"),
    path("suppliers/<uuid:supplier_id>/goods/<str:sku>/", suppliers.SupplierGood.as_view(), name="supplier-good"),
    path("shortages/", Shortages.as_view(), name="shortages"),
    path("shortages/order/", purchasing.OrderShortages.as_view(), name="order-shortages"),
    path("purchase-orders/", purchasing.PurchaseOrders.as_view(), name="purchase-orders"),
    path("purchase-orders/<uuid:purchase_order_id>/", purchasing.PurchaseOrder.as_view(), name="purchase-order"),
    path("purchase-orders/<uuid:purchase_order_id>/place/", purchasing.Placing.as_view(), name="purchase-place"),
    path(
        "purchase-orders/<uuid:purchase_order_id>/receipts/", purchasing.Receiving.as_view(), name="purchase-receipts"
    ),
    path("purchase-orders/<uuid:purchase_order_id>/close/", purchasing.Closing.as_view(), name="purchase-close"),
    path("purchase-orders/<uuid:purchase_order_id>/cancel/", purchasing.Cancelling.as_view(), name="purchase-cancel"),
    path("stock-values/", valuation.StockValues.as_view(), name="stock-values"),
    path("stock-values/total/", valuation.TotalValue.as_view(), name="stock-value-total"),
    path("stock-items/", api.StockItems.as_view(), name="stock-items"),
    re_path(_ITEM + "$", api.StockItem.as_view(), name="stock-item"),
    re_path(_ITEM + "reservations/$", Holds.as_view(), name="stock-reservations"),
    re_path(_ITEM + "line/$", Line.as_view(), name="stock-line"),
    re_path(_ITEM + "levels/$", api.Levels.as_view(), name="stock-levels"),
    re_path(_ITEM + "value/$", valuation.ValueOfSku.as_view(), name="stock-value"),
    re_path(_ITEM + "movements/$", Movements.as_view(), name="stock-movements"),
    re_path(_ITEM + "receipts/$", api.Receipts.as_view(), name="stock-receipts"),
    re_path(_ITEM + "adjustments/$", api.Adjustments.as_view(), name="stock-adjustments"),
]
