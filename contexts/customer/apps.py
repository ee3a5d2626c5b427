from gotuto.modules import ModuleConfig
from gotuto.roles import Role


class CustomerConfig(ModuleConfig):
    name = "contexts.customer"
    label = "customer"
    verbose_name = "Customers and access"

    def after_migrate(self, **_: object) -> None:
        """Every role is a group; one that a release adds appears with its migrations."""
        from django.contrib.auth.models import Group

        Group.objects.bulk_create([Group(name=role.value) for role in Role], ignore_conflicts=True)
