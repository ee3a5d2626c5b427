from datetime import timedelta

from gotuto.modules import Beat, Figure, FileKind, Grant, MenuItem, ModuleConfig, Resource
from gotuto.roles import Role


class InventoryConfig(ModuleConfig):
    name = "contexts.inventory"
    label = "inventory"
    verbose_name = "Inventory"

    grants = (
        Grant(
            Role.STOCK,
            sees=(
                *("stockitem", "reservation", "movement", "location", "transfer", "stocktake", "correction"),
                *("supplier", "suppliergood", "shortage", "purchaseorder"),
            ),
            does="books receipts and transfers, counts, corrects counts, keeps suppliers, and buys of them",
        ),
        Grant(Role.CATALOG, sees=("stockitem", "location", "supplier", "suppliergood", "shortage", "purchaseorder")),
        Grant(Role.FULFILMENT, sees=("stockitem", "reservation", "location")),
        Grant(
            Role.SUPPORT,
            sees=("stockitem", "reservation", "movement", "location", "transfer", "stocktake", "correction"),
        ),
    )

    resources = (
        Resource("availability"),
        Resource("stock-items"),
        Resource("locations"),
        Resource("transfers", named_by=("transfer_id",)),
        Resource("stocktakes", named_by=("stocktake_id",)),
        Resource("suppliers", named_by=("supplier_id",)),
        Resource("shortages"),
        Resource("stock-values"),
        Resource("purchase-orders", named_by=("purchase_order_id",)),
    )
    menu = (
        MenuItem("Goods", 30, "Stock items", "inventory_2", "inventory_stockitem"),
        MenuItem("Goods", 40, "Reservations", "bookmark", "inventory_reservation"),
        MenuItem("Goods", 50, "Stock movements", "swap_vert", "inventory_movement"),
        MenuItem("Goods", 55, "Stock value", "account_balance", "inventory_stockvalue", seen_as="inventory_movement"),
        MenuItem("Goods", 60, "Transfers", "local_shipping", "inventory_transfer"),
        MenuItem("Goods", 70, "Stocktakes", "fact_check", "inventory_stocktake"),
        MenuItem("Goods", 74, "To be ordered", "production_quantity_limits", "inventory_shortage"),
        MenuItem("Goods", 75, "Purchase orders", "receipt_long", "inventory_purchaseorder"),
        MenuItem("Goods", 77, "Suppliers", "handshake", "inventory_supplier"),
        MenuItem("Goods", 78, "Goods of suppliers", "sell", "inventory_suppliergood"),
        MenuItem("Goods", 90, "Corrections", "rule", "inventory_correction"),
        MenuItem("Goods", 80, "Locations", "warehouse", "inventory_location"),
    )
    file_kinds = (
        FileKind("stock", "Stock", Role.STOCK, table="exchange.use_cases.STOCK", listed="inventory_stockitem"),
    )
    beat = (Beat("stock-in-catalogue", "inventory.show_stock", every=timedelta(days=1)),)
    figures = (
        Figure(
            place=40,
            title="Stock below 10",
            icon="inventory_2",
            number="SELECT count(*) FROM inventory_stockitem WHERE on_hand - reserved < 10",
            model="inventory_stockitem",
            query="available=few",
        ),
    )
