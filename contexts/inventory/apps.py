from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "contexts.inventory"
    label = "inventory"
    verbose_name = "Inventory"

    def ready(self) -> None:
        from contexts.inventory import receivers  # noqa: F401
