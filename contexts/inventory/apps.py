from gotuto.modules import Figure, Grant, MenuItem, ModuleConfig, Resource
from gotuto.roles import Role


class InventoryConfig(ModuleConfig):
    name = "contexts.inventory"
    label = "inventory"
    verbose_name = "Inventory"

    grants = (
        Grant(
            Role.STOCK,
            sees=("stockitem", "reservation", "movement", "location"),
            does="books receipts and corrects counts",
        ),
        Grant(Role.CATALOG, sees=("stockitem", "location")),
        Grant(Role.FULFILMENT, sees=("stockitem", "reservation", "location")),
        Grant(Role.SUPPORT, sees=("stockitem", "reservation", "movement", "location")),
    )

    resources = (Resource("availability"), Resource("stock-items"), Resource("locations"))
    menu = (
        MenuItem("Goods", 45, "Locations", "warehouse", "inventory_location"),
        MenuItem("Goods", 30, "Stock items", "inventory_2", "inventory_stockitem"),
        MenuItem("Goods", 40, "Reservations", "bookmark", "inventory_reservation"),
        MenuItem("Goods", 50, "Stock movements", "swap_vert", "inventory_movement"),
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
