from gotuto.modules import ModuleConfig


class ShippingConfig(ModuleConfig):
    name = "contexts.shipping"
    label = "shipping"
    verbose_name = "Shipping"
