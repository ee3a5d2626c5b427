"""Who sees what, as the modules grant it to the roles of staff."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from django.apps import apps

from gotuto.modules.config import modules
from gotuto.roles import Role


@dataclass(frozen=True)
class Granted:
    """What a role is given at one module, in words."""

    module: str
    sees: tuple[str, ...]
    does: str


@cache
def who_sees(label: str) -> frozenset[Role]:
    """The roles that see a model, "order.cart" say."""
    app_label, _, model = label.partition(".")
    return frozenset(
        grant.role
        for module in modules()
        if module.label == app_label
        for grant in module.grants
        if model in grant.sees
    )


def see(roles: Collection[Role], label: str) -> bool:
    """Whether somebody with these roles sees a model."""
    return not who_sees(label).isdisjoint(roles)


def granted(role: Role) -> Iterator[Granted]:
    """All that a role is given, module by module."""
    for module in modules():
        for grant in module.grants:
            if grant.role is role:
                names = (apps.get_model(module.label, model)._meta.verbose_name_plural for model in grant.sees)
                yield Granted(str(module.verbose_name), tuple(str(name) for name in names), grant.does)
