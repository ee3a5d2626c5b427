from django.apps import AppConfig


class OrderConfig(AppConfig):
    name = "contexts.order"
    label = "order"
    verbose_name = "Orders"

    def ready(self) -> None:
        from contexts.order import placement, receivers  # noqa: F401  the saga and the receivers make themselves known
