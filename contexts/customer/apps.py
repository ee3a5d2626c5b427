from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def make_role_groups(**_: Any) -> None:
    """Every role is a group; one that a release adds appears with its migrations."""
    from django.contrib.auth.models import Group

    from gotuto.roles import Role

    Group.objects.bulk_create([Group(name=role.value) for role in Role], ignore_conflicts=True)


class CustomerConfig(AppConfig):
    name = "contexts.customer"
    label = "customer"
    verbose_name = "Customers and access"

    def ready(self) -> None:
        post_migrate.connect(make_role_groups, sender=self, dispatch_uid="customer.role_groups")
