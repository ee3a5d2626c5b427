from gotuto.modules import ModuleConfig


class InventoryConfig(ModuleConfig):
    name = "contexts.inventory"
    label = "inventory"
    verbose_name = "Inventory"
