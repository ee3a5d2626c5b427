from gotuto.modules import Figure, MenuItem, ModuleConfig, Resource


class InventoryConfig(ModuleConfig):
    name = "contexts.inventory"
    label = "inventory"
    verbose_name = "Inventory"

    resources = (Resource("availability"), Resource("stock-items"))
    menu = (
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
