from gotuto.modules import ModuleConfig


class OrderConfig(ModuleConfig):
    name = "contexts.order"
    label = "order"
    verbose_name = "Orders"
    sagas = ("placement",)
