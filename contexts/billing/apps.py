from gotuto.modules import ModuleConfig


class BillingConfig(ModuleConfig):
    name = "contexts.billing"
    label = "billing"
    verbose_name = "Billing"
