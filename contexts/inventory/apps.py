from gotuto.modules import Figure, Grant, MenuItem, ModuleConfig, Resource
from gotuto.roles import Role


class InventoryConfig(ModuleConfig):
    name = "contexts.inventory"
    label = "inventory"
    verbose_name = "Inventory"

    grants = (
        Grant(
            Role.STOCK,
            sees=("stockitem", "reservation", "movement", "location", "transfer", "stocktake", "correction"),
            does="books receipts and transfers, counts, and corrects counts",
        ),
        Grant(Role.CATALOG, sees=("stockitem", "location")),
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
    )
    menu = (
        MenuItem("Goods", 30, "Stock items", "inventory_2", "inventory_stockitem"),
        MenuItem("Goods", 40, "Reservations", "bookmark", "inventory_reservation"),
        MenuItem("Goods", 50, "Stock movements", "swap_vert", "inventory_movement"),
        MenuItem("Goods", 60, "Transfers", "local_shipping", "inventory_transfer"),
        MenuItem("Goods", 70, "Stocktakes", "fact_check", "inventory_stocktake"),
        MenuItem("Goods", 90, "Corrections", "rule", "inventory_correction"),
        MenuItem("Goods", 80, "Locations", "warehouse", "inventory_location"),
    )
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
